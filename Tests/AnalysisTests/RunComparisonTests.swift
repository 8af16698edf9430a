import Analysis
import Foundation
import Record
import TestSupport
import Testing

private let slow = [1000.0, 1010, 990, 1005, 995, 1002, 998, 1001, 1003, 997]

private func run(_ rates: [Double?], framework: String = "a/x", workload: String = "w") -> RunRecord {
  SampleRun.make([framework: [workload: rates]], frameworks: [framework], workloads: [workload])
}

/// A run with a part of `run.json` changed.
private func changing(_ record: RunRecord, _ text: String, to other: String) throws -> RunRecord {
  let json = String(decoding: try StoredForm.encode(record.run, pretty: false), as: UTF8.self)
  #expect(json.contains(text))
  let run = try StoredForm.decode(Run.self, from: Data(json.replacing(text, with: other).utf8))
  return RunRecord(
    run,
    record.begun.map { .conditions($0) } + record.trials.map { .trial($0) } + [
      .outcome(.init(.complete, at: run.startedAt))
    ])
}

/// What differs, as `what: baseline → compare`.
private func facts(_ differences: [RunDifference]) -> [String] {
  differences.map { "\($0.what): \($0.baseline) → \($0.compare)" }
}

private func cell(_ compare: [Double?], against baseline: [Double?]) throws -> CellComparison {
  let comparison = try RunComparison(of: run(compare), against: run(baseline))
  return try #require(comparison.cells.first)
}

private func close(_ value: Double?, _ expected: Double) -> Bool {
  value.map { abs($0 - expected) <= 2e-6 * abs(expected) } ?? false
}

/// What may be said in which case.
@Suite struct RunComparisonTests {
  private static func verdict(_ compare: [Double?], against baseline: [Double?]) throws -> Pair.Verdict {
    try cell(compare, against: baseline).verdict
  }

  @Test func `a cell has the published values of every unpaired test`() throws {
    // SciPy 1.17.1, the samples a and b of Tests/StatisticsTests: Welch on logs b/a, Mann–Whitney, Welch on raw
    // values.
    let a = [50123.0, 49876, 51002, 50450, 49310, 50877, 50011, 49650]
    let b = [51890.0, 50220, 52410, 51500, 50980, 53010, 51120, 50760]
    let cell = try cell(b, against: a)
    #expect(close(cell.ratio, 1.0263114882) && close(cell.p, 0.00463157))
    #expect(close(cell.interval?.low, 1.0096960345) && close(cell.interval?.high, 1.0432003640))
    #expect(cell.rankTest.u == 58 && close(cell.rankTest.p, 0.004662004662) && cell.rankTest.isExact)
    #expect(close(cell.welch?.t, 3.44842952) && close(cell.welch?.p, 0.00487411379))
    #expect(cell.testsAgree && cell.verdict == .faster)
    #expect(try Self.verdict(a, against: b) == .slower)
  }

  @Test func `tests that disagree make a clear look inconclusive`() throws {
    // All values but one lie above: the ranks are sure, the mean is not, because of the wild one.
    let wild = [1100.0, 1101, 1102, 1103, 1104, 1105, 1106, 1107, 1108, 90_000]
    let cell = try cell(wild, against: slow)
    #expect(cell.rankTest.p < 0.001 && cell.p ?? 0 > 0.05 && !cell.testsAgree)
    #expect(cell.verdict == .inconclusive)
  }

