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
    case .remarks(let items): items.map { cut("- \($0.plain)") }
    case .table(let table): lines(table)
    case .verbatim(let lines): lines.map { "  " + $0 }
    case .chart(let chart): chart.table(within: style.tableWidth).map(lines) ?? []
    case .picture: []
    case .details(let summary, let blocks):
      broken(summary) + narrower(by: 2).lines(blocks).map { $0.isEmpty ? $0 : "  " + $0 }
    }
  }

  private func narrower(by columns: Int) -> TerminalRenderer { TerminalRenderer(style.narrower(by: columns)) }

  /// A line as far as there is room for it.
  private func cut(_ line: String) -> String {
    guard let width = style.width, line.count > width else { return line }
    return line.prefix(max(1, width - 1)) + "…"
  }

  /// Words on as many lines as they take.
  package func broken(_ words: Text, first: String = "", others: String = "") -> [String] {
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
    let widths = table.columns.indices.map(table.width)
    return parts(table, widths).enumerated().flatMap { index, columns in
      let part = table.only(columns)
      return (index == 0 ? [] : [""]) + lines(part, narrowed(part, columns.map { widths[$0] }))
    }
  }

  /// Which columns stand beside each other: words on the left, and what stands above numbers, may take several lines for that.
  private func parts(_ table: Table, _ widths: [Int]) -> [[Int]] {
    let least = widths.indices.map { column in
      let isText = table.columns[column].alignment == .left
      return isText ? min(widths[column], max(20, table.longestWord(column))) : table.leastWidth(column)
    }
    guard let width = style.tableWidth, let head = least.first else { return [Array(widths.indices)] }
    var (parts, used) = ([[0]], head)
    for column in widths.indices.dropFirst() {
      let isFull = used + 2 + least[column] > width && parts[parts.count - 1].count > 1
      if isFull { (parts, used) = (parts + [[0]], head) }
      parts[parts.count - 1].append(column)
      used += 2 + least[column]
    }
    return parts
  }

  /// Narrower columns where they have no room beside each other, the widest first; numbers stay whole before anything else does.
  private func narrowed(_ table: Table, _ widths: [Int]) -> [Int] {
    let room = style.tableWidth.map { max(20, $0) - 2 * (widths.count - 1) } ?? .max
    let words = widths.indices.map(table.longestWord)
    let whole = widths.indices.map { table.columns[$0].alignment == .left ? words[$0] : table.leastWidth($0) }
    var widths = widths
    for least in [whole, words] {
      while widths.reduce(0, +) > room,
        let widest = widths.indices.filter({ widths[$0] > least[$0] }).max(by: { widths[$0] < widths[$1] })
      {
        widths[widest] -= 1
      }
    }
    return widths
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
    func row(_ cells: [Table.Cell]) -> [String] {
      let broken = zip(cells, widths).map { cell, width in
        TextLines(cell.text, room: width).lines.map { Table.Cell(Text($0), cell.tone) }
      }
      let height = broken.map(\.count).max() ?? 0
      return (0..<height).map { index in line(broken.map { index < $0.count ? $0[index] : "" }) }
    }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    return row(table.columns.map { .init($0.title) }) + [rule] + table.rows.flatMap(row)
  }
}

extension Table {
  /// How wide a column's widest cell is.
  fileprivate func width(_ column: Int) -> Int { texts(column).map(\.count).max() ?? 0 }

  /// How wide a column of whole cells is whose title may be broken.
  fileprivate func leastWidth(_ column: Int) -> Int {
    let title = columns[column].title.split(separator: " ").map(\.count)
    return (title + rows.map { $0[column].text.plain.count }).max() ?? 0
  }

  /// How long the longest word of a column is.
  fileprivate func longestWord(_ column: Int) -> Int {
    texts(column).flatMap { $0.split(separator: " ") }.map(\.count).max() ?? 0
  }

  private func texts(_ column: Int) -> [String] {
    [columns[column].title] + rows.map { $0[column].text.plain }
  }
}

extension Table.Tone {
  /// Cyan or yellow, which everybody tells apart; marks say the same.
  fileprivate var code: String {
    switch self {
    case .good: "36"
    case .bad: "33"
    }
  }
}
