import Analysis
import Record
import TestSupport
import Testing

private let capacity = Array(repeating: 1000.0, count: 10)
private let times = (0..<10).map { 1e6 * (1 + Double($0) / 100) }

private func run(_ p99: [String: [Double?]], other: [Double?] = capacity.map { $0 * 2 }) -> RunRecord {
  SampleRun.make(
    ["a/x": ["w": capacity], "b/y": ["w": other]], frameworks: ["a/x", "b/y"], workloads: ["w"],
    twin: ["w": capacity], p99: p99)
}

private func latency(_ record: RunRecord) throws -> FamilyComparison {
  try #require(Comparison(of: record).families.first { $0.family == .latency })
}

@Suite struct LatencyTests {
  @Test func `half the p99 in every block is faster, ranks first and wins`() throws {
    let record = run(["a/x": times, "a/x (twin)": times, "b/y": times.map { $0 / 2 }])
    let family = try latency(record)
    #expect(family.points.map(\.condition.rate) == [500, 800])
    #expect(family.points.map(\.condition.share) == [0.5, 0.8])
    let contest = try #require(family.points.first?.contests.first)
    let pair = try #require(contest.pairs.first)
    #expect(contest.measure == .p99 && pair.a == "b/y" && pair.verdict == .faster)
    #expect(abs(pair.ratio - 0.5) < 0.001)
    #expect(contest.ranks == ["b/y": 1, "a/x": 2] && contest.winner == "b/y")
    let rows = try #require(family.standings.first?.rows)
    #expect(family.method.comparisons == 2 && rows.map(\.won) == [0, 2] && rows.map(\.conditions) == [2, 2])
    #expect(rows[1].ratio.map { abs($0 - 0.5) < 0.001 } == true)
    let closed = try #require(Comparison(of: record).families.first)
    #expect(closed.points.first?.contests.first?.winner == "b/y" && closed.method.comparisons == 1)
    #expect(closed.points.first?.cells.first?.requests == 10_000 && Comparison(of: record).isComplete)
  }

