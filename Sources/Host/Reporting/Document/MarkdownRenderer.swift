/// Documents in GitHub's Markdown.
package struct MarkdownRenderer: Sendable {
  /// What stands before the addresses of files beside the document.
  private let base: String

  /// A renderer of a document that is beside the files it leads to, or finds them at `base`, e.g. `results/example/`.
  package init(base: String = "") { self.base = base }

  /// The whole document, with a line end after its last line.
  package func text(_ document: Document) -> String { text(document.blocks) + "\n" }

  private func text(_ blocks: [Block]) -> String {
    blocks.compactMap(text).joined(separator: "\n\n")
  }

  /// nil for what cannot be shown.
  private func text(_ block: Block) -> String? {
    switch block {
    case .heading(let level, let title): String(repeating: "#", count: level) + " " + text(title)
    case .text(let words): text(words)
    case .notes(let lines): lines.map(text).joined(separator: "  \n")
    case .list(let items), .remarks(let items): items.map { "- " + text($0) }.joined(separator: "\n")
    case .table(let table): text(table)
    case .verbatim(let lines): verbatim(lines)
    case .chart(let chart): chart.table.map(text)
    case .picture(let light, let dark, let words):
      "<picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"\(base)\(dark)\"><img alt=\"\(HTML(words: words).source)\" src=\"\(base)\(light)\"></picture>"
    case .details(let summary, let blocks):
      "<details>\n<summary>\(HTML(words: summary.plain).source)</summary>\n\n\(text(blocks))\n\n</details>"
    }
  }

  private func text(_ words: Text) -> String {
    words.spans.map { span in
      switch span {
      case .plain(let words): escaped(words)
      case .strong(let words): "**\(escaped(words))**"
      case .emphasis(let words): "*\(escaped(words))*"
      case .link(let words, let place): "[\(escaped(words))](\(base)\(place))"
      case .code(let words): words.contains("`") ? "`` \(words) ``" : "`\(words)`"
      }
    }.joined()
  }

  private func text(_ table: Table) -> String {
    func row(_ cells: [String]) -> String {
      "| " + cells.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }.joined(separator: " | ")
        + " |"
    }
    let rule = table.columns.map { $0.alignment == .right ? "---:" : "---" }.joined(separator: " | ")
    let lines = [row(table.columns.map { escaped($0.title) }), "| \(rule) |"]
    return (lines + table.rows.map { row($0.map { text($0.text) }) }).joined(separator: "\n")
  }

  /// A fence that is longer than any within.
  private func verbatim(_ lines: [String]) -> String {
    let longest = lines.map { $0.prefix { $0 == "`" }.count }.max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return ([fence] + lines + [fence]).joined(separator: "\n")
  }

  /// Words that nothing in them is taken for markup: stars, back quotes, underscores beside no letter, and what looks like HTML.
  private func escaped(_ words: String) -> String {
    let characters = Array(words)
    return characters.indices.reduce(into: "") { text, index in
      let character = characters[index]
      let before = index == 0 ? nil : characters[index - 1]
      let after = index + 1 < characters.count ? characters[index + 1] : nil
      if isMarkup(character, between: before, and: after) { text.append("\\") }
      text.append(character)
    }
  }

  private func isMarkup(
    _ character: Character, between before: Character?, and after: Character?
  ) -> Bool {
    func isWord(_ neighbour: Character?) -> Bool { neighbour.map { $0.isLetter || $0.isNumber } ?? false }
    return switch character {
    case "*", "`", "\\": true
    case "_": !isWord(before) || !isWord(after)
    case "<": after.map { $0.isLetter || "/!?".contains($0) } ?? false
    default: false
    }
  }
}
