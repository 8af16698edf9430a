import Record
import TestSupport

/// What metrics of four runtimes mean, as their adapters describe them.
enum RuntimeMetrics {
  static let all: [MetricFacts] = [
    counter("cpu.total", .cpu, basis: .request), counter("cpu.system", .cpuKernel, basis: .cpu),
    MetricFacts(name: "memory.rss", unit: "bytes", kind: .gauge, better: .lower, role: .memory),
    counter("process.run_queue_delay", .runQueue, basis: .elapsed),
    counter("process.preemptions", .preemptions, unit: "count", basis: .request),
    counter("python.gc.time", .collection, basis: .elapsed, events: "gc"),
    counter("python.gc.collections", .collections, unit: "count", basis: .request),
    counter("python.gil.wait", .lockWait, basis: .elapsed, events: "gil_wait"),
    counter("python.gil.contended", .lockContended, basis: .elapsed),
    counter("python.ffi.time", .ffi, basis: .cpu),
    gauge("python.handler.time", .handler, aggregation: .mean, basis: .cpu),
    gauge("python.serialization.time", .serialisation, aggregation: .mean, basis: .cpu),
    gauge("node.gc.longest", .longestCollection, aggregation: .maximum),
    counter("node.loop.active", .loopBusy, basis: .elapsed),
    gauge("node.loop.lag_p99", .loopLag, aggregation: .percentile),
    gauge("node.heap.used", .heapUsed, unit: "bytes"), gauge("node.heap.total", .heapTotal, unit: "bytes"),
    gauge("ruby.heap.allocated_pages", .heapPages, unit: "count"),
    gauge("ruby.heap.live_slots", .heapSlots, unit: "count"),
    counter("ruby.objects.allocated", .allocations, unit: "count", basis: .request),
    gauge("rust.alloc.live", .heapLive, unit: "bytes"),
  ]

  private static func counter(
    _ name: String, _ role: Key<MetricFacts.Roles>, unit: String = "ns", basis: MetricFacts.Basis?,
    events: String? = nil
  ) -> MetricFacts {
    MetricFacts(
      name: name, unit: unit, kind: .counter, better: .lower, role: role, basis: basis, events: events)
  }

  private static func gauge(
    _ name: String, _ role: Key<MetricFacts.Roles>, unit: String = "ns",
    aggregation: MetricFacts.Aggregation = .total, basis: MetricFacts.Basis? = nil
  ) -> MetricFacts {
    MetricFacts(
      name: name, unit: unit, kind: .gauge, better: .lower, aggregation: aggregation, role: role, basis: basis
    )
  }
}

extension RunRecord {
  /// The same run with apps of so many workers.
  func with(workers: Int) -> RunRecord {
    var load = plan.load
    load.workers = workers
    return with(plan: plan.with(load: load))
  }
}
