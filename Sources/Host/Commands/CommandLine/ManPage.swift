/// The manual page, in the macros of man(7).
enum ManPage {
  /// The page of the whole tree of commands below `root`.
  static func text(for root: Command, version: String) -> String {
    let name = root.name
    let parts = [
      ".TH \(name.uppercased()) 1 \"\" \"\(escaped("\(name) \(version)"))\" \"User Commands\"",
      ".SH NAME\n\(escaped(name)) \\- \(escaped(root.summary))",
      ".SH SYNOPSIS\n.B \(escaped(name))\n.I COMMAND\n[flags] [words]",
      ".SH DESCRIPTION\n\(paragraph(root.discussion))",
      ".SH COMMANDS\n"
        + commands(below: root, [name]).map { section($0.name, $0.command) }.joined(separator: "\n"),
      ".SH EXIT STATUS\n" + list(exitCodes), ".SH ENVIRONMENT\n" + list(environment),
      ".SH FILES\n" + list(files),
      ".SH EXAMPLES\n" + list(root.examples.map { ($0.line, $0.meaning) }),
    ]
    return parts.joined(separator: "\n") + "\n"
  }

  private static let exitCodes = [
    ("0", "everything was done that was asked for, whatever doubts there are"),
    ("1", "something could not be measured, or is not as it should be"), ("2", "the command line is wrong"),
    ("130", "interrupted; what was measured is stored"),
  ]

  private static let environment = [
    (
      "HARNESS_HOME",
      "where the adapters and the contract are; otherwise they are looked for above the working folder and the program"
    ),
    ("HARNESS_ADAPTER_PATH", "more folders with adapters, separated by colons"),
    (
      "HARNESS_CACHE_DIR",
      "where adapters install and build; otherwise beside them, or in the user's cache folder where that cannot be written"
    ),
    ("NO_COLOR", "no colours, if it is not empty"),
  ]

  private static let files = [
    (
      ProjectFile.name, "of the working folder: what holds where no flag is typed, and apps of the user's own"
    ),
    ("results/", "the stored runs, a folder each"),
  ]

  /// Every command that can be carried out, with its full name.
  private static func commands(below group: Command, _ path: [String]) -> [(name: String, command: Command)] {
    group.subcommands.flatMap { command in
      let path = path + [command.name]
      return (command.request == nil ? [] : [(path.joined(separator: " "), command)])
        + commands(below: command, path)
    }
  }

  private static func section(_ name: String, _ command: Command) -> String {
    let operands = command.operands.placeholder.isEmpty ? "" : " \(command.operands.placeholder)"
    let flags = command.allFlags.map { flag in
      (
        (flag.letter.map { "-\($0), " } ?? "") + "--\(flag.name)" + (flag.placeholder.map { " \($0)" } ?? ""),
        flag.summary + (flag.standardText.map { " (default: \($0))" } ?? "")
      )
    }
    let discussion = command.discussion.isEmpty ? "" : ".PP\n\(paragraph(command.discussion))\n"
    return ".SS \"\(escaped(name + operands))\"\n\(paragraph(command.summary))\n\(discussion)"
      + list(flags + command.examples.map { ($0.line, $0.meaning) })
  }

  private static func list(_ items: [(String, String)]) -> String {
    items.map { ".TP\n\\fB\(escaped($0))\\fR\n\(paragraph($1))" }.joined(separator: "\n")
  }

  private static func paragraph(_ words: String) -> String {
    escaped(words.split(separator: "\n").joined(separator: " "))
  }

  /// Words of which nothing is taken for a request, a font or a character that is not of ASCII.
  private static func escaped(_ words: String) -> String {
    let text = words.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\\": "\\e"
      case "-": "\\-"
      case "\"": "\\(dq"
      case "'": "\\(aq"
      case "`": "\\(ga"
      default: scalar.isASCII ? String(scalar) : "\\[u\(hexadecimal(scalar.value))]"
      }
    }.joined()
    return text.hasPrefix(".") ? "\\&" + text : text
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
