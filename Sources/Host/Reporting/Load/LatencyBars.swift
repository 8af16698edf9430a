import Glibc
import Statistics

/// A histogram of latencies as bars.
enum LatencyBars {
  private static let rows = 12

  /// Bars over ranges that grow by an equal factor, from the fastest to the slowest hundredth of a percent; nil without an answer.
  static func chart(_ histogram: Histogram) -> Chart? {
    guard let low = histogram.percentile(0.01), let high = histogram.percentile(99.99),
      let last = histogram.maximum
    else { return nil }
    let factor = pow(Double(max(high, low + 1)) / Double(max(low, 1)), 1 / Double(rows))
    var bounds = (1..<rows).map { Double(max(low, 1)) * pow(factor, Double($0)) }
    bounds.append(Double(last))
    var counts = [UInt64](repeating: 0, count: rows)
    for entry in histogram.entries {
      counts[bounds.firstIndex { Double(entry.lowestValue) <= $0 } ?? rows - 1] += entry.count
    }
    return Chart(
      id: "latency", kind: .bars, title: "Answers by latency", axes: ("up to", "answers"),
      marks: zip(bounds, counts).map { bound, count in
        Chart.Mark(
          label: Figures.time(bound), value: Double(count), interval: nil,
          text: Figures.count(Int(count)), tone: nil)
      })
  }
}
