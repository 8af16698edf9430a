import Foundation
import Orchestration
import Record
import TestSupport
import Testing

@testable import Commands

/// Command lines that people are told to type are read by the command's own request, as when they run.
@Suite struct ShownCommandTests {
  /// Holds that words ask for something, and that there are the frameworks which they name.
  private func expectFrameworks(of words: [String]) throws {
    let request = try Harness.request(words)
    let choice: ParticipantChoice? =
      switch request {
      case let compare as CompareRequest: compare.choice
      case let profile as ProfileRequest: profile.choice
      case let verify as VerifyRequest: verify.choice
      default: nil
      }
    let own = Set(choice?.own.map(\.participant.id.rawValue) ?? [])
    let baseline = (request as? ProfileRequest)?.baselineName
    let names = ((choice?.names ?? []) + [baseline].compactMap(\.self)).filter { !own.contains($0) }
    // An adapter from outside the project has frameworks of its own.
    guard !words.contains("--adapter") else { return }
    // `results/before` is where a stored run would be.
    for name in names where !name.hasPrefix("<") && !name.hasPrefix("results/") {
      #expect(Self.isFramework(name), "there is no framework \(name)")
    }
  }

  /// The frameworks that documents begin: they are there once the line before is typed.
  private static let begun = Set(
    ((try? ShownCommand.all()) ?? []).map(\.words)
      .filter { $0.starts(with: ["frameworks", "new"]) && $0.count == 4 }
      .map { "\($0[2])/\($0[3])" })

  /// Whether a name may stand for frameworks, as far as the adapters' folders and the documents tell.
  private static func isFramework(_ name: String) -> Bool {
    guard !begun.contains(name) else { return true }
    let adapters = Project.folder.appending(path: "adapters")
    let exists = { (path: String) in
      FileManager.default.fileExists(atPath: adapters.appending(path: path).path)
    }
    let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
    if exists("\(parts[0])/adapter.json") {
      return parts.count == 1 || parts[1] == "*" || exists("\(parts[0])/apps/\(parts[1])")
    }
    let languages = (try? FileManager.default.contentsOfDirectory(atPath: adapters.path)) ?? []
    return languages.contains { exists("\($0)/apps/\(name)") }
  }

  /// The words, with what a mention leaves out: operands, and flags that must be given.
  private func completed(_ words: [String]) throws -> [String] {
    let (_, command, rest) = try Harness.root.resolve(words[...])
    let required = command.flags.flatMap { flag -> [String] in
      guard let example = flag.requiredExample, !rest.contains("--" + flag.name) else { return [] }
      return ["--" + flag.name, example]
    }
    let missing = rest.allSatisfy { $0.hasPrefix("-") } ? command.operands.count.lowerBound : 0
    // Wherever a URL would do, or a name.
    let operand = command.operands.placeholder.hasPrefix("URL") ? "http://127.0.0.1/" : "python"
    return words + required + Array(repeating: operand, count: missing)
  }

  @Test(arguments: try ShownCommand.all())
  func `a command line in a document is what the command understands`(shown: ShownCommand) throws {
    do {
      try expectFrameworks(of: shown.words)
    } catch let error as UsageError {
      guard !shown.isWhole else { throw error }
      try expectFrameworks(of: completed(shown.words))
    }
  }

  @Test func `README's list of commands is among them, and every command is in some document`() throws {
    let all = try ShownCommand.all()
    #expect(all.count { $0.document == "README.md" && $0.isWhole } >= 17)
    #expect(all.count { !$0.isWhole } >= 10)
    let shown = try all.map { try Harness.root.resolve($0.words[...]).path }
    for (path, command) in Harness.tree where command.request != nil && path.last != "ping" {
      #expect(shown.contains(path), "\(path)")
    }
  }

  @Test func `every flag that sentences of the documents name is a flag of some command`() throws {
    let flags = Set(Harness.tree.flatMap { $0.command.allFlags.map(\.name) })
    // These tell of other programs' flags too.
    let others = ["docs/AGENTS.md", "docs/BENCH.md", "docs/ENGINE.md", "docs/PROFILING.md"]
    let named = try Self.documents().filter { !others.contains($0.0) }.flatMap { _, text in
      text.matches(of: /`--([a-z][a-z0-9-]*)/).map { String($0.1) }
    }
    #expect(named.count > 20)
    for name in Set(named) { #expect(flags.contains(name), "--\(name)") }
  }

  @Test func `whatever a report says would help is explained`() throws {
    let document = try Self.text("docs/TROUBLESHOOTING.md")
    let words = try Self.text("Sources/Host/Reporting/Words/WarningWords.swift")
    // Of words with a number in them what stands before it.
    let helps = words.matches(of: /help: "([^"\\]+)/).map { String($0.1) } + Gate.all.map(\.help)
    #expect(helps.count > 15)
    for help in helps { #expect(document.contains("| \(help)"), "\(help)") }
  }

  @Test func `a harness.json5 that documents show is one`() throws {
    let shown = try Self.documents().flatMap { name, text in
      text.matches(of: /```json5\n((?s).*?)```/).map { (name, String($0.1)) }
    }.filter { $0.1.contains("compare:") || $0.1.contains("apps:") }
    #expect(!shown.isEmpty)
    for (name, text) in shown {
      #expect(throws: Never.self, "\(name)") { try ProjectFile(parsing: text, in: Project.folder) }
    }
  }

  @Test func `whatever documents lead to is there`() throws {
    for (name, text) in try Self.documents() {
      let folder = Project.folder.appending(path: name).deletingLastPathComponent()
      for link in text.matches(of: /\]\(([^)#:]+)(?:#[^)]*)?\)|(?:src|srcset)="([^":]+)"/) {
        let path = String(link.1 ?? link.2 ?? "")
        #expect(FileManager.default.fileExists(atPath: folder.appending(path: path).path), "\(name): \(path)")
      }
    }
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: Project.folder.appending(path: path), encoding: .utf8)
  }

  /// README and `docs/`.
  private static func documents() throws -> [(String, String)] {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: Project.folder.appending(path: "docs").path)
    return try (["README.md"] + names.filter { $0.hasSuffix(".md") }.map { "docs/\($0)" }).map {
      ($0, try text($0))
    }
  }

  @Test func `every example in help is a command line that the command understands`() throws {
    for (path, command) in Harness.tree {
      for example in command.examples where example.line.hasPrefix("harness ") {
        let words = Array(ShownCommand.words(of: example.line).dropFirst())
        do { try expectFrameworks(of: words) } catch {
          Issue.record("\(path): \(example.line): \(error)")
        }
      }
    }
  }
}

extension CommandFlag {
  /// An example of its value, when it must be given.
  fileprivate var requiredExample: String? {
    guard case .required(let example, _) = standard else { return nil }
    return example
  }
}
