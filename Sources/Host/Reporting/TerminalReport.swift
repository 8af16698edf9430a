package import Results

/// What `harness compare` prints at its end.
package enum TerminalReport {
  /// The matrix, its legend, where the time goes and the warnings; coloured when `colour`.
  package static func text(_ comparison: Comparison, colour: Bool) -> String {
    let latency = comparison.latency.map { half in
      [
        "", styled(LatencyMatrix.table(half, comparison), colour),
        LatencyMatrix.legend(half, comparison).joined(separator: "\n"),
      ]
    }
    let warnings = comparison.warnings.map { warning in
      "warning: \(warning.message)" + (warning.help.map { "\n         what would help: \($0)" } ?? "")
    }
    let insights = comparison.insights.map(InsightText.line)
    return
      ([styled(Matrix.table(comparison), colour)] + Matrix.legend(comparison)
      + (insights.isEmpty ? [] : [""] + insights) + (latency ?? [])
      + (warnings.isEmpty ? [] : [""] + warnings)).joined(
        separator: "\n") + "\n"
  }

  private static func styled(_ table: Table, _ colour: Bool) -> String {
    table.plain { row, column, text in
      colour && column > 0 ? coloured(text, of: table.rows[row][column]) : text
    }
  }

  /// Green for faster, red for slower or without a number, as ECMA-48 sequences.
  private static func coloured(_ padded: String, of cell: String) -> String {
    let code =
      cell.contains("▲")
      ? "32" : cell.contains("▼") || ["failed", "refused", "invalid"].contains(cell) ? "31" : nil
    return code.map { "\u{1b}[\($0)m\(padded)\u{1b}[0m" } ?? padded
  }
}
