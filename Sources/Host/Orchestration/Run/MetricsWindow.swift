import AdapterProtocol
import Record

/// What an app's metrics say of a window, from a reading before it and one after it.
struct MetricsWindow {
  /// The increase of counters, the state of gauges at the end.
  let metrics: [String: Double]
  /// Those there are not.
  let unavailable: [MissingMetrics]?
  /// How many of the app's processes ended meanwhile; nil when none did.
  let vanished: Int?

  /// A counter that could not be told when the window began has no increase.
  init(from before: MetricsReadResponse, to after: MetricsReadResponse, counters: Set<String>) {
    var (values, reasons) = (after.values, after.unavailable)
    for (name, value) in after.values where counters.contains(name) {
      values[name] = before.values[name].map { value - $0 }
      guard values[name] == nil else { continue }
      reasons[name] = before.unavailable[name] ?? "the adapter did not tell it when the window began"
    }
    metrics = values
    unavailable = MissingMetrics.grouped(reasons)
    let ended = Set(after.vanished ?? []).subtracting(before.vanished ?? []).count
    vanished = ended > 0 ? ended : nil
  }
}
