import Record

/// What an app's metrics say of a window, from a reading before it and one after it.
struct MetricsWindow {
  /// The increase of counters, the state of gauges at the end.
  let metrics: [String: Double]
  /// Those there are not.
  let unavailable: [MissingMetrics]
  /// How many of the app's processes ended meanwhile.
  let vanished: Int
  /// How many of them were in the background when it ended.
  let orphans: Int

  /// A counter that could not be told when the window began has no increase.
  init(from before: AppReading, to after: AppReading, counters: Set<String>) {
    var (values, reasons): ([String: Double], [String: String]) = ([:], [:])
    for (name, metric) in after.metrics {
      let begin = counters.contains(name) ? before.metrics[name] ?? .unavailable(Self.late) : .value(0)
      switch (begin, metric) {
      case (.value(let first), .value(let last)): values[name] = last - first
      case (_, .unavailable(let reason)), (.unavailable(let reason), _): reasons[name] = reason
      }
    }
    let unseen = Double(after.unseenNanoseconds - before.unseenNanoseconds)
    if unseen > max(Self.resolution, Self.mostUnseen * (values[MetricFacts.processorTime] ?? 0)) {
      for name in ProcessMetrics.ofThreads where values.removeValue(forKey: name) != nil {
        reasons[name] = Self.unseen
      }
    }
    metrics = values
    unavailable = MissingMetrics.grouped(reasons)
    vanished = before.processes.subtracting(after.processes).count
    orphans = after.orphans
  }

  /// The share of the processor time that threads may have used which nobody saw for the others to stand for all, and how exact it is.
  private static let (mostUnseen, resolution) = (0.05, 20e6)
  private static let unseen =
    "the app's threads end before they can be looked at, and the kernel keeps of them their processor time only"

  private static let late = "it was not told when the window began"
}
