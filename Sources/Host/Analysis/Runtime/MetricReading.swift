package import Record

/// A metric over some trials, in proportion to what it says that it is in proportion to.
package struct MetricReading: Codable, Equatable, Sendable {
  /// The metric's name.
  package let metric: String
  /// What it tells.
  package let role: Key<MetricFacts.Roles>
  /// A share of 1 of the elapsed time of all workers or of the processor time, a number per request, or a mean over windows.
  package let value: Double
  /// What it is in proportion to; nil: to nothing.
  package let basis: MetricFacts.Basis?
  /// The metric's unit.
  package let unit: String
  /// What people call it; nil: by its name.
  package let label: String?

  /// nil without a trial that has the metric, or without a role.
  init?(_ metric: MetricFacts, over trials: [Trial], workers: Int) {
    guard let role = metric.role,
      let value = trials.value(of: metric, inProportionTo: metric.basis, workers: workers)
    else { return nil }
    self.metric = metric.name
    self.role = role
    self.value = value
    basis = metric.basis
    unit = metric.unit
    label = metric.label
  }
}

extension [Trial] {
  /// The one arithmetic of proportions: a metric's sum over the trials that have it, divided by the sum of what it is in proportion to; their
  /// mean for a `basis` of nil. nil without such a trial.
  func value(of metric: MetricFacts, inProportionTo basis: MetricFacts.Basis?, workers: Int) -> Double? {
    let own = filter { $0.metrics[metric.name] != nil }
    func sum(_ part: (Trial) -> Double?) -> Double { own.compactMap(part).reduce(0, +) }
    // A mean is that of one request, and so is what it is a share of.
    let isOfOneRequest = metric.aggregation == .mean
    let whole =
      switch basis {
      case nil: Double(own.count)
      case .elapsed:
        sum { $0.elapsedNanoseconds.map { $0 * Double(workers) } }
      case .cpu:
        sum { trial in
          trial.metrics[MetricFacts.processorTime].map {
            isOfOneRequest ? $0 / Double(Swift.max(1, trial.load?.answered ?? 0)) : $0
          }
        }
      case .request: isOfOneRequest ? Double(own.count) : sum { $0.load.map { Double($0.answered) } }
      }
    return whole > 0 ? sum { $0.metrics[metric.name] } / whole : nil
  }
}

extension Trial {
  /// The length of its window; nil when it failed.
  fileprivate var elapsedNanoseconds: Double? {
    load?.loadedNanoseconds ?? system.map { Double($0.elapsedNanoseconds) }
  }
}
