package import Analysis
package import Foundation
package import Record

/// `latency.csv`: one line per framework, workload and offered rate, RFC 4180; no more than its head without a latency half.
package struct LatencyCSVExporter: Exporter {
  package let fileName = "latency.csv"

  private typealias Point = LatencyComparison.Point
  private typealias Column = PairColumns.Column<LatencyCell, Point>

  private static let columns: [Column] =
    cell + PairColumns.all(ratio: "p99_ratio_to_reference") + verdict
    + percentiles("corrected", \.corrected) + percentiles("uncorrected", \.uncorrected) + counts

  private static let cell: [Column] = [
    ("framework", { cell, _, _ in cell.framework }),
    ("workload", { cell, _, _ in cell.workload }),
    ("offered_rate", { cell, _, _ in "\(cell.rate)" }),
    ("share_of_capacity", { _, _, point in point.share.map { "\($0)" } }),
    ("state", { cell, _, _ in cell.state.rawValue }),
    ("blocks", { cell, _, _ in String(cell.blocks) }),
    ("p99_mean_ns", { cell, _, _ in cell.p99.map { "\($0.mean)" } }),
  ]

  private static let verdict: [Column] = [
    ("rank", { cell, _, point in point.ranks[cell.framework].map { "\($0)" } }),
    ("noise_floor", { _, _, point in point.twin?.noiseFloor.map { "\($0)" } }),
    ("delta", { _, _, point in "\(point.delta)" }),
  ]

  private static let counts: [Column] = [
    ("requests", { cell, _, _ in String(cell.requests) }),
    ("unsent", { cell, _, _ in String(cell.unsent) }),
    ("errors", { cell, _, _ in String(cell.errors.values.reduce(0, +)) }),
    ("answers_checked", { cell, _, _ in String(cell.answersChecked) }),
    ("wrong_answers", { cell, _, _ in String(cell.wrongAnswers) }),
    ("failed_gates", { cell, _, _ in CSVExporter.failed(cell.gates) }),
    ("reason", { cell, _, _ in cell.reason }),
  ]

  private static func percentiles(
    _ kind: String, _ latency: @escaping @Sendable (LatencyCell) -> Percentiles?
  ) -> [Column] {
    let figures: [(String, @Sendable (Percentiles) -> Int?)] = [
      ("p50", { $0.p50 }), ("p90", { $0.p90 }), ("p95", { $0.p95 }), ("p99", { $0.p99 }),
      ("p999", { $0.p999 }),
      ("max", { $0.maximum }),
    ]
    return figures.map { name, figure in
      ("\(kind)_\(name)_ns", { cell, _, _ in latency(cell).flatMap(figure).map { "\($0)" } })
    }
  }

  package func render(_ comparison: Comparison, of run: Run) throws -> Data {
    let rows = (comparison.latency?.points ?? []).flatMap { point in
      point.cells.map { cell in
        let pair = point.pairs.first { $0.a == cell.framework && $0.b == comparison.reference }
        return Self.columns.map { $0.value(cell, pair, point) ?? "" }
      }
    }
    return CSVExporter.data([Self.columns.map(\.name)] + rows)
  }
}