  @Test func `percentiles from when requests were due and from when they were sent are kept`() throws {
    let cell = try #require(
      latency(run(["a/x": times, "a/x (twin)": times, "b/y": times])).points.first?.cells.first)
    let value = { (measure: Key<Measure>) in cell.figures[measure]?.value }
    #expect(cell.figures[.p99].map { abs($0.mean - 1.045e6) < 2000 } == true && cell.blocks == 10)
    #expect(value(.p50).map { abs($0 - 105_000) < 1000 } == true && value(.maximum) == 1_090_000)
    // Of 5000 requests in all a p99.9 can be told, of the 500 of each block it cannot.
    #expect(cell.figures[.p999]?.blocks == 0 && value(.p999).map { abs($0 - 1.09e6) < 2000 } == true)
    #expect(value("uncorrected p99") == 1000 && value("uncorrected max") == 1000)
  }

  @Test func `blocks with too few requests for a p99 are no observation, and say how many they need`() throws
  {
    let few = SampleRun.make(
      ["a/x": ["w": [400]], "b/y": ["w": [500]]], frameworks: ["a/x", "b/y"], workloads: ["w"],
      p99: ["a/x": [1e6], "b/y": [1e6]])
    let points = try latency(few).points
    #expect(points.map { $0.cells[0].state } == [.failed, .measured])
    #expect(points[0].contests.first?.pairs.isEmpty == true)
    #expect(points[0].cells[0].reason == .tooFewRequests(measure: .p99, needed: 300))
    #expect(points[1].cells[0].reason == nil)
  }

  @Test func `a twin whose p99 wanders is told of the p99, not of the throughput`() throws {
    let wild = times.enumerated().map { $0.isMultiple(of: 2) ? $1 * 1.5 : $1 }
    let families = Comparison(of: run(["a/x": times, "a/x (twin)": wild, "b/y": times.map { $0 * 1.3 }]))
      .families
    #expect(families[0].resolution(of: .throughput)?.most == 0)
    #expect(families[1].resolution(of: .throughput) == nil)
    #expect(try #require(families[1].resolution(of: .p99)).most > 0.2)
  }

  @Test func `p99 is compared beside other percentiles, with a verdict where its interval is narrow`() throws
  {
    func contests(_ other: [Double]) throws -> (primary: [Contest], secondary: [Contest]) {
      let made = run(["a/x": times, "a/x (twin)": times, "b/y": other])
      let plan = made.plan.with(.latency) { $0.with(primary: [.p50, .p90]) }
      let point = try #require(try latency(made.with(plan: plan)).points.first)
      return (point.contests, point.secondary)
    }
    let narrow = try contests(times.map { $0 / 2 })
    #expect(narrow.primary.map(\.measure) == [.p50, .p90] && narrow.secondary.map(\.measure) == [.p99])
    #expect(narrow.secondary[0].pairs[0].verdict == .faster)
    let wide = try contests(times.enumerated().map { $1 * ($0.isMultiple(of: 2) ? 2 : 4) })
    let pair = wide.secondary[0].pairs[0]
    #expect(pair.adjustedP == 2 / 1024.0 && pair.interval.map { $0.low > 1.5 } == true)
    #expect(pair.verdict == .tooNoisy, "500 requests in a window do not tell a p99")
    #expect(try latency(run(["a/x": times, "a/x (twin)": times, "b/y": times])).points[0].secondary == [])
  }

  /// b/y answers 500 requests of each block's, and never gets `unsent` others; everybody else answers 500.
  private func leaving(unsent: Int, b: [Double]) -> RunRecord {
    let made = run(["a/x": times, "a/x (twin)": times, "b/y": b])
    return made.with(
      trials: made.trials.map { trial -> Trial in
        guard trial.participant == "b/y", trial.condition == "w at 50%", let load = trial.load,
          let open = load.openLoop
        else { return trial }
        let missing = LoadFigures.OpenLoop(
          unsent: unsent, lateness: open.lateness, uncorrectedLatency: open.uncorrectedLatency)
        return trial.with(load: load.with(openLoop: missing))
      })
  }

  @Test func `requests that were never sent count as slower than all others`() throws {
    // Of 500 answers, ten are late: with 5 more requests the p99 is the 500th of 505, with 6 it is the 501st of 506.
    for (unsent, isBound) in [(5, false), (6, true)] {
      let comparison = Comparison(of: leaving(unsent: unsent, b: times))
      let cell = try #require(comparison.families.last?.points.first?.cells.last)
      #expect(cell.unsent == 10 * unsent && cell.state == .measured && cell.blocks == 10)
      let p99 = try #require(cell.figures[.p99])
      #expect(p99.isLowerBound == isBound && p99.boundedBlocks == (isBound ? 10 : 0))
      // The slowest answers that there are.
      #expect(p99.value == 1_090_000 && cell.figures[.maximum]?.isLowerBound == true)
      #expect(
        cell.figures["uncorrected max"]?.isLowerBound == false && cell.figures[.p50]?.isLowerBound == false)
      #expect(
        comparison.warnings
          == (isBound
            ? [.cannotServe(participant: "b/y", conditions: ["w at 50%"], unsent: 60, answered: 5000)] : []))
      #expect(comparison.isComplete)
    }
  }

  @Test func `who cannot serve what is offered may be slower, but never faster or equivalent`() throws {
    for (factor, known, bounded) in [
      (2.0, Pair.Verdict.slower, Pair.Verdict.slower), (0.5, .faster, .inconclusive),
      (1, .equivalent, .inconclusive),
    ] {
      for (unsent, expected) in [(0, known), (6, bounded)] {
        let family = try latency(leaving(unsent: unsent, b: times.map { $0 * factor }))
        #expect(family.points.first?.contests.first?.pairs.first?.verdict == expected)
        #expect(family.standings.first?.pairs.first?.verdict == expected, "over all conditions")
      }
    }
  }
}
