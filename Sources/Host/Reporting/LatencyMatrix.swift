package import Analysis
import Record

/// The latency half of the matrix: a row per workload and offered rate, a column per framework.
package enum LatencyMatrix {
  /// One row per point, then the geometric mean and the points won.
  package static func table(_ latency: LatencyComparison, _ comparison: Comparison) -> Table {
    var table = Table(
      columns: [("workload, requests/s offered", .left)] + comparison.frameworks.map { ($0, .right) }
        + [("noise floor", .right)])
    for point in latency.points {
      table.append(
        [title(point)] + point.cells.map { text($0, in: point, comparison) }
          + [Matrix.percent(point.twin?.noiseFloor)])
    }
    let common = latency.overall.first?.workloads ?? 0
    table.append(["geometric mean (\(common) rows)"] + latency.overall.map(Matrix.geometricMean) + [""])
    table.append(["rows won"] + latency.overall.map { "\($0.won) of \(latency.points.count)" } + [""])
    return table
  }

  /// What the cells and marks mean, and what the run cannot tell apart.
  package static func legend(_ latency: LatencyComparison, _ comparison: Comparison) -> [String] {
    let method = latency.method
    return [
      "Latency at equal offered rates (open loop, \(latency.arrivals.rawValue) arrivals), from when requests were due; each cell: "
        + "p50 / p99, ratio of p99 to \(comparison.reference) with its 95 % interval, lower being better.",
      "▲ faster  ▼ slower (p < \(Figures.short(method.alpha)) after Holm over \(method.family) comparisons)"
        + "  ? needs ≥ \(Matrix.blocks(method.blocksNeeded))",
    ] + [Matrix.noiseFloor(latency.noiseFloor, comparison, of: "p99")].compactMap(\.self)
      + [Matrix.resolution(latency.points.flatMap(\.pairs), method)].compactMap(\.self)
  }

  /// A workload and its rate, e.g. `json-small, 2,500/s (50 %)`.
  static func title(_ point: LatencyComparison.Point) -> String {
    let share = point.share.map { " (\(Figures.fixed($0 * 100, 0)) %)" } ?? ""
    return "\(point.workload), \(Figures.count(Int(point.rate)))/s\(share)"
  }

  private static func text(
    _ cell: LatencyCell, in point: LatencyComparison.Point, _ comparison: Comparison
  ) -> String {
    guard let p99 = cell.p99, let corrected = cell.corrected else { return cell.state.rawValue }
    let star = point.winner == cell.framework ? " ★" : ""
    let times = "\(Figures.time(Double(corrected.p50))) / \(Figures.time(p99.mean))"
    let pair = point.pairs.first { $0.a == cell.framework && $0.b == comparison.reference }
    return times + (pair.map { "  \(Matrix.text($0))" } ?? "") + star
  }
}
