import AdapterProtocol
import Analysis
import Evidence
import Record
import TestSupport
import Testing

private let key = TrialKey(block: 2, framework: "a/x", workload: "w", offeredRate: nil)

private func series(values: [String: [Int?]] = [:], events: [RuntimeEvent] = []) -> TrialSeries {
  TrialSeries(
    of: key, startNanoseconds: 1000, endNanoseconds: 2000, times: [0, 100, 200, 300], values: values,
    counters: ["total"], events: events)
}

private func event(_ begin: Int, _ length: Int) -> RuntimeEvent {
  RuntimeEvent(kind: "gc", timeNanoseconds: begin, durationNanoseconds: length, pid: 1)
}

@Test func `counters are kept as increases, gauges as they were, and what was not read is no number`() {
  let found = series(values: [
    "total": [1 << 60, (1 << 60) + 7, nil, (1 << 60) + 9], "gauge": [5, nil, 0, 1 << 48],
  ])
  #expect(found.values == ["total": [0, 7, nil, 2], "gauge": [5, nil, 0, nil]])
  #expect(found.key == key)
}

@Test func `events are those that overlap the window, in the order of their begin`() {
  let inside = [event(900, 101), event(1000, 1), event(1999, 5000)]
  let found = series(events: inside.reversed() + [event(900, 100), event(2000, 1)])
  #expect(found.events == inside && found.eventsLeftOut == 0)
}

@Test func `of too many events the longest are kept, and the others counted`() {
  let found = series(events: (0..<200).map { event(1000 + $0, $0 % 50) } + [event(0, 900)])
  #expect(found.events.count == TrialSeries.maximumEvents && found.eventsLeftOut == 71)
  #expect(found.events.map(\.durationNanoseconds).min() == 18)
}

/// The verdict on a/x of a run in which its memory grows by so many bytes per request in each block.
private func verdict(_ slopes: [Double]) -> MemoryVerdict? {
  let run = SampleRun.make(
    ["a/x": ["w": slopes.map { _ in 1000 }], "b/y": ["w": slopes.map { _ in 1000 }]],
    frameworks: ["a/x", "b/y"],
    workloads: ["w"], bytesPerRequest: { framework, block in framework == "a/x" ? slopes[block] : 0 })
  return Comparison(of: run).memory?.first
}

/// t(.975) = 4.302653 with 2 degrees of freedom.
@Test(arguments: [
  ([1000.0, 1010, 990], "grows 1000.0 MB (975.2–1024.8) per million requests"),
  ([1.0, 1, 1], "grows 1.0 MB (1.0–1.0) per million requests"),
  ([0, 0, 0], "no growth above 0.5 MB per million requests"),
  ([-3, -3, -3], "no growth above 0.5 MB per million requests"),
  ([-100, 0, 100], "no growth above 248.4 MB per million requests"),
  ([1000, 1000], "not known: 2 sessions with windows of a second or longer, it takes 3"),
])
func `the slope and its interval decide`(slopes: [Double], text: String) {
  #expect(verdict(slopes)?.text == text)
}

@Test func `growth in the first half of a window is no leak`() throws {
  let sample = SampleRun.make(
    ["a/x": ["w": [1000, 1000, 1000]], "b/y": ["w": [1000, 1000, 1000]]], frameworks: ["a/x", "b/y"],
    workloads: ["w"])
  let settled = sample.trials.map { trial in
    TrialSeries(
      of: trial.key, startNanoseconds: 0, endNanoseconds: 1_000_000_000,
      times: (0...10).map { $0 * 100_000_000 },
      values: ["requests": (0...10).map { $0 * 100 }, "memory.rss": (0...10).map { min($0, 5) * 1_000_000 }],
      counters: ["requests"], events: [])
  }
  let run = StoredRun(run: sample.run, trials: sample.trials, series: settled, folder: sample.folder)
  let verdicts = try #require(Comparison(of: run).memory)
  #expect(verdicts.map(\.growth) == [.noGrowth, .noGrowth] && verdicts.map(\.bytesPerRequest) == [0, 0])
}

@Test func `a run that is older than series has no verdict, and is read`() throws {
  let sample = SampleRun.make(
    ["a/x": ["w": [1000]], "b/y": ["w": [1000]]], frameworks: ["a/x", "b/y"], workloads: ["w"])
  let old = StoredRun(run: sample.run, trials: sample.trials, folder: sample.folder)
  #expect(Comparison(of: old).memory == nil && old.contradictions == [] && old.seriesByTrial == [:])
}
