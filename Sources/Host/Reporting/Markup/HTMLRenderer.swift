/// Documents in HTML. Titles begin at the level of the section that they are in.
struct HTMLRenderer {
  /// How many levels deeper a title of the document is here.
  private let depth: Int

  /// A renderer of documents whose titles of level 1 are of level `1 + depth`.
  init(depth: Int = 0) { self.depth = depth }

  /// The blocks, one after the other.
  func html(_ blocks: [Block]) -> HTML { blocks.map(html).joined() }

  private func html(_ block: Block) -> HTML {
    switch block {
    case .heading(let level, let title):
      let level = min(6, level + depth)
      return "<h\(level)>\(html(title))</h\(level)>"
    case .text(let words): return "<p>\(html(words))</p>"
    case .notes(let lines):
      return "<p class=\"note\">\(lines.map(html).joined(separator: "<br>"))</p>"
    case .list(let items), .remarks(let items):
      return "<ul>\(items.map { "<li>\(html($0))</li>" as HTML })</ul>"
    case .table(let table): return html(table)
    case .verbatim(let lines): return "<pre>\(lines.joined(separator: "\n"))</pre>"
    case .chart(let chart): return chart.table.map(html) ?? ""
    case .picture: return ""
    case .details(let summary, let blocks):
      return "<details><summary>\(html(summary))</summary>\(html(blocks))</details>"
    }
  }

  func html(_ words: Text) -> HTML {
    words.spans.map { span -> HTML in
      switch span {
      case .plain(let words): HTML(words: words)
      case .strong(let words): "<b>\(words)</b>"
      case .emphasis(let words): "<em>\(words)</em>"
      case .code(let words): "<code>\(words)</code>"
      case .link(let words, let place): "<a href=\"\(place)\">\(words)</a>"
      }
    }.joined()
  }

  /// A table that scrolls within itself where it is too wide; its first column names the rows.
  func html(_ table: Table) -> HTML {
    let head = table.columns.map { column -> HTML in
      "<th scope=\"col\"\(column.alignment.style)>\(column.title)</th>"
    }
    let rows = table.rows.map { row -> HTML in
      let cells = zip(row, table.columns).map { cell, column -> HTML in
        "<td\(column.alignment.style)\(cell.tone.style)>\(html(cell.text))</td>"
      }
      return "<tr>\(cells)</tr>"
    }
    return """
      <div class="wrap" tabindex="0"><table><thead><tr>\(head)</tr></thead><tbody>\(rows)</tbody></table></div>
      """
  }
}

extension Table.Alignment {
  fileprivate var style: HTML { self == .left ? " class=\"l\"" : "" }
}

extension Table.Tone? {
  fileprivate var style: HTML {
    switch self {
    case .good: " data-tone=\"good\""
    case .bad: " data-tone=\"bad\""
    case nil: ""
    }
  }
}
