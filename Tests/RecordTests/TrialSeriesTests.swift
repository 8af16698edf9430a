import Record
import Testing

private let key = TrialKey(block: 2, participant: "a/x", condition: "w")

private func series(values: [String: [Int?]] = [:], events: [TrialSeries.Event] = []) -> TrialSeries {
  TrialSeries(
    of: key, startNanoseconds: 1000, endNanoseconds: 2000, times: [0, 100, 200, 300], values: values,
    counters: ["total"], events: events)
}

private func event(_ begin: Int, _ length: Int) -> TrialSeries.Event {
  TrialSeries.Event(kind: "gc", timeNanoseconds: begin, durationNanoseconds: length, pid: 1)
}

@Suite struct TrialSeriesTests {
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
}
