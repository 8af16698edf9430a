import Analysis
import Foundation
import Record
import TestSupport
import Testing

private let slow = [1000.0, 1010, 990, 1005, 995, 1002, 998, 1001, 1003, 997]
private let fast = slow.map { $0 * 2 }

private func run(_ other: [Double?], against reference: [Double?] = slow) -> RunRecord {
  SampleRun.make(
    ["a/x": ["w": reference], "b/y": ["w": other]], frameworks: ["a/x", "b/y"], workloads: ["w"])
}

/// The only family, its only point, and that one's only contest.
private func family(_ other: [Double?], against reference: [Double?] = slow) throws -> (
  family: FamilyComparison, point: Point, contest: Contest
) {
  let family = try #require(Comparison(of: run(other, against: reference)).families.first)
  let point = try #require(family.points.first)
  return (family, point, try #require(point.contests.first))
}

@Suite struct ComparisonTests {
  @Test func `twice as fast in every block is faster, wins, and ranks first`() throws {
    let (family, _, contest) = try family(fast)
    let pair = try #require(contest.pairs.first)
    #expect(pair.verdict == .faster && abs(pair.ratio - 2) < 1e-9 && contest.measure == .throughput)
    #expect(pair.p == 2 / 1024.0 && pair.adjustedP == pair.p)
    #expect(contest.winner == "b/y" && contest.ranks == ["b/y": 1, "a/x": 2])
    #expect(contest.pair("b/y", over: "a/x") == pair && contest.pair("a/x", over: "b/y") == nil)
    let row = try #require(family.standings.first?.rows.last)
    #expect(row.participant == "b/y" && row.ratio.map { abs($0 - 2) < 1e-9 } == true)
    #expect(row.won == 1 && row.conditions == 1 && row.blocks == 10 && row.interval != nil)
    #expect(Comparison(of: run(fast)).isComplete)
  }

  @Test func `over one condition everything is what it is under that condition, to the last digit`() throws {
    // Computed as a mean, about half of these would differ in their last digit.
    for set in 1...20 {
      let rates = (0..<10).map { 850 + Double(($0 * 7919 + set * 1049) % 301) }
      let (family, _, contest) = try family(rates)
      let (pair, standing) = (contest.pairs[0], try #require(family.standings.first))
      let overall = try #require(standing.pairs.first)
      #expect(overall.interval == pair.interval && standing.rows.last?.interval == pair.interval)
      #expect(pair.interval != nil && overall.verdict == pair.verdict && overall.blocks == pair.blocks)
    }
  }

  @Test func `the reference's own row is 1 without an interval`() throws {
    let row = try #require(try family(fast).family.standings.first?.rows.first)
    #expect(row.participant == "a/x" && row.ratio == 1 && row.interval == nil && row.won == 0)
  }

  @Test func `five blocks decide nothing, however clear they look`() throws {
    let (family, _, contest) = try family(Array(fast.prefix(5)), against: Array(slow.prefix(5)))
    let pair = try #require(contest.pairs.first)
    #expect(pair.verdict == .needsBlocks && pair.p == nil && family.method.blocksNeeded == 6)
    #expect(contest.winner == nil && contest.ranks == [:] && pair.interval == nil)
    let warnings = Comparison(of: run(Array(fast.prefix(5)), against: Array(slow.prefix(5)))).warnings
    #expect(warnings.contains(.fewBlocks(family: .capacity, blocks: 5, needed: 6)))
  }

  @Test func `a surely small difference is equivalent, not the winner`() throws {
    let contest = try family(slow.map { ($0 * 1.01).rounded() }).contest
    #expect(contest.pairs[0].verdict == .equivalent && contest.winner == nil)
  }

  @Test func `noise is inconclusive and shares a rank, and has none where it is too loud`() throws {
    let noise = try family([970, 1060, 940, 1080, 1000, 900, 1100, 985, 1015, 1000]).contest
    #expect(noise.pairs[0].verdict == .inconclusive && noise.ranks == ["a/x": 1, "b/y": 1])
    let loud = try family([900, 1200, 800, 1100, 1000, 700, 1300, 950, 1050, 1000]).contest
    #expect(loud.pairs[0].verdict == .tooNoisy && loud.ranks == [:] && loud.winner == nil)
  }

  @Test func `who shares a rank with nobody keeps it, whatever the others lack`() throws {
    let loud: [Double] = [900, 1200, 800, 1100, 1000, 700, 1300, 950, 1050, 1000]
    let three = SampleRun.make(
      ["a/x": ["w": slow], "b/y": ["w": slow.map { $0 * 5 }], "c/z": ["w": loud]],
      frameworks: ["a/x", "b/y", "c/z"], workloads: ["w"])
    let contest = try #require(Comparison(of: three).families.first?.points.first?.contests.first)
    #expect(contest.pair("c/z", over: "a/x")?.verdict == .tooNoisy)
    #expect(contest.ranks == ["b/y": 1] && contest.winner == "b/y")
  }

  @Test func `nobody wins over who has no verdict, but over who is refused`() throws {
    let none = [Double?](repeating: nil, count: 10)
    let made = SampleRun.make(
      ["a/x": ["w": slow], "b/y": ["w": fast], "c/z": ["w": none]], frameworks: ["a/x", "b/y", "c/z"],
      workloads: ["w"])
    func winner(_ record: RunRecord) throws -> Key<Participant>? {
      try #require(Comparison(of: record).families.first?.points.first?.contests.first).winner
    }
    #expect(try winner(made) == nil)
    let failure = ConformanceRecord.Failure(check: "c", request: "GET /", expected: "200", got: "404")
    let refusal = ConformanceRecord(participant: "c/z", workload: "w", checks: 1, failures: [failure])
    #expect(try winner(made.with(conformance: [refusal])) == "b/y")
  }

  @Test
  func `an overall figure has a test and a verdict of its own, and rests on conditions with enough blocks`()
    throws
  {
    // ±2 % in turn: neither workload is decided alone at ten blocks, and both together cancel.
    let up = slow.enumerated().map { $1 * ($0.isMultiple(of: 2) ? 1.05 : 1.01) }
    let down = slow.enumerated().map { $1 * ($0.isMultiple(of: 2) ? 1.01 : 1.05) }
    let few = fast.enumerated().map { $0 < 5 ? $1 : nil }
    let comparison = Comparison(
      of: SampleRun.make(
        ["a/x": ["v": slow, "w": slow, "u": slow], "b/y": ["v": up, "w": down, "u": few]],
        frameworks: ["a/x", "b/y"], workloads: ["v", "w", "u"]))
    let standing = try #require(comparison.families.first?.standings.first)
    let pair = try #require(standing.pair("b/y", over: "a/x"))
    #expect(pair.conditions == 2 && pair.blocks == 10 && standing.rows[1].conditions == 2)
    #expect(abs(pair.ratio - 1.0298) < 1e-3 && pair.interval.map { $0.high - $0.low < 1e-3 } == true)
    #expect(pair.p == 2 / 1024.0 && pair.adjustedP == pair.p && pair.verdict == .equivalent)
    #expect(standing.pair("a/x", over: "b/y") == nil)
  }

  @Test func `a failed block drops out of its pairs, and is a doubt about a comparison that is complete`()
    throws
  {
    var broken: [Double?] = fast
    broken[3] = nil
    let (_, point, contest) = try family(broken)
    let cell = try #require(point.cell("b/y"))
    let failure = Trial.Failure(
      stage: .measure, reason: "the app exited with status 3", standardError: ["boom"])
    #expect(contest.pairs[0].blocks == 9 && cell.blocks == 9 && cell.state == .measured)
    #expect(cell.reason == .failed(failure))
    let missing = Warning.missing(
      participant: "b/y", conditions: ["w"], state: .measured, reason: .failed(failure))
    let comparison = Comparison(of: run(broken))
    #expect(comparison.warnings.contains(missing) && comparison.isComplete)
  }

  @Test func `a run in which a session did not start is not complete, whatever else failed before`() throws {
    let made = run(fast)
    let failures = [1: Trial.Failure.Stage.measure, 3: .start]
    let record = made.with(
      trials: made.trials.map { trial in
        guard trial.participant == "b/y", let stage = failures[trial.block] else { return trial }
        return Trial(
          block: trial.block, participant: trial.participant, condition: trial.condition,
          startedAt: trial.startedAt, failure: .init(stage: stage, reason: "\(stage)"))
      })
    let comparison = Comparison(of: record)
    let cell = try #require(comparison.families.first?.points.first?.cell("b/y"))
    #expect(cell.state == .measured && cell.blocks == 8)
    #expect(cell.reason == .failed(.init(stage: .start, reason: "start")) && !comparison.isComplete)
  }

  @Test func `a run in which nothing could be measured is not complete`() throws {
    let made = run(fast)
    let nothing = Design(
      availableSeconds: 1, warmups: [:], windows: [], omitted: ["w": .rate], blockSeconds: 0,
      smallestDifference: nil)
    let comparison = Comparison(of: made.with(trials: [], series: [], design: nothing, sessions: []))
    #expect(comparison.families.isEmpty && !comparison.isComplete)
  }

  @Test func `generator and apps on threads of one core are a doubt about the run`() {
    let found = Comparison(of: StoredRuns.hidden).warnings
    #expect(found.contains(.sharedCores(processors: [0, 1])))
    #expect(!Comparison(of: run(fast)).warnings.contains(.sharedCores(processors: [0, 1])))
  }

  @Test func `a participant that failed everywhere has no number and no rank, the others keep theirs`() throws
  {
    let none = [Double?](repeating: nil, count: 10)
    let (family, point, contest) = try family(none)
    #expect(point.cells[1].state == .failed && point.cells[1].figures == [:] && point.cells[1].blocks == 0)
    #expect(point.cells[0].state == .measured && contest.ranks == ["a/x": 1] && contest.pairs.isEmpty)
    let row = try #require(family.standings.first?.rows.last)
    #expect(row.ratio == nil && row.conditions == 0 && row.blocks == 0 && row.interval == nil)
    #expect(!Comparison(of: run(none)).isComplete)
  }

  @Test func `an overall ratio covers the conditions that a participant has in common with the reference`()
    throws
  {
    let none = [Double?](repeating: nil, count: 10)
    let family = try #require(
      Comparison(
        of: SampleRun.make(
          [
            "a/x": ["v": slow, "w": slow], "b/y": ["v": fast, "w": none],
            "c/z": ["v": fast, "w": slow.map { $0 * 8 }],
          ], frameworks: ["a/x", "b/y", "c/z"], workloads: ["v", "w"], categories: ["v": "one", "w": "two"])
      ).families.first)
    let standing = try #require(family.standings.first)
    #expect(standing.measure == .throughput && standing.rows.map(\.conditions) == [2, 1, 2])
    #expect(zip(standing.rows, [1, 2, 4]).allSatisfy { abs(($0.ratio ?? 0) - $1) < 1e-9 })
    #expect(standing.rows.map(\.won) == [0, 0, 0], "b/y has no verdict under w")
    #expect(
      standing.categories.map(\.name) == ["one", "two"] && standing.categories.map(\.winner) == [nil, nil])
    #expect(standing.categories[1].rows.map(\.conditions) == [1, 0, 1])
  }

  @Test func `a cell sums its trials up, whatever the measure's aggregation`() throws {
    let cell = try #require(try family(fast).point.cell("a/x"))
    let throughput = try #require(cell.figures[.throughput])
    #expect(throughput.value == 1000.1 && throughput.mean == 1000.1 && throughput.median == 1000.5)
    #expect(throughput.minimum == 990 && throughput.maximum == 1010 && throughput.blocks == 10)
    // numpy 2.4.6: std(ddof=1) ÷ mean.
    #expect(throughput.coefficientOfVariation.map { abs($0 - 0.005546216) < 1e-8 } == true)
    #expect(cell.requests == 10_001 && cell.answersChecked == 50 && cell.wrongAnswers == 0)
    // Processor time is per answered request, memory as it was.
    #expect(abs((cell.metrics["cpu.total"] ?? 0) - slow.map { 9e8 / $0 }.reduce(0, +) / 10) < 1e-6)
    #expect(cell.metrics["memory.rss"] == 5e7 && cell.unavailable == [])
  }

  @Test func `a percentile is that of all blocks' requests, not the mean of the blocks'`() throws {
    // 8 connections: 990 requests/s take 8.08 ms, 1010 take 7.92 ms; 10,001 requests in all.
    let p99 = try #require(try family(fast).point.cell("a/x")?.figures[.p99])
    #expect(abs(p99.value - 8e9 / 990) < 0.001 * 8e9 / 990 && p99.mean < p99.value)
    #expect(p99.maximum >= p99.value && p99.blocks == 10)
  }

  @Test func `who was refused has the first check and no number, and the twin with it`() throws {
    let none = [Double?](repeating: nil, count: 10)
    let failures = ["c1", "c2"].map {
      ConformanceRecord.Failure(check: $0, request: "GET /", expected: "200", got: "404")
    }
    let made = SampleRun.make(
      ["a/x": ["v": slow, "w": none], "b/y": ["v": slow, "w": slow]], frameworks: ["a/x", "b/y"],
      workloads: ["v", "w"], twin: ["v": slow, "w": none])
    let refused = made.with(
      trials: made.trials.filter { $0.failure == nil },
      conformance: [ConformanceRecord(participant: "a/x", workload: "w", checks: 9, failures: failures)])
    let comparison = Comparison(of: refused)
    let point = try #require(comparison.families.first?.points.last)
    for cell in [point.cells[0], try #require(point.twin)] {
      #expect(cell.state == .refused && cell.reason == .refused(failures[0], others: 1) && cell.blocks == 0)
    }
    #expect(point.contests.first?.ranks == ["b/y": 1] && !comparison.isComplete)
    #expect(
      comparison.warnings.filter { if case .missing(_, _, .refused, _) = $0 { true } else { false } }.count
        == 2)
  }

  @Test func `a run that was stopped says what it did not reach`() throws {
    let made = run(fast)
    let stopped = made.with(
      trials: made.trials.filter { $0.participant == "a/x" }, end: .some(nil), outcome: .some(nil))
    let comparison = Comparison(of: stopped)
    let family = try #require(comparison.families.first)
    #expect(family.points[0].cells[1].state == .failed && family.points[0].cells[1].reason == .notReached)
    #expect(family.method.end == nil && family.method.blocks == 10)
    #expect(comparison.warnings.contains(.incomplete(trials: 10, planned: 20)))
  }

  @Test func `a family of which nothing is measured is not there`() throws {
    let made = SampleRun.make(
      ["a/x": ["w": slow], "b/y": ["w": fast]], frameworks: ["a/x", "b/y"], workloads: ["w"],
      p99: ["a/x": [1e6], "b/y": [1e6]])
    #expect(Comparison(of: made).families.map(\.family) == [.capacity, .latency])
    let design = try #require(made.design)
    let closed = Design(
      availableSeconds: 1, warmups: design.warmups, windows: [design.windows[0]],
      omitted: ["w at 50%": .time, "w at 80%": .rate], blockSeconds: 1, smallestDifference: nil)
    let less = Comparison(of: made.with(design: closed))
    #expect(less.families.map(\.family) == [.capacity])
    #expect(
      Array(less.warnings.suffix(2)) == [
        .omitted(conditions: ["w at 50%"], reason: .time), .omitted(conditions: ["w at 80%"], reason: .rate),
      ])
    #expect(Comparison(of: made.with(design: .some(nil))).families.isEmpty)
  }

  @Test func `a comparison is read back as it was stored`() throws {
    var broken: [Double?] = fast
    broken[3] = nil
    let comparison = Comparison(of: run(broken))
    #expect(try StoredForm.decode(Comparison.self, from: StoredForm.encode(comparison)) == comparison)
  }
}
