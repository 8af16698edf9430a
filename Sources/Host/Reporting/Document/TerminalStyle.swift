/// How text looks where it is read.
package struct TerminalStyle: Equatable, Sendable {
  /// Whether headings, stress and tones are shown by ECMA-48 sequences.
  package let colour: Bool
  /// Columns of the terminal, into which text is broken; nil: as long as it is.
  package let width: Int?
  /// Columns into which tables are narrowed and split; nil: as wide as they are.
  package let tableWidth: Int?

  /// A style.
  package init(colour: Bool = false, width: Int? = nil) {
    self.init(colour: colour, width: width, tableWidth: width)
  }

  private init(colour: Bool, width: Int?, tableWidth: Int?) {
    (self.colour, self.width, self.tableWidth) = (colour, width, tableWidth)
  }

  /// As it is where there is no terminal: no colours, and lines as long as they are.
  package static let plain = TerminalStyle()

  /// The same, with tables of at most so many columns; nil: as wide as they are.
  func tables(within columns: Int?) -> TerminalStyle {
    TerminalStyle(colour: colour, width: width, tableWidth: columns.map { min($0, tableWidth ?? $0) })
  }

  /// The same with fewer columns.
  func narrower(by columns: Int) -> TerminalStyle {
    TerminalStyle(
      colour: colour, width: width.map { $0 - columns }, tableWidth: tableWidth.map { $0 - columns })
  }
}
