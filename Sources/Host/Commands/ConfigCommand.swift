import Foundation
import Reporting

let configCommand = Command(
  name: "config", summary: "what holds where no flag is typed, and where that is written",
  examples: [
    .init("harness config show compare", "every flag of compare, its value and where it comes from")
  ],
  subcommands: [showConfig])

private let showConfig = Command(
  name: "show", summary: "list what \(ProjectFile.name) says of flags, or all flags of a command",
  discussion: """
    A flag of the command line goes before what \(ProjectFile.name) of the working folder says, and that before what is built in.
    `harness init` writes such a file. Exit codes: 0 all is well, 2 something is wrong in the file.
    """,
  operands: .optional("COMMAND"), flags: [Flag.json],
  examples: [.init("harness config show --json", "the same for programs")]
) { arguments, context in
  let commands = Harness.commands.filter(\.readsProjectFile)
  let named = try arguments.operands.first.map { name in
    guard let command = commands.first(where: { $0.name == name }) else {
      throw UsageError.unknown(
        "command", name, known: commands.map(\.name),
        otherwise: "there are \(commands.map(\.name).joined(separator: ", "))")
    }
    return command
  }
  let defaults = try ProjectFile(in: context.workingFolder)?.defaults
  let rows = (named.map { [$0] } ?? commands).flatMap { ConfigRow.all(of: $0, defaults ?? FlagDefaults()) }
  let shown = named == nil ? rows.filter(\.isWritten) : rows
  let remark: [String] =
    if defaults == nil {
      ["there is no \(ProjectFile.name) here; `harness init` writes one"]
    } else if shown.isEmpty {
      ["\(ProjectFile.name) says nothing of flags; `harness config show COMMAND` lists what is built in"]
    } else { [] }
  return ConfigAnswer(rows: shown, notes: remark)
}

/// A flag, and what holds where it is not typed.
private struct ConfigRow: Encodable, Sendable {
  let command: String
  let flag: String
  /// As it would be typed; nil: nothing holds, or what cannot be typed.
  let value: String?
  /// Where it is written, e.g. `harness.json5:3:14`; `built in` where nothing is.
  let from: String

  var isWritten: Bool { from != Self.builtIn }

  private static let builtIn = "built in"

  static func all(of command: Command, _ defaults: FlagDefaults) -> [ConfigRow] {
    let written = defaults[command]
    return command.flags.map { flag in
      let text = written[flag.name].map { $0.texts.isEmpty ? "true" : $0.texts.joined(separator: ", ") }
      return ConfigRow(
        command: command.name, flag: flag.name, value: text ?? flag.standardText,
        from: written[flag.name]?.place ?? builtIn)
    }
  }
}

private struct ConfigAnswer: Request {
  let rows: [ConfigRow]
  let notes: [String]

  func run(in context: Context) -> Outcome {
    let answer = Answer(
      rows,
      columns: [
        .init("command") { $0.command }, .init("flag") { "--\($0.flag)" }, .init("value") { $0.value ?? "–" },
        .init("from") { $0.from },
      ])
    return Outcome(answer: rows.isEmpty ? nil : answer, notes: notes)
  }
}
