/// Metrics that were described but could not be told, and why.
package struct MissingMetrics: Codable, Equatable, Sendable {
  /// What is missing and, where something helps, what.
  package let reason: String
  /// The metrics' names, in order.
  package let metrics: [String]

  /// Metrics with a reason in common.
  package init(reason: String, metrics: [String]) {
    self.reason = reason
    self.metrics = metrics
  }

  /// Reasons by metric, each reason once, in order of the first metric.
  package static func grouped(_ reasons: [String: String]) -> [MissingMetrics] {
    Dictionary(grouping: reasons.keys.sorted()) { reasons[$0] ?? "" }
      .map { MissingMetrics(reason: $0.key, metrics: $0.value) }.sorted { $0.metrics[0] < $1.metrics[0] }
  }
}

extension [MissingMetrics] {
  /// The reason by metric.
  package var reasons: [String: String] {
    reduce(into: [:]) { reasons, group in group.metrics.forEach { reasons[$0] = group.reason } }
  }
}
