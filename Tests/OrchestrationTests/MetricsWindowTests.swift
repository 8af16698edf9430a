import Results
import Testing

@testable import Orchestration

private func reading(
  _ values: [String: Double], unavailable: [String: String] = [:], processes: Set<Int32> = [7]
) -> AppReading {
  let told = values.mapValues { MetricValue.value($0) }
  return AppReading(
    metrics: told.merging(unavailable.mapValues { .unavailable($0) }) { value, _ in value },
    processes: processes)
}

@Test func `counters are their increase, gauges their state, and what is missing keeps its reason`() {
  let window = MetricsWindow(
    from: reading(["cpu": 5, "memory": 100], unavailable: ["gil": "no compiler", "lag": "nothing yet"]),
    to: reading(
      ["cpu": 7, "memory": 90, "lag": 3], unavailable: ["gil": "no compiler", "gvl": "no compiler"]),
    counters: ["cpu", "gil"])
  #expect(window.metrics == ["cpu": 2, "memory": 90, "lag": 3])
  #expect(window.unavailable == [MissingMetrics(reason: "no compiler", metrics: ["gil", "gvl"])])
  #expect(window.vanished == nil)
}

@Test func `a counter that begins within the window has no increase`() {
  let window = MetricsWindow(
    from: reading(["cpu": 1], unavailable: ["waits": "the agent is not loaded"]),
    to: reading(["cpu": 1, "waits": 900, "late": 5]), counters: ["cpu", "waits", "late"])
  #expect(window.metrics == ["cpu": 0])
  #expect(
    window.unavailable?.reasons == [
      "waits": "the agent is not loaded", "late": "it was not told when the window began",
    ])
}

@Test(
  arguments: [([1, 2], [1, 2], nil), ([1, 2, 3], [1, 4], 2), ([], [4], nil)]
    as [(Set<Int32>, Set<Int32>, Int?)])
func `processes that were there when the window began and are no more have vanished`(
  before: Set<Int32>, after: Set<Int32>, count: Int?
) {
  let window = MetricsWindow(
    from: reading([:], processes: before), to: reading([:], processes: after), counters: [])
  #expect(window.vanished == count)
}
