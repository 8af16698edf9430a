/// How text looks where it is read.
package struct TerminalStyle: Equatable, Sendable {
  /// Whether headings, stress and tones are shown by ECMA-48 sequences.
  package let colour: Bool
  /// Columns of the terminal, into which text is broken and tables are split; nil: as long as it is.
  package let width: Int?

  /// A style.
  package init(colour: Bool = false, width: Int? = nil) {
    self.colour = colour
    self.width = width
  }

  /// As it is where there is no terminal: no colours, and lines as long as they are.
  package static let plain = TerminalStyle()
}
