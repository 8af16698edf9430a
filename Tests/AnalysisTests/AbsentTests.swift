import Analysis
import Record
import TestSupport
import Testing

private let rates = [1000.0, 1010, 990, 1005, 995, 1002]

/// A run in which one of two participants gave no answer under a workload, or under both.
private func run(isAbsent: Bool, under workloads: [String] = ["w"]) -> RunRecord {
  let made = SampleRun.make(
    ["a/x": ["w": rates, "v": rates], "b/y": ["w": rates, "v": rates]], frameworks: ["a/x", "b/y"],
    workloads: ["w", "v"])
  let failure = ConformanceRecord.Failure(check: "route", request: "GET /", expected: "200", got: "404")
  return made.with(
    trials: made.trials.filter {
      $0.participant != "b/y" || !workloads.contains($0.condition.rawValue)
    },
    conformance: workloads.map {
      ConformanceRecord(
        participant: "b/y", workload: Key($0), checks: 1, failures: [failure], isAbsent: isAbsent)
    })
}

@Suite struct AbsentTests {
  @Test func `what an app need not serve is left out and told, and no failure`() throws {
    let comparison = Comparison(of: run(isAbsent: true))
    let cell = try #require(comparison.families.first?.points.first?.cells.last)
    #expect(cell.state == .absent && cell.reason == .absent && cell.figures == [:])
    #expect(comparison.isComplete)
    #expect(
      comparison.warnings.contains(
        .missing(participant: "b/y", conditions: ["w"], state: .absent, reason: .absent)))
    #expect(comparison.families.first?.standings.first?.rows.map(\.conditions) == [2, 1])
  }

  @Test func `what it must serve, and an app that serves nothing, are failures`() throws {
    let refused = Comparison(of: run(isAbsent: false))
    #expect(refused.families.first?.points.first?.cells.last?.state == .refused)
    #expect(!refused.isComplete)
    #expect(!Comparison(of: run(isAbsent: true, under: ["w", "v"])).isComplete)
  }
}
