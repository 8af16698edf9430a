import Record

/// A figure that follows from an adapter's metrics over a cell's trials, whatever the runtime calls them.
struct RuntimeFigure: Sendable {
  /// What the metric's sum is divided by.
  enum Measure: Sendable {
    /// The trials: the mean increase within a measured window, or the mean state at its end.
    case perWindow
    /// The answered requests.
    case perRequest
    /// The time that passed.
    case shareOfTime
    /// The sum of another metric.
    case share(of: String)
    /// The same per request, for metrics that are means of one.
    case shareOfEach(String)
  }

  /// The metric's names; the first that any trial has counts.
  let metrics: [String]
  let measure: Measure
  /// The value is multiplied by it, which makes it e.g. milliseconds or a percentage.
  var scale = 1.0

  /// The value over the trials that have the metric; nil when none has, or there is nothing to divide by.
  func value(over trials: [Trial]) -> Double? {
    let name = metrics.first { name in trials.contains { $0.metrics[name] != nil } }
    guard let name else { return nil }
    let own = trials.filter { $0.metrics[name] != nil }
    func sum(_ part: (Trial) -> Double?) -> Double { own.compactMap(part).reduce(0, +) }
    let whole =
      switch measure {
      case .perWindow: Double(own.count)
      case .perRequest: sum { ($0.load?.answered).map(Double.init) }
      case .shareOfTime:
        sum { ($0.system?.elapsedNanoseconds ?? $0.load?.windowNanoseconds).map(Double.init) }
      case .share(let base): sum { $0.metrics[base] }
      case .shareOfEach(let base):
        sum { trial in trial.metrics[base].map { $0 / Double(max(1, trial.load?.answered ?? 0)) } }
      }
    return whole > 0 ? scale * sum { $0.metrics[name] } / whole : nil
  }
}
