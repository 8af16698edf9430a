import Foundation
import Platform
import TestSupport
import Testing

/// What people see depends on the terminal they have.
@Suite(.serialized) struct TerminalTests {
  /// What a command shows on a terminal of so many columns: what is written in place of a line counts as a line.
  private func shown(
    _ words: [String], columns: Int, environment: [String: String], status: Int32 = 0
  ) async throws -> (text: String, lines: [String]) {
    let script = Project.folder.appending(path: "Tests/Fixtures/terminal/run.py").path
    let child = try ChildProcess(
      path: "/usr/bin/env", arguments: ["python3", script, "\(columns)", Program.path] + words,
      environment: environment, directory: Project.folder.path)
    close(child.standardInput)
    let output = FileHandle(fileDescriptor: child.standardOutput, closeOnDealloc: true).readDataToEndOfFile()
    #expect(await child.waitForExit() == .status(status))
    let text = String(decoding: output, as: UTF8.self)
    let plain = text.replacing(/\u{1b}\[[0-9;]*[mK]/, with: "")
    return (text, plain.split { $0.isNewline || $0 == "\r" }.map(String.init))
  }

  @Test(arguments: [40, 80])
  func `a report has no longer lines than the terminal, nor has progress`(columns: Int) async throws {
    let app = try FixtureServer("faulty/app.py", "right")
    let url = "http://127.0.0.1:\(app.port)/health"
    let (text, lines) = try await shown(
      ["load", "-d", "1.2", url], columns: columns, environment: ["TERM": "xterm"])
    #expect(text.contains("\r\u{1b}[K"), "progress is shown in one line")
    #expect(lines.filter { $0.count > columns } == [])
    #expect(lines.contains { $0.contains("answers in") })
  }

  @Test func `lists and help have no longer lines either`() async throws {
    for words in [["workloads", "list"], ["results", "list"], ["help", "compare"], ["help", "load"]] {
      let (_, lines) = try await shown(words, columns: 60, environment: ["TERM": "xterm"])
      // Examples are to be copied, so that they stay whole.
      let long = lines.filter { $0.count > 60 && !$0.hasPrefix("  harness ") }
      #expect(long == [], "\(words)")
    }
  }

  @Test func `a terminal that knows no control sequences gets none`() async throws {
    let app = try FixtureServer("faulty/app.py", "right")
    let url = "http://127.0.0.1:\(app.port)/health"
    let (text, _) = try await shown(["load", "-d", "1.2", url], columns: 80, environment: ["TERM": "dumb"])
    #expect(!text.contains("\u{1b}") && !text.replacing("\r\n", with: "\n").contains("\r"))
    #expect(text.contains("requests/s"))
  }

  @Test(arguments: ["y", "no"])
  func `whoever uses an adapter from elsewhere is asked, and what they say counts`(answer: String)
    async throws
  {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let manifest = #"{"name": "other", "language": "Other", "command": ["sh", "adapter.sh"], "packages": []}"#
    try Data(manifest.utf8).write(to: folder.appending(path: "adapter.json"))
    try Data("read line; exit 3".utf8).write(to: folder.appending(path: "adapter.sh"))
    let (text, lines) = try await shown(
      ["adapters", "list", "--adapter", folder.path], columns: 200,
      environment: ["TERM": "xterm", "ANSWER": answer, "XDG_STATE_HOME": folder.path], status: 1)
    #expect(
      lines.contains { $0.contains("The other adapter is not part of this project. In \(folder.path)") })
    #expect(lines.contains("  sh adapter.sh") && text.contains("Run it, now"))
    #expect(text.contains("exited with status 3") == (answer == "y"), "\(text)")
    #expect(text.contains("never trusted") == (answer == "no"))
    let memory = folder.appending(path: "harness/trusted-adapters.json")
    #expect(FileManager.default.fileExists(atPath: memory.path) == (answer == "y"))
  }

  @Test func `a pipe gets neither control sequences nor broken lines`() async throws {
    let app = try FixtureServer("faulty/app.py", "right")
    let url = "http://127.0.0.1:\(app.port)/health"
    let outcome = try await Program.run(["load", "-d", "0.3", url], environment: ["TERM": "xterm"])
    #expect(!(outcome.output + outcome.errors).contains("\u{1b}"))
    #expect(outcome.output.split(separator: "\n").contains { $0.contains("received") && $0.contains("sent") })
  }
}
