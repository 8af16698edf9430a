import Foundation
import Reporting
import TestSupport
import Testing

@testable import Commands

/// What `harness.json5` says of flags, and what is typed.
struct ProjectFileDefaultsTests {
  private static func arguments(_ words: [String], _ file: String) throws -> Arguments {
    let (path, command, rest) = try Harness.root.resolve(words[...])
    let defaults = try ProjectFile(parsing: file, in: Project.folder).defaults
    return try Arguments(rest, for: command, path: path, defaults: defaults[command])
  }

  private static let file = """
    {
      compare: {
        frameworks: ["python", "node"], suite: "json-bodies", rounds: 9, quiet: true, "no-twin": false,
        delta: 2.5, rate: "1000,2000",
      },
      load: { connections: 64, duration: 30, rate: 500 },
    }
    """

  @Test func `what is typed goes before the file, and the file before what is built in`() throws {
    let none = try Self.arguments(["compare"], Self.file)
    #expect(try none[CompareFlags.frameworks] == ["python", "node"] && none[CompareFlags.rounds] == 9)
    #expect(none[CompareFlags.quiet] && !none[CompareFlags.noTwin])
    #expect(try none[CompareFlags.delta] == 0.025 && none[CompareFlags.connections] == 32)
    let typed = try Self.arguments(
      ["compare", "-f", "rust,ruby", "--rounds", "7", "--quiet=false"], Self.file)
    #expect(try typed[CompareFlags.frameworks] == ["rust", "ruby"] && typed[CompareFlags.rounds] == 7)
    #expect(!typed[CompareFlags.quiet])
  }

  @Test func `what is typed in the place of a flag leaves out what the file says of it`() throws {
    let words = try Self.arguments(["compare", "rust", "ruby"], Self.file)
    #expect(words.operands == ["rust", "ruby"] && !words.isGiven(CompareFlags.frameworks))
    let workloads = try Self.arguments(["compare", "--workloads", "json-small"], Self.file)
    #expect(!workloads.isGiven(CompareFlags.suite) && workloads.isGiven(CompareFlags.rounds))
    #expect(try !Self.arguments(["compare", "--no-latency"], Self.file).isGiven(CompareFlags.rate))
    let url = "http://127.0.0.1/"
    #expect(try !Self.arguments(["load", "-n", "5", url], Self.file).isGiven(LoadFlags.duration))
    #expect(try !Self.arguments(["load", "--ramp", "1-9", url], Self.file).isGiven(LoadFlags.rate))
    #expect(try Self.arguments(["load", url], Self.file)[LoadFlags.rate] == 500)
  }

  @Test(arguments: [
    (
      "{ compare: { rounds: 0 } }",
      "1:22: compare.rounds: --rounds wants a whole number from 1 to 1000, not `0`"
    ),
    ("{ compare: { rounds: [1, 2] } }", "1:22: compare.rounds takes one value, not an array"),
    ("{ compare: { frameworks: [] } }", "1:26: compare.frameworks is an empty array"),
    ("{ compare: { quiet: 1 } }", "1:21: compare.quiet must be true or false, not a whole number"),
    ("{ compare: { report: {} } }", "1:22: compare.report must be a text or a number, not an object"),
    ("{ compare: 7 }", "1:12: compare must be an object, not a whole number"),
    (
      "{ compare: { round: 1 } }",
      "1:14: compare.round: unknown flag `round`; did you mean max-rounds or rounds?"
    ),
    ("{ doctor: {} }", "1:3: unknown field `doctor`"),
  ])
  func `a mistake in the file is told with its place`(file: String, problem: String) {
    do {
      _ = try ProjectFile(parsing: file, in: Project.folder)
      Issue.record("\(file) is understood")
    } catch {
      #expect(error.problems.count == 1 && "\(error.problems[0])".hasPrefix(problem), "\(error.problems)")
    }
  }

