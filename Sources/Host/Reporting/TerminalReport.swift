package import Analysis

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
    let insights = comparison.insights.map(InsightText.line)
    let parts =
      [styled(Matrix.table(comparison), colour)] + Matrix.legend(comparison)
      + (insights.isEmpty ? [] : [""] + insights) + (latency ?? [])
    return parts.joined(separator: "\n") + "\n" + notes(comparison)
  }

  /// What slow requests met, and every doubt, each after an empty line; nothing without any.
  package static func notes(_ comparison: Comparison) -> String {
    let tails = (comparison.tails ?? []).compactMap { tail in
      TailText.blame(tail).map { "slow requests of \(TailText.title(tail)): \($0)" }
    }
    let more = tails.count > 6 ? ["slow requests: \(tails.count - 6) more in the report"] : []
    let warnings = comparison.warnings.map { warning in
      "warning: \(warning.message)" + (warning.help.map { "\n         what would help: \($0)" } ?? "")
    }
    return [tails.prefix(6) + more, warnings].filter { !$0.isEmpty }.map {
      "\n" + $0.joined(separator: "\n") + "\n"
    }.joined()
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
