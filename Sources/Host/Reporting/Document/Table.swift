/// Rows and columns of text, not yet laid out.
package struct Table: Equatable, Sendable {
  /// How a column's cells are placed.
  package enum Alignment: Sendable { case left, right }

  /// How a cell is to be taken.
  package enum Tone: Sendable { case good, bad }

  /// A column.
  package struct Column: Equatable, Sendable {
    /// What stands above it.
    package let title: String
    /// Where its cells are placed.
    package let alignment: Alignment
  }

  /// A cell.
  package struct Cell: Equatable, Sendable, ExpressibleByStringInterpolation {
    /// What stands in it.
    package let text: Text
    /// How it is to be taken; nil: neither way.
    package let tone: Tone?

    /// A cell of words.
    package init(_ text: Text, _ tone: Tone? = nil) {
      self.text = text
      self.tone = tone
    }

    /// A cell of plain words.
    package init(_ text: String, _ tone: Tone? = nil) { self.init(Text(text), tone) }

    package init(stringLiteral text: String) { self.init(text) }
  }

  /// The columns.
  package let columns: [Column]
  /// The rows, each as long as `columns`.
  package private(set) var rows: [[Cell]] = []

  /// A table without rows.
  package init(columns: [(title: String, alignment: Alignment)]) {
    self.columns = columns.map { Column(title: $0.title, alignment: $0.alignment) }
  }

  private init(columns: [Column], rows: [[Cell]]) {
    self.columns = columns
    self.rows = rows
  }

  /// Adds a row; it must have one cell per column.
  package mutating func append(_ row: [Cell]) {
    precondition(row.count == columns.count, "a row of \(row.count) in a table of \(columns.count) columns")
    rows.append(row)
  }

  /// Adds a row of plain texts.
  package mutating func append(_ row: [String]) { append(row.map { Cell($0) }) }

  /// The table with some of its columns.
  func only(_ indices: [Int]) -> Table {
    Table(columns: indices.map { columns[$0] }, rows: rows.map { row in indices.map { row[$0] } })
  }

  /// The table in aligned plain text, without trailing blanks.
  package func plain() -> String { TerminalRenderer(.plain).text(self) }
}
