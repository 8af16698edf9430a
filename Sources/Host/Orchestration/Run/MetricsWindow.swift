import Record

/// What an app's metrics say of a window, from a reading before it and one after it.
struct MetricsWindow {
  /// The increase of counters, the state of gauges at the end.
  let metrics: [String: Double]
  /// Those there are not.
  let unavailable: [MissingMetrics]
  /// How many of the app's processes ended meanwhile.
  let vanished: Int

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
    metrics = values
    unavailable = MissingMetrics.grouped(reasons)
    vanished = before.processes.subtracting(after.processes).count
  }

  private static let late = "it was not told when the window began"
}
