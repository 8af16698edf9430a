import Reporting

/// The text of `--help`.
struct Help {
  /// The least columns that explanations beside what they explain are worth.
  private static let leastRoom = 30

  private let style: TerminalStyle

  /// Help for a command that is reached by `path`, e.g. `["harness", "compare"]`.
  static func text(for command: Command, path: [String], style: TerminalStyle = .plain) -> String {
    Help(style: style).text(for: command, name: path.joined(separator: " "))
  }

  private func text(for command: Command, name: String) -> String {
    var sections = [
      broken("\(name): \(command.summary)"), broken(usage(of: command, name: name), others: "  "),
    ]
    if !command.discussion.isEmpty {
      sections.append(
        style.width == nil
          ? command.discussion : broken(command.discussion.split(separator: "\n").joined(separator: " ")))
    }
    if !command.subcommands.isEmpty {
      sections.append("Commands:\n" + columns(command.subcommands.map { ($0.name, $0.summary) }))
    }
    sections.append("Flags:\n" + columns(command.allFlags.map { (syntax(of: $0), explanation(of: $0)) }))
    if !command.examples.isEmpty {
      let examples = command.examples.map { example in
        "  \(example.line)\n" + broken(example.meaning, first: "      ", others: "      ")
      }
      sections.append("Examples:\n" + examples.joined(separator: "\n"))
    }
    return sections.joined(separator: "\n\n") + "\n"
  }

  private func broken(_ words: String, first: String = "", others: String = "") -> String {
    TerminalRenderer(style).broken(Text(words), first: first, others: others).joined(separator: "\n")
  }

  private func usage(of command: Command, name: String) -> String {
    let operands = command.operands.placeholder.isEmpty ? "" : " " + command.operands.placeholder
    return "Usage: \(name)" + (command.subcommands.isEmpty ? "" : " COMMAND") + " [flags]" + operands
  }

  private func syntax(of flag: any CommandFlag) -> String {
    (flag.letter.map { "-\($0), " } ?? "") + "--\(flag.name)" + (flag.placeholder.map { " \($0)" } ?? "")
  }

  private func explanation(of flag: any CommandFlag) -> String {
    flag.summary + (flag.standardText.map { " (default: \($0))" } ?? "")
  }

  /// Explanations beside what they explain, or below it where there is no room.
  private func columns(_ rows: [(String, String)]) -> String {
    let indent = 4 + (rows.map(\.0.count).max() ?? 0)
    let isBeside = style.width.map { $0 - indent >= Self.leastRoom } ?? true
    return rows.map { name, explanation in
      let blanks = String(repeating: " ", count: isBeside ? indent : 6)
      let label =
        "  \(name)" + (isBeside ? String(repeating: " ", count: indent - 2 - name.count) : "\n" + blanks)
      return label + broken(explanation, first: blanks, others: blanks).dropFirst(blanks.count)
    }.joined(separator: "\n")
  }
}
