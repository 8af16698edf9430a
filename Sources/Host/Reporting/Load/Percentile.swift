import Record
import Statistics

/// A percentile of a load's latencies.
struct Percentile {
  /// From 0 to 100.
  let percent: Double

  init(_ percent: Double) { self.percent = percent }

  /// E.g. `p99.9`.
  var name: String { "p" + (percent == percent.rounded() ? String(Int(percent)) : String(percent)) }

  /// How many requests tell it.
  var fewest: Int { HTTPMeasures.fewestRequests(for: percent) }

  /// It, with so many more requests that took longer than all of the histogram; nil when there are too few.
  func of(_ histogram: Histogram, censored: Int = 0) -> CensoredPercentile? {
    guard Int(histogram.count) + censored >= fewest else { return nil }
    return histogram.percentile(percent, unsent: UInt64(censored))
  }
}
