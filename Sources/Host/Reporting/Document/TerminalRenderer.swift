/// Documents as plain text for a terminal.
package struct TerminalRenderer: Sendable {
  private let style: TerminalStyle

  /// A renderer of a style.
  package init(_ style: TerminalStyle) { self.style = style }

  /// The whole document, with a line end after its last line.
  package func text(_ document: Document) -> String {
    lines(document.blocks).map { $0 + "\n" }.joined()
  }

  /// A table by itself.
  package func text(_ table: Table) -> String { lines(table).map { $0 + "\n" }.joined() }

  private func lines(_ blocks: [Block]) -> [String] {
    blocks.map(lines).filter { !$0.isEmpty }.enumerated().flatMap { index, lines in
      index == 0 ? lines : [""] + lines
    }
  }

  private func lines(_ block: Block) -> [String] {
    switch block {
    case .heading(_, let title): broken(Text(.strong(title.plain)))
    case .text(let words): broken(words)
    case .notes(let notes): notes.flatMap { broken($0) }
    case .list(let items): items.flatMap { broken($0, first: "- ", others: "  ") }
    case .table(let table): lines(table)
    case .verbatim(let lines): lines.map { "  " + $0 }
    case .chart(let chart): chart.table.map(lines) ?? []
    case .details(let summary, let blocks):
      broken(summary) + lines(blocks).map { $0.isEmpty ? $0 : "  " + $0 }
    }
  }

  /// Words on as many lines as they take.
  private func broken(_ words: Text, first: String = "", others: String = "") -> [String] {
    let room = style.width.map { max(20, $0 - first.count) } ?? .max
    return TextLines(words, room: room).lines.enumerated().map { index, line in
      (index == 0 ? first : others) + line.map { shown($0) }.joined()
    }
  }

  private func shown(_ span: Text.Span) -> String {
    if case .strong(let words) = span { styled(words, "1") } else { span.words }
  }

  private func styled(_ text: String, _ code: String?) -> String {
    guard style.colour, let code else { return text }
    return "\u{1b}[\(code)m\(text)\u{1b}[0m"
  }
}

extension TerminalRenderer {
  /// The table, in parts with the first column each when it is wider than the terminal.
  private func lines(_ table: Table) -> [String] {
    let widths = table.columns.indices.map { column in
      ([table.columns[column].title.count] + table.rows.map { $0[column].text.plain.count }).max() ?? 0
    }
    return parts(widths).enumerated().flatMap { index, columns in
      (index == 0 ? [] : [""]) + lines(table.only(columns), columns.map { widths[$0] })
    }
  }

  private func parts(_ widths: [Int]) -> [[Int]] {
    guard let width = style.width, let head = widths.first else { return [Array(widths.indices)] }
    var (parts, used) = ([[0]], head)
    for column in widths.indices.dropFirst() {
      let isFull = used + 2 + widths[column] > width && parts[parts.count - 1].count > 1
      if isFull { (parts, used) = (parts + [[0]], head) }
      parts[parts.count - 1].append(column)
      used += 2 + widths[column]
    }
    return parts
  }

  private func lines(_ table: Table, _ widths: [Int]) -> [String] {
    func line(_ cells: [Table.Cell]) -> String {
      let last = cells.lastIndex { !$0.text.plain.isEmpty } ?? 0
      return cells.indices.prefix(last + 1).map { column in
        let cell = cells[column]
        let blanks = String(repeating: " ", count: max(0, widths[column] - cell.text.plain.count))
        let text = styled(cell.text.spans.map(shown).joined(), cell.tone?.code)
        let isRight = table.columns[column].alignment == .right
        return isRight ? blanks + text : column == last ? text : text + blanks
      }.joined(separator: "  ")
    }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    return [line(table.columns.map { .init($0.title) }), rule] + table.rows.map(line)
  }
}

extension Table.Tone {
  /// Green or red.
  fileprivate var code: String {
    switch self {
    case .good: "32"
    case .bad: "31"
    }
  }
}
