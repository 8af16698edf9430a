package import Record
package import Scenarios
import Statistics

extension ScenarioFigures {
  /// Whether a threshold holds; one that nothing was measured for does not.
  package func outcome(of threshold: Scenarios.Threshold) -> Threshold {
    let measured = measured(threshold)
    return Threshold(
      text: threshold.text, measured: measured,
      isMet: measured.map { threshold.comparison.holds($0, threshold.bound) } ?? false)
  }

  private func measured(_ threshold: Scenarios.Threshold) -> Double? {
    let failed = steps.reduce(0) { $0 + $1.begun - $1.passed }
    let begun = steps.reduce(0) { $0 + $1.begun }
    switch (threshold.subject, threshold.metric) {
    case (.errors, .share): return begun > 0 ? Double(failed) / Double(begun) : nil
    case (.errors, .rate): return Double(failed) / seconds
    case (.requests, let metric):
      return value(
        metric, of: .merged(steps.map(\.response)), count: steps.reduce(0) { $0 + $1.passedInWindow })
    case (.flow(let name), .share): return share(flows.filter { $0.name == name || name == "*" })
    case (.flow(let name), let metric):
      let flows = flows.filter { $0.name == name || name == "*" }
      return value(
        metric, of: .merged(flows.map(\.active)), count: flows.reduce(0) { $0 + $1.completedInWindow })
    case (.step(let name), let metric):
      let steps = steps.filter { $0.name == name || name == "*" && $0.flow != nil && $0.isMeasured }
      let passed = steps.reduce(0) { $0 + $1.passed }
      if metric == .share {
        let begun = steps.reduce(0) { $0 + $1.begun }
        return begun > 0 ? Double(passed) / Double(begun) : nil
      }
      return value(
        metric, of: .merged(steps.map(\.response)), count: steps.reduce(0) { $0 + $1.passedInWindow })
    case (.errors, _): return nil
    }
  }

  /// The share of flows that were completed.
  private func share(_ flows: [Flow]) -> Double? {
    let begun = flows.reduce(0) { $0 + $1.begun }
    return begun > 0 ? Double(flows.reduce(0) { $0 + $1.completed }) / Double(begun) : nil
  }

  private func value(_ metric: Scenarios.Threshold.Metric, of times: Histogram, count: Int) -> Double? {
    switch metric {
    case .percentile(let percent): times.percentile(percent).map { Double($0) / 1e9 }
    case .mean: times.mean.map { $0 / 1e9 }
    case .max: times.maximum.map { Double($0) / 1e9 }
    case .rate: Double(count) / seconds
    case .share: nil
    }
  }
}

extension Histogram {
  fileprivate static func merged(_ histograms: [Histogram]) -> Histogram {
    histograms.reduce(into: Histogram()) { $0.merge($1) }
  }
}

extension Scenarios.Threshold.Comparison {
  fileprivate func holds(_ value: Double, _ bound: Double) -> Bool {
    switch self {
    case .atMost: value <= bound
    case .atLeast: value >= bound
    case .below: value < bound
    case .above: value > bound
    }
  }
}
