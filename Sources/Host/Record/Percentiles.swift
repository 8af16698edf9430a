package import Statistics

/// Percentiles of latency in nanoseconds; nil with too few requests for three of them to be slower.
package struct Percentiles: Codable, Equatable, Sendable {
  package let p50: Int
  package let p90: Int
  package let p95: Int
  package let p99: Int?
  package let p999: Int?
  package let maximum: Int

  /// p99 needs this many requests.
  package static let requestsForP99: UInt64 = 300
  private static let requestsForP999: UInt64 = 3000

  /// The merged histograms' percentiles; nil when nothing was recorded.
  package init?(_ histograms: [Histogram]) {
    let merged = histograms.reduce(into: Histogram()) { $0.merge($1) }
    guard let maximum = merged.maximum else { return nil }
    func value(_ percent: Double) -> Int { Int(merged.percentile(percent) ?? maximum) }
    p50 = value(50)
    p90 = value(90)
    p95 = value(95)
    p99 = merged.count >= Self.requestsForP99 ? value(99) : nil
    p999 = merged.count >= Self.requestsForP999 ? value(99.9) : nil
    self.maximum = Int(maximum)
  }
}
