import AdapterProtocol
import Record
import Testing

@testable import Orchestration

private func reading(
  _ values: [String: Double], unavailable: [String: String] = [:], vanished: [Int]? = []
) -> MetricsReadResponse {
  MetricsReadResponse(
    timeNanoseconds: 1, processes: [7], values: values, unavailable: unavailable, events: [],
    vanished: vanished)
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
      "waits": "the agent is not loaded", "late": "the adapter did not tell it when the window began",
    ])
}

@Test(
  arguments: [([1, 2], [1, 2], nil), ([1], [1, 2, 3], 2), (nil, [4], 1), (nil, nil, nil)]
    as [([Int]?, [Int]?, Int?)])
func `only processes that ended within the window count`(before: [Int]?, after: [Int]?, count: Int?) {
  let window = MetricsWindow(
    from: reading([:], vanished: before), to: reading([:], vanished: after), counters: [])
  #expect(window.vanished == count)
}
