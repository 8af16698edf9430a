import Reporting
import TestSupport

@testable import Commands

extension FixedAnswer {
  /// What is said where there is no terminal.
  var text: String { answer.text(.plain) }
}

extension Harness {
  /// Every command with the words that lead to it.
  static var tree: [(path: [String], command: Command)] { tree(root, [root.name]) }

  private static func tree(_ command: Command, _ path: [String]) -> [(path: [String], command: Command)] {
    [(path, command)] + command.subcommands.flatMap { tree($0, path + [$0.name]) }
  }

  /// What a command line without the program's name asks for.
  static func request(_ words: [String]) throws -> any Request {
    try request(words, in: Context(output: .standard, root: root, project: Project.folder)).request
  }
}
