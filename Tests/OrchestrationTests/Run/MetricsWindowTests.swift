import Record
import Testing

@testable import Orchestration

private func reading(
  _ values: [String: Double], unavailable: [String: String] = [:], processes: Set<Int32> = []
) -> AppReading {
  let missing = unavailable.mapValues { MetricValue.unavailable($0) }
  return AppReading(
    metrics: values.mapValues { .value($0) }.merging(missing) { value, _ in value }, processes: processes)
}

@Test func `counters are their increase, gauges their state, and what is missing keeps its reason`() {
  let window = MetricsWindow(
    from: reading(["cpu": 5, "memory": 100], unavailable: ["gil": "no compiler", "lag": "nothing yet"]),
    to: reading(
      ["cpu": 7, "memory": 90, "lag": 3], unavailable: ["gil": "no compiler", "gvl": "no compiler"]),
    counters: ["cpu", "gil"])
  #expect(window.metrics == ["cpu": 2, "memory": 90, "lag": 3])
  #expect(window.unavailable == [MissingMetrics(reason: "no compiler", metrics: ["gil", "gvl"])])
  #expect(window.vanished == 0)
}

@Test func `a counter that begins within the window has no increase`() {
  let window = MetricsWindow(
    from: reading(["cpu": 1], unavailable: ["waits": "the agent is not loaded"]),
    to: reading(["cpu": 1, "waits": 900, "late": 5]), counters: ["cpu", "waits", "late"])
  #expect(window.metrics == ["cpu": 0])
  #expect(
    window.unavailable.reasons == [
      "waits": "the agent is not loaded", "late": "it was not told when the window began",
    ])
}

@Test(arguments: [(40e6, false), (60e6, true)])
func `what only threads tell is missing where more than a few of them ended unseen`(
  unseen: Double, isMissing: Bool
) {
  let names = ["process.run_queue_delay", "context_switches.voluntary"]
  func values(_ figure: Double) -> [String: Double] {
    [MetricFacts.processorTime: figure, names[0]: figure, names[1]: figure, "gc": figure]
  }
  var (before, after) = (reading(values(1e9)), reading(values(2e9)))
  (before.unseenNanoseconds, after.unseenNanoseconds) = (5_000_000, 5_000_000 + Int(unseen))
  after.orphans = 3
  let window = MetricsWindow(from: before, to: after, counters: Set(values(0).keys))
  #expect(window.metrics == (isMissing ? [MetricFacts.processorTime: 1e9, "gc": 1e9] : values(1e9)))
  #expect(window.unavailable.flatMap(\.metrics) == (isMissing ? names.sorted() : []))
  #expect(window.unavailable.allSatisfy { $0.reason.contains("threads end before they can be looked at") })
  #expect(window.orphans == 3)
}

@Test(arguments: [([1, 2], [1, 2], 0), ([1, 2, 3], [3], 2), ([], [4], 0), ([7], [8], 1)])
func `processes that ended within the window are counted, not those that began`(
  before: [Int32], after: [Int32], count: Int
) {
  let window = MetricsWindow(
    from: reading([:], processes: Set(before)), to: reading([:], processes: Set(after)), counters: [])
  #expect(window.vanished == count)
}
