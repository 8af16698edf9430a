import Foundation
import Orchestration
import Record
import TestSupport
import Testing

@testable import Commands

/// Whom `compare` with these words is to measure, in a folder whose project file has this text.
private func choice(_ words: String..., file: String? = nil) throws -> ParticipantChoice {
  let folder = FileManager.default.temporaryDirectory.appending(path: "harness-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try file.map { try Data($0.utf8).write(to: folder.appending(path: ProjectFile.name)) }
  let arguments = try Arguments(words, for: compareCommand, path: ["harness", "compare"])
  return try ParticipantChoice(arguments, after: CompareFlags.frameworks, in: folder)
}

/// What is wrong with words.
private func problem(_ words: String..., file: String? = nil) throws -> String {
  let error = #expect(throws: UsageError.self) {
    switch words.count {
    case 2: try choice(words[0], words[1], file: file)
    default: try choice(words[0], words[1], words[2], words[3], file: file)
    }
  }
  return try #require(error).description
}

@Suite struct ParticipantChoiceTests {
  @Test func `apps join the frameworks, after them unless they are named among them`() throws {
    #expect(try choice("python", "node").names == ["python", "node"])
    let mixed = try choice(
      "-f", "python", "--app", "mine=./run --port {port} --x=1", "--url", "far=http://127.0.0.1:80")
    #expect(mixed.names == ["python", "mine", "far"])
    #expect(
      mixed.own.map(\.participant.app) == [
        .command(line: "./run --port {port} --x=1"), .server(url: "http://127.0.0.1:80"),
      ])
    #expect(try choice("-f", "mine,python", "--app", "mine=x").names == ["mine", "python"])
    #expect(try choice("--app", "a=x", "--app", "b=y").names == ["a", "b"])
  }

  @Test func `a name alone is an app of the project's file`() throws {
    let file = """
      { apps: { mine: {
          command: "./run", cwd: "src", build: "make", health: "/up", env: { MODE: "production" },
      } } }
      """
    let app = try #require(try choice("--app", "mine", file: file).own.first)
    #expect(app.participant.app == .command(line: "./run") && app.participant.folder == "app-mine")
    #expect(app.directory?.lastPathComponent == "src" && app.build == "make" && app.healthPath == "/up")
    #expect(app.environment == ["MODE": "production"])
  }

  @Test func `what is wrong is told, with what would help`() throws {
    #expect(try problem("--app", "mine=").contains("nothing after the `=`"))
    #expect(try problem("--app", "a b=x").contains("an app's name has letters"))
    #expect(try problem("--app", "mine").contains("there is no such file here; type it like --app 'mine="))
    #expect(try problem("--app", "mine", file: "{apps: {other: {command: 'x'}}}").contains("there are other"))
    #expect(try problem("--url", "far").contains("--url far=http://127.0.0.1:8080"))
    #expect(try problem("--url", "far=https://127.0.0.1").contains("only http is measured"))
    #expect(try problem("--app", "a=x", "--url", "a=http://127.0.0.1:80").contains("two apps are called `a`"))
    #expect(
      try problem("--app", "mine", file: "{apps: {mine: {comand: 'x'},\n '1': {command: 'y', health: 'up'}}}")
        == """
        harness.json5:1:15: apps.mine.command is missing
        harness.json5:1:16: unknown field `apps.mine.comand`; there are command, cwd, env, health, build
        harness.json5:2:2: an app's name has letters, digits, `.`, `_` and `-`, and begins with a letter
        harness.json5:2:30: apps.1.health must be a path like /health
        """)
    #expect(try problem("--app", "mine", file: "{apps: }").contains("harness.json5:1:8: expected a value"))
  }
}
