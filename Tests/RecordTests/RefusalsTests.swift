import Record
import TestSupport
import Testing

@Suite struct RefusalsTests {
  private static let plan = SampleRun.make(
    ["a/x": ["v": [1], "w": [1]], "b/y": ["v": [1], "w": [1]]], frameworks: ["a/x", "b/y"],
    workloads: ["v", "w"], twin: ["v": [1], "w": [1]]
  ).plan

  private static func record(
    _ participant: Key<Participant>, _ workload: Key<Plan.Workload>?, _ failures: Int
  ) -> ConformanceRecord {
    ConformanceRecord(
      participant: participant, workload: workload, checks: 3,
      failures: (0..<failures).map { .init(check: "c\($0)", request: "r", expected: "e", got: "g") })
  }

  @Test func `who fails a workload's checks is refused under it and no other, and so is the twin`() {
    let refusals = Refusals(
      [Self.record("a/x", "w", 2), Self.record("a/x", "v", 0), Self.record("a/x", nil, 0)], of: Self.plan)
    #expect(refusals["a/x", "w"]?.failures.count == 2 && refusals["a/x", "v"] == nil)
    #expect(refusals["a/x (twin)", "w"] == refusals["a/x", "w"] && refusals["a/x (twin)", "v"] == nil)
    #expect(refusals["b/y", "w"] == nil)
  }

  @Test func `who fails a check of the server as a whole is refused everywhere, for that reason`() {
    let refusals = Refusals([Self.record("b/y", "w", 1), Self.record("b/y", nil, 1)], of: Self.plan)
    for workload in Self.plan.workloads.map(\.id) {
      #expect(refusals["b/y", workload] == Self.record("b/y", nil, 1))
      #expect(refusals["a/x", workload] == nil)
    }
  }

  @Test func `nobody is refused who passed`() {
    #expect(Refusals([Self.record("a/x", "w", 0)], of: Self.plan)["a/x", "w"] == nil)
    #expect(Refusals([], of: Self.plan)["a/x (twin)", "w"] == nil)
  }
}
