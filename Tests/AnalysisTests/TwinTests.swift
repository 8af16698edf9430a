import Analysis
import Record
import TestSupport
import Testing

private let slow = [1000.0, 1010, 990, 1005, 995, 1002, 998, 1001, 1003, 997]

private func compare(_ other: [Double?], twin: [Double?]?) -> Comparison {
  Comparison(
    of: SampleRun.make(
      ["a/x": ["w": slow], "b/y": ["w": other]], frameworks: ["a/x", "b/y"], workloads: ["w"],
      twin: twin.map { ["w": $0] }))
}

private func point(_ comparison: Comparison) throws -> (point: Point, contest: Contest) {
  let point = try #require(comparison.families.first?.points.first)
  return (point, try #require(point.contests.first))
}

@Suite struct TwinTests {
  @Test func `how far the twin's interval reaches is the resolution, and no margin`() throws {
    let twin = slow.enumerated().map { $0.isMultiple(of: 2) ? $1 * 1.25 : $1 / 1.25 }
    let loud = try point(compare(slow.map { $0 * 1.2 }, twin: twin)).contest
    // Ten ± ln 1.25 have a half-width of 2.2622 · ln 1.25 · √(10/9) / √10 = .16826, and exp of it is 1.1833.
    let found = try #require(loud.twin)
    #expect(found.resolution.map { abs($0 - 0.1833) < 2e-3 } == true && found.blocks == 10)
    #expect(found.interval.map { abs($0.high - 1.1833) < 2e-3 && abs($0.low - 1 / 1.1833) < 2e-3 } == true)
    #expect(
      found.ratio.map { abs($0 - 1) < 2e-3 } == true && !found.differs && found.participant == "a/x (twin)")
    #expect(loud.pairs.first?.verdict == .faster, "a twin that does not differ takes nothing away")
    let quiet = try point(compare(slow.map { $0 * 1.2 }, twin: slow)).contest
    #expect(
      quiet.twin?.resolution == 0 && quiet.twin?.adjustedP == 1 && quiet.pairs.first?.verdict == .faster)
  }

  @Test func `where the twin differs nothing is equivalent, and only what is farther apart differs`() throws {
    let apart = slow.map { $0 * 1.1 }
    func verdict(_ factor: Double) throws -> Pair.Verdict? {
      let contest = try point(compare(slow.map { $0 * factor }, twin: apart)).contest
      #expect(contest.twin?.differs == true && contest.twin?.adjustedP == 2 / 1024.0)
      return contest.pairs.first?.verdict
    }
    #expect(
      try [1, 1.05, 1.2, 0.95, 0.8].map(verdict) == [
        .inconclusive, .inconclusive, .faster, .inconclusive, .slower,
      ])
  }

  @Test func `the twin is no competitor`() throws {
    let fast = slow.map { $0 * 1.1 }
    let comparisons = (compare(fast, twin: slow.map { $0 * 3 }), compare(fast, twin: nil))
    let (with, without) = (try point(comparisons.0), try point(comparisons.1))
    let families = (try #require(comparisons.0.families.first), try #require(comparisons.1.families.first))
    #expect(with.contest.ranks.keys.sorted() == ["a/x", "b/y"] && with.contest.pairs.count == 1)
    #expect(families.0.method.comparisons == families.1.method.comparisons)
    #expect(families.0.standings.first?.rows.map(\.participant) == ["a/x", "b/y"])
    #expect(comparisons.0.participants == ["a/x", "b/y"] && comparisons.0.insights.count == 2)
    #expect(with.point.cells == without.point.cells)
    #expect(with.contest.pairs.first?.p == without.contest.pairs.first?.p)
    #expect(with.point.twin?.participant == "a/x (twin)" && comparisons.0.cells.count == 3)
    #expect(without.point.twin == nil && without.contest.twin == nil)
  }

  @Test func `a twin that differs is a warning, and the resolutions of conditions are a range`() throws {
    let run = SampleRun.make(
      ["a/x": ["v": slow, "w": slow], "b/y": ["v": slow, "w": slow]], frameworks: ["a/x", "b/y"],
      workloads: ["v", "w"], twin: ["v": slow, "w": slow.map { $0 * 1.1 }])
    let comparison = Comparison(of: run)
    let family = try #require(comparison.families.first)
    let resolution = try #require(family.resolution(of: .throughput))
    #expect(resolution.least == 0 && abs(resolution.most - 0.1) < 2e-3)
    #expect(
      comparison.warnings == [
        .twinDiffers(family: .capacity, measure: .throughput, conditions: ["w"], resolution: resolution.most)
      ])
    let overall = try #require(family.standings.first?.twin)
    #expect(overall.ratio.map { abs($0 - 1.0488) < 2e-3 } == true && overall.differs && overall.blocks == 10)
    #expect(family.standings.first?.pairs.first?.verdict == .inconclusive)
  }

  @Test func `a twin that never gave a number tells nothing and makes the comparison unclean`() throws {
    let comparison = compare(slow, twin: slow.map { _ in nil })
    let (point, contest) = try point(comparison)
    let twin = try #require(contest.twin)
    #expect(twin.resolution == nil && twin.ratio == nil && twin.blocks == 0 && !twin.differs)
    #expect(
      point.twin?.state == .failed && contest.pairs.first?.verdict == .equivalent && !comparison.isClean)
    #expect(comparison.families.first?.resolution(of: .throughput) == nil)
  }
}
