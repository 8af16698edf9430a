package import Analysis
import Contract
package import Foundation
package import Record

/// `comparison.csv`: one line per cell, RFC 4180, empty where there is no number.
package struct CSVExporter: Exporter {
  package let fileName = "comparison.csv"

  private typealias Column = PairColumns.Column<Cell, Comparison.Workload>

  private static let columns: [Column] =
    throughput + PairColumns.all(ratio: "ratio_to_reference") + others

  private static let throughput: [Column] = [
    ("framework", { cell, _, _ in cell.framework }),
    ("workload", { cell, _, _ in cell.workload }),
    ("state", { cell, _, _ in cell.state.rawValue }),
    ("blocks", { cell, _, _ in String(cell.blocks) }),
    ("requests_per_second", { cell, _, _ in cell.throughput.map { "\($0.mean)" } }),
    ("coefficient_of_variation", { cell, _, _ in cell.throughput?.coefficientOfVariation.map { "\($0)" } }),
  ]

  private static let others: [Column] = [
    ("rank", { cell, _, workload in workload.ranks[cell.framework].map { "\($0)" } }),
    ("noise_floor", { _, _, workload in workload.twin?.noiseFloor.map { "\($0)" } }),
    ("delta", { _, _, workload in "\(workload.delta)" }),
    ("latency_p50_ns", { cell, _, _ in cell.latency.map { "\($0.p50)" } }),
    ("latency_p90_ns", { cell, _, _ in cell.latency.map { "\($0.p90)" } }),
    ("latency_p99_ns", { cell, _, _ in cell.latency?.p99.map { "\($0)" } }),
    ("latency_max_ns", { cell, _, _ in cell.latency.map { "\($0.maximum)" } }),
    ("cpu_us_per_request", { cell, _, _ in cell.cpuMicrosecondsPerRequest.map { "\($0)" } }),
    ("memory_bytes", { cell, _, _ in cell.memoryBytes.map { "\($0)" } }),
    ("megabyte_seconds_per_request", { cell, _, _ in cell.megabyteSecondsPerRequest.map { "\($0)" } }),
    ("startup_ns", { cell, _, _ in cell.startupNanoseconds.map { "\($0)" } }),
    ("unsteady_trials", { cell, _, _ in String(cell.unsteady) }),
    ("requests", { cell, _, _ in String(cell.requests) }),
    ("errors", { cell, _, _ in String(cell.errors.values.reduce(0, +)) }),
    ("answers_checked", { cell, _, _ in String(cell.answersChecked) }),
    ("wrong_answers", { cell, _, _ in String(cell.wrongAnswers) }),
    ("failed_gates", { cell, _, _ in failed(cell.gates) }),
    ("reason", { cell, _, _ in cell.reason }),
  ]

  /// The gates that trials failed, with the worst figure of each; nil when none did.
  static func failed(_ gates: [GateSummary]) -> String? {
    let failed = gates.filter { $0.failed > 0 }
    return failed.isEmpty ? nil : failed.map { "\($0.failed) × \($0.text)" }.joined(separator: "; ")
  }

  package func render(_ comparison: Comparison, of run: Run) throws -> Data {
    let rows = comparison.workloads.flatMap { workload in
      workload.cells.map { cell in
        let pair = workload.pairs.first { $0.a == cell.framework && $0.b == comparison.reference }
        return Self.columns.map { $0.value(cell, pair, workload) ?? "" }
      }
    }
    return Self.data([Self.columns.map(\.name)] + rows)
  }

  /// The bytes of rows of fields.
  static func data(_ rows: [[String]]) -> Data {
    Data(rows.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined().utf8)
  }

  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { ",\"\r\n".contains($0) || $0.isNewline }) else { return field }
    return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
