import Foundation
import Orchestration
import Record

/// Who is to be measured, as it was typed: frameworks after a flag or as plain words, and apps of the user's own.
struct ParticipantChoice: Sendable {
  /// What stands for somebody, in the order of the plan.
  let names: [String]
  /// The apps of the user's own.
  let own: [OwnApp]

  /// Reads the flags, and `harness.json5` where they need it; throws a `UsageError` for nobody, or frameworks given both ways.
  init(
    _ arguments: Arguments, after flag: Flag<[String]>,
    in folder: URL = URL(filePath: FileManager.default.currentDirectoryPath)
  ) throws {
    own = try Self.own(arguments, in: folder)
    let frameworks = try Self.frameworks(arguments, after: flag, orElse: own)
    names = frameworks + own.map(\.participant.id.rawValue).filter { !frameworks.contains($0) }
  }

  private static func frameworks(
    _ arguments: Arguments, after flag: Flag<[String]>, orElse own: [OwnApp]
  ) throws -> [String] {
    guard !arguments.operands.isEmpty else {
      return own.isEmpty || arguments.isGiven(flag) ? try arguments[flag] : []
    }
    guard !arguments.isGiven(flag) else {
      throw UsageError(
        "give frameworks after --\(flag.name) or as plain words, not both: "
          + arguments.operands.map { "`\($0)`" }.joined(separator: " "))
    }
    return try flag.value(of: arguments.operands)
  }

  private static func own(_ arguments: Arguments, in folder: URL) throws -> [OwnApp] {
    var apps: [OwnApp] = []
    for text in try arguments[OwnAppFlags.app] {
      let (name, line) = try named(text, OwnAppFlags.app)
      apps.append(
        try line.map { OwnApp(named: name, .command(line: $0)) } ?? written(name, in: folder))
    }
    for text in try arguments[OwnAppFlags.url] {
      let (name, url) = try named(text, OwnAppFlags.url)
      guard let url else {
        throw UsageError("--url wants a name and a URL: --url \(name)=http://127.0.0.1:8080")
      }
      do { try OwnApp.check(url: url) } catch { throw UsageError("--url \(name): \(error)") }
      apps.append(OwnApp(named: name, .server(url: url)))
    }
    let names = apps.map(\.participant.id.rawValue)
    if let twice = names.first(where: { name in names.count(where: { $0 == name }) > 1 }) {
      throw UsageError("two apps are called `\(twice)`; give one of them another name")
    }
    return apps
  }

  /// The name before the first `=`, and what stands after it; nil: nothing.
  private static func named(_ text: String, _ flag: any CommandFlag) throws -> (String, String?) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    if let problem = OwnApp.problem(withName: parts[0]) {
      throw UsageError("--\(flag.name) \(text): \(problem)")
    }
    let rest = parts.count == 2 ? parts[1].trimmingCharacters(in: .whitespaces) : nil
    guard rest != "" else { throw UsageError("--\(flag.name) \(text) has nothing after the `=`") }
    return (parts[0], rest)
  }

  /// The app of this name in the project's file.
  private static func written(_ name: String, in folder: URL) throws -> OwnApp {
    let known = try ProjectFile(in: folder)?.apps
    guard let app = known?[name] else {
      let file =
        known.map { "there are \($0.keys.sorted().joined(separator: ", "))" } ?? "there is no such file here"
      throw UsageError(
        "--app \(name) has no command, and \(ProjectFile.name) no app of this name: \(file); "
          + "type it like --app '\(name)=./server --port {port}'")
    }
    return app
  }
}
