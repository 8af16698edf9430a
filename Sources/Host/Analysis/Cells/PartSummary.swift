package import Record
import Statistics

/// What a part of a mix says over all valid blocks of a cell.
package struct PartSummary: Codable, Equatable, Sendable {
  /// The name of what it sends.
  package let name: String
  /// Its requests that were sent.
  package let sent: Int
  /// Those of them that were answered as they should be.
  package let answered: Int
  /// Answers per second of all windows together.
  package let perSecond: Double
  /// Percentiles of its latencies by their measures, in nanoseconds; those that too few requests tell are left out.
  package let latencies: [Key<Measure>: Double]
}

extension PartSummary {
  private static let percents: [(measure: Key<Measure>, percent: Double)] = [
    (.p50, 50), (.p90, 90), (.p99, 99),
  ]

  /// Those of trials, in their order; nil of trials without parts.
  static func all(of trials: [Trial]) -> [PartSummary]? {
    let loads = trials.compactMap(\.load).filter { $0.parts != nil }
    guard let first = loads.first?.parts else { return nil }
    let seconds = Double(loads.reduce(0) { $0 + $1.windowNanoseconds }) / 1e9
    return first.map(\.name).map { name in
      let parts = loads.compactMap { $0.parts?.first { $0.name == name } }
      var latency = Histogram()
      for part in parts { latency.merge(part.latency) }
      let told = percents.compactMap { measure, percent -> (Key<Measure>, Double)? in
        guard Int(latency.count) >= HTTPMeasures.fewestRequests(for: percent) else { return nil }
        return latency.percentile(percent, unsent: 0).map { (measure, Double($0.bound)) }
      }
      return PartSummary(
        name: name, sent: parts.reduce(0) { $0 + $1.sent }, answered: parts.reduce(0) { $0 + $1.answered },
        perSecond: Double(parts.reduce(0) { $0 + $1.answeredInWindow }) / max(seconds, 1e-9),
        latencies: Dictionary(uniqueKeysWithValues: told))
    }
  }
}
