import Analysis
import Foundation
import Record
import TestSupport
import Testing

private let rule = Plan.Warmup(seconds: 1, variationLimit: 0.02)

private func record(_ rates: [Double]) -> WarmupRecord {
  WarmupRecord(
    requestsPerSecond: rates, endNanoseconds: rates.indices.map { ($0 + 1) * 100_000_000 }, rule: rule)
}

@Suite struct WarmupTests {
  @Test func `a state is steady from the first of five windows in a row that vary little`() {
    let steady = record([100, 500, 900, 1000, 1001, 999, 1002, 1000])
    #expect(steady.steadyFrom == 3 && steady.steadyNanoseconds == 300_000_000)
    #expect(record([1000, 1000, 1000, 1000, 1000]).steadyNanoseconds == 0)
    let restless = record((0..<10).map { $0.isMultiple(of: 2) ? 1000 : 1100 })
    #expect(restless.steadyFrom == nil && restless.steadyNanoseconds == nil)
    #expect(record([1000, 1000, 1000, 1000]).steadyFrom == nil)
  }

  @Test
  func `a comparison tells start-up and steady state by framework, from the first workload of a process`()
    throws
  {
    let rates = [1000.0, 1010, 990]
    let run = SampleRun.make(
      ["a/x": ["v": rates, "w": rates], "b/y": ["v": rates, "w": [nil, nil, nil]]],
      frameworks: ["a/x", "b/y"], workloads: ["v", "w"])
    let summary = try #require(Comparison(of: run).warmups.first)
    #expect(summary.startupNanoseconds == 200_000_000 && summary.steadyNanoseconds == 60_000_000)
    #expect(summary.sessions == 3 && summary.steadySessions == 3)
    #expect(summary.warmups == 6 && summary.steadyWarmups == 6)
    #expect(Comparison(of: run).warmups.map(\.warmups) == [6, 3])
    #expect(!Comparison(of: run).warnings.contains { $0.kind == .notSteady })
  }

  @Test func `no steady state is a warning with its count, and the trial still counts`() throws {
    let run = SampleRun.make(
      ["a/x": ["w": [1000, 1010]], "b/y": ["w": [1000, 1010]]], frameworks: ["a/x", "b/y"], workloads: ["w"])
    let trials = run.trials.map { trial in
      guard trial.framework == "b/y", trial.block == 1 else { return trial }
      return Trial(
        block: 1, framework: "b/y", workload: "w", startedAt: trial.startedAt,
        steadyState: record((0..<10).map { 1000 + Double($0 % 2) * 100 }), load: trial.load,
        system: trial.system, gates: trial.gates, metrics: trial.metrics)
    }
    let comparison = Comparison(of: StoredRun(run: run.run, trials: trials, folder: run.folder))
    let cell = try #require(comparison.workloads.first?.cells.last)
    #expect(cell.state == .measured && cell.blocks == 2 && cell.unsteady == 1)
    let warning = try #require(comparison.warnings.first { $0.kind == .notSteady })
    #expect(warning.message.contains("b/y: no steady state in 1 of 2 warm-ups"), "\(warning.message)")
  }
}