  @Test func `the file that init writes says nothing, and all of it when the slashes are removed`() throws {
    let text = ProjectFileTemplate.text(for: Harness.commands)
    let empty = try ProjectFile(parsing: text, in: Project.folder)
    #expect(empty.apps.isEmpty && Harness.commands.allSatisfy { empty.defaults[$0].isEmpty })
    // Placeholders such as FILE are no values of every kind, so what is built in is what is tried.
    for command in Harness.commands where command.readsProjectFile {
      let text = ProjectFileTemplate.text(for: [command])
      let written = command.flags.filter { $0.typedText != nil }
      #expect(!written.isEmpty)
      for flag in written {
        let name = flag.name.contains("-") ? "\"\(flag.name)\"" : flag.name
        let line = try #require(text.split(separator: "\n").first { $0.contains("// \(name): ") })
        let member = line.drop { $0 == " " || $0 == "/" }
        let file = "{ \(command.name): { \(member) } }"
        let defaults = try ProjectFile(parsing: file, in: Project.folder).defaults
        #expect(defaults[command][flag.name] != nil, "\(file)")
      }
    }
    let apps = text.replacing("// mine:", with: "mine:")
    #expect(try ProjectFile(parsing: apps, in: Project.folder).apps["mine"] != nil)
  }

  @Test func `config says where each value comes from, and init leaves a file as it is`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "config-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var context = Context(output: .standard, root: Harness.root)
    context.workingFolder = folder
    func said(_ words: String...) async throws -> (text: String, lines: [String], code: ExitCode) {
      let (request, wantsJSON, context) = try Harness.request(words, in: context)
      let outcome = try await request.run(in: context)
      let (text, lines) = try outcome.said(asJSON: wantsJSON, style: .plain)
      return (text, lines, outcome.exitCode)
    }
    #expect(
      try await said("config", "show").lines == ["there is no harness.json5 here; `harness init` writes one"])
    #expect(try await said("init").code == .ok)
    let again = try await said("init")
    #expect(again.code == .failed && again.lines[0].contains("it was left as it is"))
    #expect(try await said("config", "show").lines[0].contains("says nothing of flags"))
    let file = folder.appending(path: "harness.json5")
    try Data("{\n  compare: { rounds: 9, quiet: true },\n}\n".utf8).write(to: file)
    let shown = try await said("config", "show", "compare").text.split(separator: "\n").map {
      $0.split(separator: " ").joined(separator: " ")
    }
    #expect(shown.contains("compare --rounds 9 harness.json5:2:22"), "\(shown)")
    #expect(shown.contains("compare --quiet true harness.json5:2:32"))
    #expect(shown.contains("compare --connections 32 built in"))
    let json = try await said("config", "show", "--json").text
    #expect(json.contains("\"from\" : \"harness.json5:2:22\"") && !json.contains("built in"))
    try Data("{ compare: { rounds: 0 } }".utf8).write(to: file)
    await #expect(throws: UsageError.self) { try await said("compare", "python", "node") }
    #expect(try await said("doctor", "--help").code == .ok)
  }

  @Test
  func
    `a page that is there is opened, the newest without a name, and one that is not is said to be missing`()
    async throws
  {
    let sample = try PublishedSample()
    defer { sample.remove() }
    let context = Context(output: .standard, root: Harness.root)
    let store = sample.folder.deletingLastPathComponent()
    for words in [["open", sample.folder.path], ["open", "--output", store.path]] {
      let outcome = try await Harness.request(words, in: context).request.run(in: context)
      let text = try outcome.said(asJSON: false, style: .plain).result
      #expect(text == sample.folder.appending(path: "report.html").path + "\n" && outcome.exitCode == .ok)
    }
    try FileManager.default.removeItem(at: sample.folder.appending(path: "report.html"))
    let outcome = try await Harness.request(["open", sample.folder.path], in: context).request.run(
      in: context)
    #expect(outcome.exitCode == .failed && outcome.remarks[0].contains("has no page"))
  }
}
