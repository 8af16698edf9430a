import Foundation

let initCommand = Command(
  name: "init", summary: "write a \(ProjectFile.name) for this folder, with every flag in a comment",
  discussion: """
    The file says what holds where no flag is typed, and has a place for apps of your own. Everything in it is a comment to begin with.
    Exit codes: 0 it is written, 1 it could not be, for instance because there is one.
    """,
  examples: [.init("harness init", "write one; `harness config show compare` says what holds then")]
) { _, context in InitRequest(file: context.workingFolder.appending(path: ProjectFile.name)) }

private struct InitRequest: Request {
  let file: URL

  func run(in context: Context) throws -> Outcome {
    do {
      let text = ProjectFileTemplate.text(for: Harness.commands)
      try Data(text.utf8).write(to: file, options: .withoutOverwriting)
    } catch let error as CocoaError where error.code == .fileWriteFileExists {
      return Outcome(
        answer: nil, remarks: ["harness: there is a \(ProjectFile.name) here already; it was left as it is"],
        exitCode: .failed)
    }
    return Outcome(
      answer: nil, notes: ["written: \(ProjectFile.name); remove the slashes before what you want"])
  }
}

/// A `harness.json5` of comments.
enum ProjectFileTemplate {
  /// The file, with every flag of the commands that read it.
  static func text(for commands: [Command]) -> String {
    let sections = commands.filter(\.readsProjectFile).map { command in
      "  // \(command.summary)\n  \(command.name): {\n\(command.flags.map(member).joined())  },\n"
    }
    return """
      // What holds in this folder where nothing else is typed: a flag of the command line goes before what stands here, and this
      // before what is built in. `harness config show COMMAND` says what holds, and where it comes from.
      // Remove the slashes before what you want.
      {
      \(sections.joined(separator: "\n"))
        // Apps of your own: harness compare python --app mine
        apps: {
          // mine: { command: "./server --port {port}", cwd: ".", env: { NAME: "value" }, health: "/health", build: "make" },
        },
      }

      """
  }

  private static func member(_ flag: any CommandFlag) -> String {
    "    // \(flag.summary)\n    // \(name(flag)): \(value(flag)),\n"
  }

  private static func name(_ flag: any CommandFlag) -> String {
    flag.name.contains("-") ? "\"\(flag.name)\"" : flag.name
  }

  /// What is built in, otherwise an example or what stands for the value in help.
  private static func value(_ flag: any CommandFlag) -> String {
    guard let placeholder = flag.placeholder else { return "true" }
    let text = flag.typedText ?? placeholder
    return Double(text) == nil ? "\"\(text)\"" : text
  }
}

extension CommandFlag {
  /// What would be typed for what holds without it, or as an example; nil: nothing that can be typed.
  var typedText: String? {
    switch standard {
    case .typed(_, let text, _): text
    case .required(let example, _): example
    case .told: nil
    }
  }
}
