import Record
import TestSupport
import Testing

@Suite struct SettlementTests {
  /// A run of two workloads in closed loops, in blocks of these rates.
  private static func run(
    _ rates: [String: [String: [Double?]]], twin: [String: [Double?]]? = nil, shares: [Double] = [0.5, 0.8]
  ) -> RunRecord {
    SampleRun.make(
      rates, frameworks: ["a/x", "b/y"], workloads: ["v", "w"], twin: twin,
      p99: ["a/x": [1e6], "b/y": [1e6]],
      shares: shares)
  }

  private static func rates(_ run: RunRecord) throws -> [Key<Condition>: Double] {
    let settled = run.settled(try #require(run.plan.family(.latency)))
    #expect(settled.family == .latency)
    return Dictionary(
      uniqueKeysWithValues: settled.conditions.compactMap { condition in
        condition.rate.map { (condition.id, $0) }
      })
  }

  @Test func `shares become whole rates of the slowest participant's mean, each workload by itself`() throws {
    let run = Self.run([
      "a/x": ["v": [1000, 1001, 1003], "w": [300, 300, 300]],
      "b/y": ["v": [9000, 9000, 9000], "w": [99, 100, 104]],
    ])
    // The means are 1001 1/3 and 101.
    #expect(
      try Self.rates(run) == ["v at 50%": 500, "v at 80%": 801, "w at 50%": 50, "w at 80%": 80])
  }

  @Test func `a twin does not count, and a rate is at least one request per second`() throws {
    let run = Self.run(
      ["a/x": ["v": [1000], "w": [1.5]], "b/y": ["v": [2000], "w": [2]]], twin: ["v": [10], "w": [1]],
      shares: [0.5])
    #expect(try Self.rates(run) == ["v at 50%": 500, "w at 50%": 1])
  }

  @Test func `who failed does not count, trials that failed a gate do`() throws {
    let run = SampleRun.make(
      ["a/x": ["w": [1000, nil]], "b/y": ["w": [500, 600]], "c/z": ["w": [nil, nil]]],
      frameworks: ["a/x", "b/y", "c/z"], workloads: ["w"], p99: ["a/x": [1e6], "b/y": [1e6], "c/z": [1e6]],
      shares: [1], system: { name, block in name == "b/y" && block == 1 ? .withoutPorts : SampleRun.quiet })
    #expect(run.trials.contains { !$0.isValid(tolerating: []) && $0.failure == nil })
    #expect(try Self.rates(run) == ["w at 100%": 550])
  }

  @Test func `a workload that nobody was measured with is left out`() throws {
    let run = Self.run(["a/x": ["v": [1000], "w": [nil]], "b/y": ["v": [2000], "w": [nil]]])
    #expect(try Self.rates(run) == ["v at 50%": 500, "v at 80%": 800])
    #expect(
      run.conditions(of: try #require(run.plan.family(.latency))).map(\.id) == ["v at 50%", "v at 80%"])
  }

  @Test func `rates that were given stay, and closed loops have nothing to settle`() throws {
    let run = Self.run(["a/x": ["v": [1000], "w": [7]], "b/y": ["v": [2000], "w": [9]]])
    let given = Family(
      id: .latency, title: "", primary: [.p99], shown: [], delta: 0.03,
      conditions: [.offered("w", rate: 7.5), .offered("v", rate: 9)], window: run.plan.families[1].window,
      minimumBlocks: 1, maximumBlocks: 1, schedule: [])
    #expect(run.settled(given).conditions == given.conditions)
    let capacity = try #require(run.plan.family(.capacity))
    #expect(run.settled(capacity).conditions == capacity.conditions)
    // Before a family begins its conditions are those of the plan.
    #expect(run.with(begun: []).conditions(of: run.plan.families[1]) == run.plan.families[1].conditions)
  }
}
