package import Analysis
package import Record

/// What `harness compare` prints at its end.
package enum TerminalReport {
  /// The matrices with their legends, where the time goes, what slow requests met, and every doubt.
  package static func text(
    _ comparison: Comparison, of record: RunRecord, style: TerminalStyle
  ) -> String {
    TerminalRenderer(style).text(Report.terminal(comparison, of: record))
  }

  /// What slow requests met, and every doubt; empty without any.
  package static func doubts(
    _ comparison: Comparison, of record: RunRecord, style: TerminalStyle
  ) -> String {
    TerminalRenderer(style).text(Report.doubts(comparison, of: record))
  }
}
