import Glibc
package import Statistics

/// HdrHistogram's percentile distribution, the text format of `.hgrm` files that its plotters read.
package enum PercentileDistribution {
  /// Steps for every halving of the distance to 100 %, as HdrHistogram's own tools take.
  private static let ticksPerHalfDistance = 5.0

  /// The distribution of nanoseconds, in milliseconds.
  package static func text(_ histogram: Histogram) -> String {
    var lines = ["       Value     Percentile TotalCount 1/(1-Percentile)", ""]
    var seen: UInt64 = 0
    let total = histogram.count
    var percentile = 0.0
    for entry in histogram.entries {
      seen += entry.count
      let reached = 100 * Double(seen) / Double(total)
      while percentile <= reached, percentile < 100 {
        lines.append(line(value(histogram, reached), percentile / 100, seen))
        if seen == total { break }
        let halvings = log2(100 / (100 - percentile)).rounded(.down) + 1
        percentile += 100 / (ticksPerHalfDistance * pow(2, halvings))
      }
    }
    if total > 0 { lines.append(line(value(histogram, 100), 1, total)) }
    lines += footer(histogram)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func value(_ histogram: Histogram, _ percentile: Double) -> Double {
    Double(histogram.percentile(min(percentile, 100)) ?? 0) / 1e6
  }

  private static func line(_ value: Double, _ share: Double, _ count: UInt64) -> String {
    let inverse = share < 1 ? pad(Figures.fixed(1 / (1 - share), 2), 14) : ""
    return "\(pad(Figures.fixed(value, 3), 12)) \(Figures.fixed(share, 12)) \(pad(String(count), 10))"
      + (inverse.isEmpty ? "" : " \(inverse)")
  }

  private static func footer(_ histogram: Histogram) -> [String] {
    let mean = histogram.mean ?? 0
    let squares = histogram.entries.reduce(0.0) { sum, entry in
      let distance = Double(entry.lowestValue) - mean
      return sum + Double(entry.count) * distance * distance
    }
    let deviation = (squares / max(1, Double(histogram.count))).squareRoot()
    func figure(_ nanoseconds: Double) -> String { pad(Figures.fixed(nanoseconds / 1e6, 3), 12) }
    return [
      "#[Mean    = \(figure(mean)), StdDeviation   = \(figure(deviation))]",
      "#[Max     = \(figure(Double(histogram.maximum ?? 0))), Total count    = \(pad(String(histogram.count), 12))]",
      "#[Buckets = \(pad("32", 12)), SubBuckets     = \(pad("2048", 12))]",
    ]
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
