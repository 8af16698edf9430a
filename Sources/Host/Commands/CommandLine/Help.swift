/// The text of `--help`.
enum Help {
  /// Help for a command that is reached by `path`, e.g. `["harness", "compare"]`.
  static func text(for command: Command, path: [String]) -> String {
    let name = path.joined(separator: " ")
    var sections = ["\(name): \(command.summary)", usage(of: command, name: name)]
    if !command.discussion.isEmpty { sections.append(command.discussion) }
    if !command.subcommands.isEmpty {
      sections.append("Commands:\n" + columns(command.subcommands.map { ($0.name, $0.summary) }))
    }
    sections.append("Flags:\n" + columns(command.allFlags.map { (syntax(of: $0), explanation(of: $0)) }))
    if !command.examples.isEmpty {
      sections.append(
        "Examples:\n" + command.examples.map { "  \($0.line)\n      \($0.meaning)" }.joined(separator: "\n"))
    }
    return sections.joined(separator: "\n\n") + "\n"
  }

  private static func usage(of command: Command, name: String) -> String {
    let operands = command.operands.placeholder.isEmpty ? "" : " " + command.operands.placeholder
    return "Usage: \(name)" + (command.subcommands.isEmpty ? "" : " COMMAND") + " [flags]" + operands
  }

  private static func syntax(of flag: any CommandFlag) -> String {
    (flag.letter.map { "-\($0), " } ?? "") + "--\(flag.name)" + (flag.placeholder.map { " \($0)" } ?? "")
  }

  private static func explanation(of flag: any CommandFlag) -> String {
    flag.summary + (flag.standardText.map { " (default: \($0))" } ?? "")
  }

  private static func columns(_ rows: [(String, String)]) -> String {
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { "  \($0)\(String(repeating: " ", count: width - $0.count))  \($1)" }.joined(
      separator: "\n")
  }
}
