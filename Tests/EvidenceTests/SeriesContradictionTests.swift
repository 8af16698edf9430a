import Evidence
import Record
import TestSupport
import Testing

@Suite struct SeriesContradictionTests {
  private static let sample = SampleRun.make(
    ["a/x": ["w": [1000, 1010]], "b/y": ["w": [2000, nil]]], frameworks: ["a/x", "b/y"], workloads: ["w"])

  /// The first series with some of its parts changed.
  private static func changed(
    key: TrialKey? = nil, length: Int? = nil, times: [Int]? = nil, values: [String: [Int?]]? = nil,
    events: [TrialSeries.Event]? = nil
  ) -> TrialSeries {
    let first = sample.series[0]
    return TrialSeries(
      of: key ?? first.key, startNanoseconds: first.startNanoseconds,
      endNanoseconds: first.startNanoseconds + (length ?? first.window.count), times: times ?? first.times,
      values: values ?? first.values, counters: [], events: events ?? first.events)
  }

  private static let cases: [(name: String, series: TrialSeries, line: String)] = [
    (
      "key", changed(key: TrialKey(block: 7, participant: "a/x", condition: "w")),
      "it belongs to no trial that was measured, or not in this order"
    ),
    (
      "failed", changed(key: TrialKey(block: 1, participant: "b/y", condition: "w")),
      "it belongs to no trial that was measured, or not in this order"
    ),
    ("length", changed(length: 999_999_999), "its window is not that of the trial"),
    (
      "times", changed(times: sample.series[0].times.reversed()),
      "its samples are not in the order of their times"
    ),
    (
      "count", changed(values: ["memory.rss": [1]]),
      "it does not have a number in range, or none, for each sample"
    ),
    (
      "negative", changed(values: ["memory.rss": Array(repeating: -1, count: 11)]),
      "it does not have a number in range, or none, for each sample"
    ),
    (
      "requests", changed(values: ["requests": Array(repeating: 100, count: 11)]),
      "it has more requests than 1000"
    ),
  ]

  @Test(arguments: cases.map(\.name)) func `a series that was changed is found`(name: String) throws {
    let found = try #require(Self.cases.first { $0.name == name })
    let record = Self.sample.with(series: [found.series] + Self.sample.series.dropFirst())
    #expect(record.contradictions == ["series.jsonl line 1: \(found.line)"])
  }

  @Test func `series come in the trials' order, each once`() {
    #expect(Self.sample.contradictions == [])
    let first = Self.sample.series[0]
    for series in [
      Self.sample.series.reversed(), Self.sample.series + [first], [first] + Self.sample.series,
    ] {
      #expect(!Self.sample.with(series: series).contradictions.isEmpty)
    }
    #expect(Self.sample.with(series: Array(Self.sample.series.dropFirst())).contradictions == [])
  }
}
