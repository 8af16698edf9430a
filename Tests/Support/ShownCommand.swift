import Foundation

/// A command line that a document shows.
package struct ShownCommand: CustomStringConvertible, Sendable {
  /// The document's path in the project.
  package let document: String
  /// What is typed after the program's name, and the words that a shell makes of it.
  package let line: String
  package let words: [String]
  /// Whether it is to be typed as it stands; within a sentence it may leave out what the command needs.
  package let isWhole: Bool

  package var description: String { "\(document): harness \(words.joined(separator: " "))" }

  package init(_ line: some StringProtocol, in document: String, isWhole: Bool) {
    self.document = document
    self.isWhole = isWhole
    self.line = line.trimmingCharacters(in: .whitespaces)
    words = Self.words(of: line)
  }

  /// The words of a line as a shell parts them, which substitutes nothing here.
  package static func words(of line: some StringProtocol) -> [String] {
    var (words, mark): ([String], Character?) = ([], nil)
    var isWithin = false
    for character in line {
      switch character {
      case mark: mark = nil
      case "'" where mark == nil, "\"" where mark == nil: mark = character
      case " " where mark == nil:
        isWithin = false
        continue
      default:
        if isWithin { words[words.count - 1].append(character) } else { words.append("\(character)") }
        isWithin = true
      }
    }
    return words
  }

  /// All that documents show, in the order they stand. What DECISIONS.md and reports tell is past.
  package static func all() throws -> [ShownCommand] {
    let docs = try FileManager.default.contentsOfDirectory(
      atPath: Project.folder.appending(path: "docs").path
    )
    .sorted().filter { $0.hasSuffix(".md") }.map { "docs/" + $0 }
    let others = [
      "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "adapters/README.md", "results/README.md",
      "Sources/AdapterProtocol/Specification/README.md",
    ]
    return try (others + docs).flatMap { try inMarkdown($0) } + inMakefile()
  }

  private static func text(_ document: String) throws -> String {
    try String(contentsOf: Project.folder.appending(path: document), encoding: .utf8)
  }

  /// Whole lines of blocks of code, and mentions within a sentence.
  private static func inMarkdown(_ document: String) throws -> [ShownCommand] {
    try text(document).components(separatedBy: "```").enumerated().flatMap { index, part in
      index % 2 == 1
        ? part.matches(of: /(?m)^(?:\.build\/release\/)?harness ([^#|\n]+)/).map {
          ShownCommand($0.1, in: document, isWhole: true)
        }
        : part.matches(of: /`(?:[^`\n]*[ (])?harness ([^`\n);]+)/).map {
          ShownCommand($0.1, in: document, isWhole: false)
        }
    }
  }

  private static func inMakefile() throws -> [ShownCommand] {
    try text("Makefile").matches(of: /(?m)^\t\$\(HARNESS\) (.+)$/).map {
      ShownCommand($0.1, in: "Makefile", isWhole: true)
    }
  }
}
