package import Record

/// What matters of an app's runtime, by the role that metrics say they have, whatever the language: the one table behind insights,
/// telling figures and the fields of a profile.
package struct RuntimeFigure: Sendable {
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
  /// From when on it tells something, in its own terms: a share of 1, nanoseconds, a number per request; nil: it is no telling figure.
  package let threshold: Double?
  /// Whether it is part of the line that says where the time goes.
  package let isInsight: Bool
  /// The fields of a profile that it gives.
  package let fields: [Field]

  private init(
    _ role: Key<MetricFacts.Roles>, from threshold: Double? = nil, isInsight: Bool = false,
    fields: [Field] = []
  ) {
    self.role = role
    self.threshold = threshold
    self.isInsight = isInsight
    self.fields = fields
  }

  /// Everything that matters.
  package static let all: [RuntimeFigure] = [
    .init(.handler, isInsight: true, fields: [.init("handler_time_ms", scale: 1e-6)]),
    .init(.serialisation, from: 0.2, isInsight: true, fields: [.init("serialization_time_ms", scale: 1e-6)]),
    .init(.ffi, fields: [.init("ffi_overhead_ms", scale: 1e-6)]),
    .init(.lockWait, fields: [.init("gil_wait_time_ms", scale: 1e-6)]),
    .init(
      .lockContended, from: 0.05, isInsight: true,
      fields: [.init("gil_contention_percent", scale: 100, isProportion: true)]),
    .init(.collections, fields: [.init("gc_collections"), .init("gc_count")]),
    .init(.collection, from: 0.05, isInsight: true, fields: [.init("gc_time_ms", scale: 1e-6)]),
    .init(.longestCollection, from: 10e6),
    .init(.heapUsed, fields: [.init("v8_heap_used_mb", scale: 1e-6)]),
    .init(.heapTotal, fields: [.init("v8_heap_total_mb", scale: 1e-6)]),
    .init(.loopBusy, isInsight: true),
    .init(.stall, isInsight: true),
    .init(.loopLag, from: 10e6, fields: [.init("event_loop_lag_ms", scale: 1e-6)]),
    .init(.heapPages, fields: [.init("heap_allocated_pages")]),
    .init(.heapSlots, fields: [.init("heap_live_slots")]),
    .init(.heapLive, fields: [.init("heap_allocated_mb", scale: 1e-6)]),
    .init(.allocations, from: 500, isInsight: true),
    .init(.allocatedBytes, isInsight: true),
    .init(.runQueue, from: 0.1, isInsight: true),
    .init(.cpu, from: 1e6),
    .init(.cpuKernel, from: 0.5),
    .init(.preemptions, from: 0.1),
  ]

  /// What matters of a role; nil: nothing.
  package static func of(_ role: Key<MetricFacts.Roles>) -> RuntimeFigure? { all.first { $0.role == role } }
}
