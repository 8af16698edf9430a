package import Analysis
package import Record

/// What `harness compare` prints at its end.
package enum TerminalReport {
  /// The matrices with their legends, where the time goes, what slow requests met, and every doubt; coloured when `colour`, for a
  /// terminal of `width` columns, nil: of any.
  package static func text(
    _ comparison: Comparison, of record: RunRecord, colour: Bool, width: Int? = nil
  ) -> String {
    TerminalRenderer(colour: colour, width: width).text(Report.terminal(comparison, of: record))
  }

  /// What slow requests met, and every doubt; empty without any.
  package static func doubts(
    _ comparison: Comparison, of record: RunRecord, colour: Bool, width: Int? = nil
  ) -> String {
    TerminalRenderer(colour: colour, width: width).text(Report.doubts(comparison, of: record))
  }
}
