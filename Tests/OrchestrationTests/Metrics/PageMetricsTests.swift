import AdapterProtocol
import Glibc
import Record
import TestSupport
import Testing

@testable import Orchestration

private func metric(
  _ name: String, _ page: MetricPage?, _ aggregation: MetricDescriptor.Aggregation = .total,
  isGauge: Bool = false, events: String? = nil
) -> MetricDescriptor {
  MetricDescriptor(
    name: name, unit: "ns", kind: isGauge || aggregation != .total ? .gauge : .counter, better: .lower,
    description: "a test's", aggregation: aggregation, page: page, events: events)
}

private let buckets = MetricPage.Buckets(percent: 50, bounds: [20, 40], longest: 1)

@Suite struct PageMetricsTests {
  private let folder: PageFolder
  private let ended = Int32.max  // no thread has it
  private let living: Int32

  init() throws {
    folder = try PageFolder()
    living = getpid()
  }

  @Test func `pages of all threads are one answer, of the time since the last reading where that is meant`()
    throws
  {
    let metrics = [
      metric("work", MetricPage(kind: "work", slot: 0)),
      metric("longest", MetricPage(kind: "work", slot: 1), .maximum),
      metric("size", MetricPage(kind: "work", slot: 3), isGauge: true),
      metric("open", MetricPage(kind: "work", slot: 3, less: 7), isGauge: true),
      metric("mean", MetricPage(kind: "work", slot: 0, count: 8), .mean),
      metric("median", MetricPage(kind: "work", slot: 4, buckets: buckets), .percentile),
      metric("other", MetricPage(kind: "other", slot: 0)), metric("told", nil),
    ]
    try folder.write("work.\(living)", totals: [0: 10, 1: 5, 3: 100, 4: 2, 7: 30, 8: 2])
    try folder.write("work.\(ended)", totals: [0: 21, 1: 9, 3: 700, 4: 2, 8: 1])
    var pages = PageMetrics(metrics, in: folder.path)
    #expect(
      pages.read()
        == [
          "work": .value(31), "longest": .value(9), "size": .value(100), "open": .value(70),
          "mean": .value(10), "median": .value(9),  // 10 by its bucket, and no more than the longest
        ])
    #expect(pages.look() == ["work": 31, "size": 100, "open": 70, "other": nil])
    try folder.write("work.3", totals: [0: 100, 1: 7, 5: 4, 8: 4])
    let next = pages.read()
    #expect(next["work"] == .value(131) && next["longest"] == .value(7) && next["mean"] == .value(25))
    #expect(next["median"] == .value(7))
    let nothing = MetricValue.unavailable("nothing was measured since the last reading")
    let last = pages.read()
    #expect(last["mean"] == nothing && last["median"] == nothing && last["longest"] == .value(0))
  }

  @Test func `one thread that cannot tell makes its kind unavailable, with its reason`() throws {
    let metrics = [
      metric("work", MetricPage(kind: "work", slot: 0)),
      metric("longest", MetricPage(kind: "work", slot: 1), .maximum),
      metric("other", MetricPage(kind: "other", slot: 0)),
    ]
    try folder.write("work.1", totals: [0: 10])
    try folder.write("work.2", reason: "außer Betrieb")
    try folder.write("other.2", totals: [0: 3])
    var pages = PageMetrics(metrics, in: folder.path)
    let reason = MetricValue.unavailable("außer Betrieb")
    #expect(pages.read() == ["work": reason, "longest": reason, "other": .value(3)])
    #expect(pages.look() == ["work": nil, "other": 3])
  }

  @Test func `events come with their kind, and are waited for as long as those that tell of events say`()
    throws
  {
    let metrics = [
      metric("time", MetricPage(kind: "gc", slot: 1, eventAgeNanoseconds: 70), events: "gc"),
      metric("count", MetricPage(kind: "gc", slot: 0, eventAgeNanoseconds: 900)),
    ]
    try folder.write("gc.1", slots: 8, events: 2)
    var pages = PageMetrics(metrics, in: folder.path)
    #expect(pages.eventAgeNanoseconds == 70)
    #expect(
      pages.takeEvents()
        == [0, 1000].map {
          TrialSeries.Event(kind: "gc", timeNanoseconds: $0, durationNanoseconds: 7, pid: 4711)
        })
  }

  @Test(
    arguments: [
      (50, [0, 0, 0, 0], nil), (50, [4, 0, 0, 0], 5), (50, [1, 2, 1, 0], 15), (75, [1, 2, 1, 0], 20),
      (99, [98, 0, 2, 0], 30), (99, [0, 0, 0, 5], 40), (100, [0, 1, 0, 0], 20),
    ] as [(Int, [Int], Int?)])
  func `a percentile lies in the bucket that has its rank`(percent: Int, counts: [Int], expected: Int?) {
    let buckets = MetricPage.Buckets(percent: percent, bounds: [10, 20, 40])
    #expect(buckets.percentile(of: counts) == expected)
  }
}
