package import Analysis
package import Record

/// What `harness compare` prints at its end.
package enum TerminalReport {
  /// How much is said.
  package enum Extent: Sendable {
    /// Who is ahead, the matrices without their intervals, what all costs and why, and doubts of a line each.
    case brief
    /// Every interval and every doubt, as wide as that is.
    case wide
    /// Every doubt, with what would help.
    case doubts
  }

  /// The columns of a table where nobody says how many there are.
  private static let columns = 80

  /// The text of a comparison.
  package static func text(
    _ comparison: Comparison, of record: RunRecord, style: TerminalStyle, _ extent: Extent = .brief
  ) -> String {
    let document = Report.terminal(comparison, of: record, extent)
    return switch extent {
    case .brief: TerminalRenderer(style.tables(within: columns)).text(document)
    case .wide: TerminalRenderer(style.tables(within: nil)).text(document)
    case .doubts: TerminalRenderer(style).text(document)
    }
  }
}
