import Analysis
import Record
import TestSupport
import Testing

@Suite struct WarmupTests {
  @Test
  func `a comparison tells start-up and steady state by participant, from the first workload of a process`()
    throws
  {
    let rates = [1000.0, 1010, 990]
    let run = SampleRun.make(
      ["a/x": ["v": rates, "w": rates], "b/y": ["v": rates, "w": [nil, nil, nil]]],
      frameworks: ["a/x", "b/y"], workloads: ["v", "w"])
    let comparison = Comparison(of: run)
    let summary = try #require(comparison.warmups.first)
    #expect(summary.participant == "a/x")
    #expect(summary.startupNanoseconds == 200_000_000 && summary.steadyNanoseconds == 60_000_000)
    #expect(summary.sessions == 3 && summary.steadySessions == 3)
    #expect(summary.warmups == 6 && summary.steadyWarmups == 6)
    #expect(comparison.warmups.map(\.warmups) == [6, 3])
    #expect(!comparison.warnings.contains { if case .notSteady = $0 { true } else { false } })
  }

  @Test func `no steady state is a warning with its count, and the trial still counts`() throws {
    let run = SampleRun.make(
      ["a/x": ["w": [1000, 1010]], "b/y": ["w": [1000, 1010]]], frameworks: ["a/x", "b/y"], workloads: ["w"])
    let restless = WarmupRecord(
      requestsPerSecond: (0..<10).map { 1000 + Double($0 % 2) * 100 },
      endNanoseconds: (1...10).map { $0 * 100_000_000 }, rule: Warmup(seconds: 1, steadyVariation: 0.02))
    let trials = run.trials.map { trial in
      trial.participant == "b/y" && trial.block == 1 ? trial.with(warmup: restless) : trial
    }
    let comparison = Comparison(of: run.with(trials: trials))
    let cell = try #require(comparison.families.first?.points.first?.cells.last)
    #expect(cell.state == .measured && cell.blocks == 2 && cell.unsteady == 1)
    #expect(comparison.warnings.contains(.notSteady(participant: "b/y", warmups: 1, of: 2)))
  }
}
