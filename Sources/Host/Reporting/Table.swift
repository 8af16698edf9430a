/// Rows and columns of text, not yet laid out.
package struct Table: Equatable, Sendable {
  /// How a column's cells are placed.
  package enum Alignment: Sendable { case left, right }

  /// The columns' titles and alignments.
  package let columns: [(title: String, alignment: Alignment)]
  /// The rows, each as long as `columns`.
  package private(set) var rows: [[String]] = []

  /// A table without rows.
  package init(columns: [(title: String, alignment: Alignment)]) { self.columns = columns }

  /// Adds a row; it must have one text per column.
  package mutating func append(_ row: [String]) {
    precondition(row.count == columns.count, "a row of \(row.count) in a table of \(columns.count) columns")
    rows.append(row)
  }

  package static func == (first: Table, second: Table) -> Bool {
    first.rows == second.rows && first.columns.map(\.title) == second.columns.map(\.title)
  }

  /// The table in Markdown.
  package var markdown: String {
    let escape = { (text: String) in
      text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
    let head = "| " + columns.map { escape($0.title) }.joined(separator: " | ") + " |"
    let rule = "| " + columns.map { $0.alignment == .right ? "---:" : "---" }.joined(separator: " | ") + " |"
    return ([head, rule] + rows.map { "| " + $0.map(escape).joined(separator: " | ") + " |" }).joined(
      separator: "\n") + "\n"
  }

  /// The table in aligned plain text, without trailing blanks; `style` may colour a cell (row, column, padded text).
  package func plain(style: (Int, Int, String) -> String = { $2 }) -> String {
    let widths = columns.indices.map { column in
      ([columns[column].title] + rows.map { $0[column] }).map(\.count).max() ?? 0
    }
    func line(_ cells: [String], _ row: Int?) -> String {
      let padded = cells.indices.map { column in
        let blanks = String(repeating: " ", count: widths[column] - cells[column].count)
        let isLast = column == columns.count - 1
        let text =
          columns[column].alignment == .right
          ? blanks + cells[column] : cells[column] + (isLast ? "" : blanks)
        return row.map { style($0, column, text) } ?? text
      }
      return padded.joined(separator: "  ")
    }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    return ([line(columns.map(\.title), nil), rule] + rows.indices.map { line(rows[$0], $0) }).joined(
      separator: "\n") + "\n"
  }
}
