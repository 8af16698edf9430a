/// A figure of a runtime under the name that other tools know it by.
///
/// Counts and times are those of one measured window, averaged over the valid trials; heaps are as they were at its end.
struct RuntimeField: Sendable {
  /// Its name in `profile.json`, which ends with its unit.
  let name: String
  let figure: RuntimeFigure

  /// The one place that knows which metrics of the adapters a field is made of.
  static let all: [RuntimeField] = [
    .init("gil_wait_time_ms", ["python.gil.wait"], scale: 1e-6),
    .init("gil_contention_percent", ["python.gil.contended"], .shareOfTime, scale: 100),
    .init("ffi_overhead_ms", ["python.ffi.time"], scale: 1e-6),
    .init("handler_time_ms", ["python.handler.time"], scale: 1e-6),
    .init("serialization_time_ms", ["python.serialization.time"], scale: 1e-6),
    .init("gc_collections", collections),
    .init("gc_count", collections),
    .init("gc_time_ms", ["python.gc.time", "node.gc.time", "ruby.gc.time"], scale: 1e-6),
    .init("v8_heap_used_mb", ["node.heap.used"], scale: 1e-6),
    .init("v8_heap_total_mb", ["node.heap.total"], scale: 1e-6),
    .init("event_loop_lag_ms", ["node.loop.lag_p99"], scale: 1e-6),
    .init("heap_allocated_pages", ["ruby.heap.allocated_pages"]),
    .init("heap_live_slots", ["ruby.heap.live_slots"]),
    .init("heap_allocated_mb", ["rust.alloc.live"], scale: 1e-6),
  ]

  private static let collections = ["python.gc.collections", "node.gc.collections", "ruby.gc.collections"]

  private init(
    _ name: String, _ metrics: [String], _ measure: RuntimeFigure.Measure = .perWindow, scale: Double = 1
  ) {
    self.name = name
    figure = RuntimeFigure(metrics: metrics, measure: measure, scale: scale)
  }

  /// Why there is no value, given why the adapter lacks metrics.
  func absence(_ reasons: [String: String]) -> String {
    figure.metrics.lazy.compactMap { reasons[$0] }.first
      ?? "the adapter tells nothing of \(figure.metrics.joined(separator: ", "))"
  }
}
