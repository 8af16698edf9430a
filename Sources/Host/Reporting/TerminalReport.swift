package import Analysis
package import Record

/// What `harness compare` prints at its end.
package enum TerminalReport {
  /// Who is ahead, the matrices with their legends, where the time goes, what slow requests met, and every doubt.
  package static func text(
    _ comparison: Comparison, of record: RunRecord, style: TerminalStyle
  ) -> String {
    TerminalRenderer(style).text(Report.terminal(comparison, of: record))
  }
}
