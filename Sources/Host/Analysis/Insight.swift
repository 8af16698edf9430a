package import Record

/// Where a framework's time goes under the workloads of a category; every figure is the mean over the trials that have it.
package struct Insight: Codable, Equatable, Sendable {
  /// What a figure is relative to, in its own trial.
  package enum Basis: String, Codable, Sendable {
    /// The processor time of the app per answered request.
    case cpu
    /// The time of the load, as many times as the app has workers.
    case time
    /// One answered request.
    case request
  }

  /// A runtime metric put in proportion.
  package struct Figure: Codable, Equatable, Sendable {
    /// The metric's name.
    package let metric: String
    /// A share (0.03 = 3 %; more than 1 where threads wait together), or the metric's unit per request.
    package let value: Double
    /// What it is relative to.
    package let basis: Basis
  }

  /// The framework's name.
  package let framework: String
  /// The category's name.
  package let category: String
  /// The trials that were averaged over: those of the capacity half that are observations.
  package let trials: Int
  /// Processor time of the app per answered request, in microseconds.
  package let cpuMicrosecondsPerRequest: Double?
  /// Which share of it was in user mode, from 0 to 1.
  package let userShare: Double?
  /// Resident memory of the app's processes at the end of the windows, in bytes.
  package let memoryBytes: Double?
  /// Shares, the largest first, then numbers per request.
  package let figures: [Figure]
  /// Metrics that figures would have been made of, and why there are not; nil when there are all.
  package let unavailable: [MissingMetrics]?
}

/// How a metric becomes a figure, and what the figure is called.
package struct InsightRule: Sendable {
  /// The metric's name.
  let metric: String
  /// What stands before a share, or after a number per request.
  package let phrase: String
  /// What the metric is relative to.
  let basis: Insight.Basis
  /// For the waits for a lock: the sum of the same waits over threads. It contains the time between being woken and
  /// getting a processor, so where that is half of it or more, the figure says nothing of the lock.
  let waits: String?

  private init(_ metric: String, _ phrase: String, _ basis: Insight.Basis, waits: String? = nil) {
    self.metric = metric
    self.phrase = phrase
    self.basis = basis
    self.waits = waits
  }

  /// The time threads were ready but had no processor, which has a figure of its own.
  static let runQueueDelay = "process.run_queue_delay"

  /// Every rule; numbers per request are told in this order.
  static let all: [InsightRule] = [
    .init("python.handler.time", "handler", .cpu), .init("python.serialization.time", "serialisation", .cpu),
    .init("python.gil.contended", "GIL waited for", .time, waits: "python.gil.wait"),
    .init("python.gc.time", "GC", .time), .init("node.gc.time", "GC", .time),
    .init("node.loop.active", "event loop at work", .time),
    .init("node.loop.stalled", "event loop stalled", .time),
    .init("ruby.gvl.contended", "GVL waited for", .time, waits: "ruby.gvl.wait"),
    .init("ruby.gc.time", "GC", .time), .init("ruby.objects.allocated", "objects allocated", .request),
    .init("tokio.busy", "workers at work", .time), .init("rust.alloc.count", "allocations", .request),
    .init("rust.alloc.bytes", "allocated", .request), .init(runQueueDelay, "lacked a processor", .time),
  ]

  /// The rule of a metric; nil for one that this harness has no words for.
  package static func of(_ metric: String) -> InsightRule? { all.first { $0.metric == metric } }
}
