package import Record

/// What matters of an app's runtime, by the role that metrics say they have, whatever the language: the one table behind insights,
/// telling figures and the fields of a profile.
package struct RuntimeFigure: Sendable {
  /// From when on a figure tells something.
  package struct Threshold: Sendable {
    /// In the figure's own terms: a share of 1, nanoseconds, a number per request.
    package let value: Double
    /// Why from there on.
    package let reason: String
  }

  /// A field of `profile.json`.
  package struct Field: Sendable {
    /// Its name.
    package let name: String
    /// What its values are multiplied with, to be in the unit that the name says.
    package let scale: Double
    /// Whether it is put in proportion, or is the mean of the windows.
    package let isProportion: Bool

    init(_ name: String, scale: Double = 1, isProportion: Bool = false) {
      self.name = name
      self.scale = scale
      self.isProportion = isProportion
    }
  }

  /// What a metric has to tell.
  package let role: Key<MetricFacts.Roles>
  /// What it is, for people.
  package let title: String
  /// From when on it tells something; nil: it is no telling figure.
  package let threshold: Threshold?
  /// Whether it is part of the line that says where the time goes.
  package let isInsight: Bool
  /// The fields of a profile that it gives.
  package let fields: [Field]

  private init(
    _ role: Key<MetricFacts.Roles>, _ title: String, from threshold: Double? = nil,
    because reason: String = "",
    isInsight: Bool = false, fields: [Field] = []
  ) {
    self.role = role
    self.title = title
    self.threshold = threshold.map { Threshold(value: $0, reason: reason) }
    self.isInsight = isInsight
    self.fields = fields
  }

  /// Everything that matters.
  package static let all: [RuntimeFigure] = [
    .init(.handler, "handlers", isInsight: true, fields: [.init("handler_time_ms", scale: 1e-6)]),
    .init(
      .serialisation, "serialisation", from: 0.2, because: "another serialiser would be felt",
      isInsight: true,
      fields: [.init("serialization_time_ms", scale: 1e-6)]),
    .init(.ffi, "foreign functions", fields: [.init("ffi_overhead_ms", scale: 1e-6)]),
    .init(.lockWait, "waits for the interpreter's lock", fields: [.init("gil_wait_time_ms", scale: 1e-6)]),
    .init(
      .lockContended, "threads waiting for the interpreter's lock", from: 0.05,
      because: "more threads gain little from there on; more processes do", isInsight: true,
      fields: [.init("gil_contention_percent", scale: 100, isProportion: true)]),
    .init(.collections, "collections", fields: [.init("gc_collections"), .init("gc_count")]),
    .init(
      .collection, "garbage collection", from: 0.05,
      because: "a twentieth of the time is what tuning a collector, or allocating less, commonly gives back",
      isInsight: true, fields: [.init("gc_time_ms", scale: 1e-6)]),
    .init(
      .longestCollection, "longest collection", from: 10e6,
      because: "a pause of that length is seen in the p99 of a busy server"),
    .init(.heapUsed, "heap used", fields: [.init("v8_heap_used_mb", scale: 1e-6)]),
    .init(.heapTotal, "heap", fields: [.init("v8_heap_total_mb", scale: 1e-6)]),
    .init(.loopBusy, "event loop at work", isInsight: true),
    .init(.stall, "event loop stalled", isInsight: true),
    .init(
      .loopLag, "event-loop lag (p99)", from: 10e6,
      because: "so long nothing is done for a request that has come",
      fields: [.init("event_loop_lag_ms", scale: 1e-6)]),
    .init(.heapPages, "heap pages", fields: [.init("heap_allocated_pages")]),
    .init(.heapSlots, "live slots", fields: [.init("heap_live_slots")]),
    .init(.heapLive, "live memory", fields: [.init("heap_allocated_mb", scale: 1e-6)]),
    .init(
      .allocations, "allocations", from: 500, because: "at 50 to 100 ns each they take 25 to 50 µs",
      isInsight: true),
    .init(.allocatedBytes, "allocated", isInsight: true),
    .init(
      .runQueue, "waiting for a processor", from: 0.1,
      because: "the app has more threads that work than processors, or something else uses them",
      isInsight: true),
    .init(
      .cpu, "processor time", from: 1e6, because: "a processor serves fewer than 1000 requests per second"),
    .init(
      .cpuKernel, "time in the kernel", from: 0.5,
      because: "sockets and not the framework are most of the work"),
    .init(
      .preemptions, "involuntary context switches", from: 0.1,
      because: "a tenth of the requests lose their processor, with its caches, before they are done"),
  ]

  /// What matters of a role; nil: nothing.
  package static func of(_ role: Key<MetricFacts.Roles>) -> RuntimeFigure? { all.first { $0.role == role } }
}
