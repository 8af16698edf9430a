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
  @Test func `how far the twin is from the reference is the noise floor and enters delta`() throws {
    let twin = slow.enumerated().map { $0.isMultiple(of: 2) ? $1 * 1.25 : $1 / 1.25 }
    let loud = try point(compare(slow.map { $0 * 1.2 }, twin: twin)).contest
    let found = try #require(loud.twin?.noiseFloor)
    #expect(abs(found - 0.25) < 2e-3 && loud.delta == found)
    #expect(loud.twin?.ratio.map { abs($0 - 1) < 2e-3 } == true && loud.twin?.blocks == 10)
    #expect(loud.pairs.first?.verdict == .equivalent && loud.twin?.participant == "a/x (twin)")
    let quiet = try point(compare(slow.map { $0 * 1.2 }, twin: slow)).contest
    #expect(quiet.twin?.noiseFloor == 0 && quiet.delta == 0.03 && quiet.pairs.first?.verdict == .faster)
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
    #expect(without.point.twin == nil && without.contest.twin == nil && without.contest.delta == 0.03)
  }

  @Test func `a noise floor above delta is a warning, and the floors of conditions are a range`() throws {
    let run = SampleRun.make(
      ["a/x": ["v": slow, "w": slow], "b/y": ["v": slow, "w": slow]], frameworks: ["a/x", "b/y"],
      workloads: ["v", "w"], twin: ["v": slow.map { $0 * 1.01 }, "w": slow.map { $0 * 1.1 }])
    let comparison = Comparison(of: run)
    let floor = try #require(comparison.families.first?.noiseFloor(of: .throughput))
    #expect(abs(floor.least - 0.01) < 2e-3 && abs(floor.most - 0.1) < 2e-3)
    #expect(
      comparison.warnings == [
        .noisy(family: .capacity, measure: .throughput, conditions: ["w"], floor: floor.most)
      ])
  }

  @Test func `a twin that never gave a number leaves delta alone and the comparison incomplete`() throws {
    let comparison = compare(slow, twin: slow.map { _ in nil })
    let (point, contest) = try point(comparison)
    #expect(contest.twin?.noiseFloor == nil && contest.twin?.blocks == 0 && point.twin?.state == .failed)
    #expect(contest.delta == 0.03 && !comparison.isComplete)
    #expect(comparison.families.first?.noiseFloor(of: .throughput) == nil)
  }
}