  @Test func `a difference that is surely small is equivalent, and noise inconclusive`() throws {
    #expect(try Self.verdict(slow.map { $0 + 2 }, against: slow) == .equivalent)
    #expect(
      try Self.verdict([900, 1200, 800, 1100, 1000, 700, 1300, 950, 1050, 1007], against: slow) == .tooNoisy)
    #expect(
      try Self.verdict([970, 1060, 940, 1080, 1000, 900, 1100, 985, 1015, 1007], against: slow)
        == .inconclusive)
  }

  @Test func `too few blocks decide nothing, however clear they look`() throws {
    let comparison = try RunComparison(of: run([2000, 2001, 2002]), against: run([1000, 1001, 1002]))
    #expect(comparison.method.valuesNeeded == 4 && comparison.cells[0].verdict == .needsBlocks)
    #expect(try Self.verdict([2000, 2001, 2002, 2003], against: [1000, 1001, 1002, 1003]) == .faster)
    let single = try cell([2000], against: [1000])
    #expect(single.verdict == .needsBlocks && single.interval == nil && single.p == nil)
    #expect(abs(single.ratio - 2) < 1e-12)
  }

  @Test func `failed blocks are left out, and ties make the rank test approximate`() throws {
    let cell = try cell(slow.map { $0 * 2 } + [nil], against: slow + [1000])
    #expect(cell.baseline.blocks == 11 && cell.compare.blocks == 10 && !cell.rankTest.isExact)
    #expect(cell.verdict == .faster)
  }

  @Test func `less is better where the measure says so, and rates that a run found must be the same`() throws
  {
    let closed = ["a/x": ["w": [Double?](repeating: 1000, count: 10)]]
    func run(_ factor: Double, _ rates: [String: [String: [Double?]]] = closed) -> RunRecord {
      SampleRun.make(
        rates, frameworks: ["a/x"], workloads: ["w"], p99: ["a/x": slow.map { $0 * 1000 * factor }])
    }
    let comparison = try RunComparison(of: run(0.5), against: run(1))
    #expect(comparison.cells.map(\.measure.id) == [.throughput, .p99, .p99])
    #expect(comparison.cells.map(\.condition.rate) == [nil, 500, 800])
    #expect(comparison.cells.map(\.verdict) == [.inconclusive, .faster, .faster])
    let slower = try RunComparison(
      of: run(1, ["a/x": ["w": [Double?](repeating: 900, count: 10)]]), against: run(1))
    #expect(slower.cells.map(\.measure.id) == [.throughput])
    #expect(slower.onlyInBaseline.map(\.condition.rate) == [500, 800])
    #expect(slower.onlyInCompare.map(\.condition.rate) == [450, 720])
  }

  @Test func `Holm's correction covers every cell that both runs have`() throws {
    let rates =
      ["a/x": ["v": slow, "w": slow], "b/y": ["v": slow, "w": slow]] as [String: [String: [Double?]]]
    var other = rates
    other["b/y"]?["w"] = slow.map { $0 * 2 }
    let names = (["a/x", "b/y"], ["v", "w"])
    let comparison = try RunComparison(
      of: SampleRun.make(other, frameworks: names.0, workloads: names.1),
      against: SampleRun.make(rates, frameworks: names.0, workloads: names.1))
    #expect(comparison.method.comparisons == 4 && comparison.cells.count == 4)
    #expect(
      comparison.cells.map { "\($0.participant) \($0.condition.id)" } == ["a/x v", "b/y v", "a/x w", "b/y w"])
    let cell = comparison.cells[3]
    #expect(cell.verdict == .faster)
    #expect(close(cell.rankTest.adjustedP, 4 * cell.rankTest.p) && close(cell.adjustedP, 4 * (cell.p ?? 0)))
  }

  @Test func `a run compared with itself has no difference, and the comparison is stored whole`() throws {
    let record = SampleRun.make(
      ["a/x": ["v": slow, "w": slow], "b/y": ["v": slow, "w": slow.map { _ in nil }]],
      frameworks: ["a/x", "b/y"],
      workloads: ["v", "w"], twin: ["v": slow, "w": slow], p99: ["a/x": [1e6, 2e6], "b/y": [1e6, 3e6]])
    let comparison = try RunComparison(of: record, against: record)
    #expect(comparison.cells.count == 11 && comparison.differences.isEmpty)
    #expect(comparison.onlyInBaseline.isEmpty && comparison.onlyInCompare.isEmpty)
    for cell in comparison.cells {
      #expect(cell.ratio == 1 && cell.adjustedP == 1 && cell.rankTest.adjustedP == 1)
      #expect([.equivalent, .inconclusive, .needsBlocks].contains(cell.verdict))
    }
    let read = try StoredForm.decode(RunComparison.self, from: StoredForm.encode(comparison))
    #expect(read == comparison)
  }

  @Test func `runs without a common cell are refused, by name`() throws {
    #expect(throws: RunComparison.Refusal.noCommonCell(baseline: "sample", compare: "sample")) {
      try RunComparison(of: run(slow, workload: "v"), against: run(slow))
    }
    #expect(throws: RunComparison.Refusal.noCommonCell(baseline: "sample", compare: "sample")) {
      try RunComparison(of: run([nil, nil]), against: run(slow))
    }
  }

  @Test(arguments: [
    (#""connections":8"#, #""connections":9"#, "plan.load.connections: 8 → 9"),
    (
      #""window":{"seconds":1,"#, #""window":{"seconds":3,"#,
      "plan.families.capacity.window.seconds: 1 → 3"
    ),
    (
      #""seconds":0.5,"steadyVariation":0.02"#, #""seconds":0.5"#,
      #"plan.families.capacity.window.warmup: {"seconds":0.5,"steadyVariation":0.02} → {"seconds":0.5}"#
    ),
    (#""appCPUs":[1]"#, #""appCPUs":[0]"#, "plan.load.appCPUs: [1] → [0]"),
    (#""workers":1"#, #""poller":"epoll","workers":1"#, #"plan.load.poller: nothing → "epoll""#),
  ])
  func `runs that were loaded differently are refused unless forced`(
    text: String, other: String, fact: String
  ) throws {
    let baseline = run(slow)
    let compare = try changing(baseline, text, to: other)
    let forced = try RunComparison(of: compare, against: baseline, isForced: true)
    #expect(forced.differences.map(\.weight) == [.load] && facts(forced.differences) == [fact])
    #expect(throws: RunComparison.Refusal.loadDiffers(forced.differences)) {
      try RunComparison(of: compare, against: baseline)
    }
  }

  @Test(arguments: [
    (
      #""kernel":"6.1""#, #""kernel":"6.2""#,
      #"environment.kernel: "6.1" → "6.2""#
    ),
    (
      #""machineKey":"0123456789abcdef""#, #""machineKey":"0""#,
      #"environment.machineKey: "0123456789abcdef" → "0""#
    ),
    (#""harnessVersion":"0.1.0""#, #""harnessVersion":"0.2.0""#, #"harnessVersion: "0.1.0" → "0.2.0""#),
    (#""summary":"a sample""#, #""summary":"other""#, #"plan.workloads.w.summary: "a sample" → "other""#),
    (
      #""delta":0.03"#, #""delta":0.05"#,
      "plan.families.capacity.delta: 0.03 → 0.05"
    ),
  ])
  func `what else differs is named`(text: String, other: String, fact: String) throws {
    let baseline = run(slow)
    let comparison = try RunComparison(of: changing(baseline, text, to: other), against: baseline)
    #expect(comparison.differences.map(\.weight) == [.doubt] && facts(comparison.differences) == [fact])
  }

  @Test func `how the runs ended, and how the generator asked the kernel, are compared too`() throws {
    let baseline = run(slow)
    let interrupted = baseline.with(outcome: .some(RunOutcome(.interrupted, at: baseline.run.startedAt)))
    let killed = baseline.with(outcome: .some(nil))
    let ring = baseline.with(
      trials: baseline.trials.map { trial in
        guard let load = trial.load else { return trial }
        return trial.with(
          load: load.with(
            generator: .init(
              cpuUserNanoseconds: 1, cpuSystemNanoseconds: 1, blockedNanoseconds: 1, runQueueNanoseconds: nil,
              threads: 1, poller: "uring")))
      })
    let found = try [interrupted, killed, ring].map {
      facts(try RunComparison(of: $0, against: baseline).differences)
    }
    #expect(
      found == [
        [#"outcome: "complete" → "interrupted""#],
        [#"outcome: "complete" → nothing"#],
        [#"poller: "epoll" → "uring""#],
      ])
  }

  @Test func `versions of a framework that both have are compared`() throws {
    func stored(_ version: String) -> RunRecord {
      run(slow).with(frameworks: [
        FrameworkFacts(participant: "a/x", runtime: "r", versions: ["framework": version], deviations: [])
      ])
    }
    let comparison = try RunComparison(of: stored("x 2"), against: stored("x 1"))
    #expect(comparison.differences.map(\.what) == ["frameworks.a/x.versions"])
  }

  @Test func `what runs never share is no difference`() throws {
    let baseline = run(slow)
    var compare = try changing(baseline, #""seed":1"#, to: #""seed":2"#)
    compare = try changing(compare, #""loadAverage":0"#, to: #""loadAverage":1"#)
    compare = try changing(compare, #""variants":4"#, to: #""ports":[1,2],"variants":4"#)
    #expect(try RunComparison(of: compare, against: baseline).differences.isEmpty)
  }

  @Test func `cells of one run only are listed, and the margin can be chosen`() throws {
    let both = SampleRun.make(
      ["a/x": ["w": slow], "b/y": ["w": slow]], frameworks: ["a/x", "b/y"], workloads: ["w"])
    let comparison = try RunComparison(
      of: both, against: run(slow.map { $0 * 1.02 }), deltas: [.capacity: 0.001])
    let only = try #require(comparison.onlyInCompare.first)
    #expect(only.participant == "b/y" && only.condition == .capacity("w"))
    #expect(comparison.onlyInCompare.count == 1 && comparison.onlyInBaseline.isEmpty)
    #expect(comparison.cells[0].delta == 0.001 && comparison.cells[0].verdict == .slower)
    #expect(try RunComparison(of: run(slow), against: both).onlyInBaseline == [only])
  }
}
