import Foundation
import Platform
import Record
import TestSupport
import Testing

/// Commands that documents tell people to type end well, as a shell runs them in a folder of nobody's; what takes minutes is shortened.
@Suite(.serialized) struct DocumentCommandTests {
  /// What tests of their own type, and what runs another command.
  private static let elsewhere = [
    "adapters check", "adapters new", "frameworks new", "selftest", "neighbour",
  ]

  /// What stands in blocks of the README and of docs, once each.
  private static let lines: [String] = {
    let commands = ((try? ShownCommand.all()) ?? []).filter {
      $0.isWhole && ($0.document == "README.md" || $0.document.hasPrefix("docs/"))
    }
    var lines: [String] = []
    for line in commands.map(\.line)
    where !lines.contains(line) && !elsewhere.contains(where: line.hasPrefix) { lines.append(line) }
    return lines
  }()

  private let folder = Program.temporaryFolder()
  private var results: URL { folder.appending(path: "results") }

  /// A folder with the runs and the app that documents speak of.
  private func furnish() throws {
    let files = FileManager.default
    try files.createDirectory(at: results, withIntermediateDirectories: true)
    let example = Project.folder.appending(path: "results/example")
    for run in ["example", "before", "after"] {
      try files.copyItem(at: example, to: results.appending(path: run))
    }
    try files.copyItem(
      at: Project.folder.appending(path: "examples"), to: folder.appending(path: "examples"))
    let document = Project.folder.appending(path: "docs/OWN_APPS.md")
    let app = try #require(
      String(contentsOf: document, encoding: .utf8).firstMatch(of: /```js\n((?s).*?)```/)
    ).1
    #expect(app.split(separator: "\n", omittingEmptySubsequences: false).count <= 21)
    try app.write(to: folder.appending(path: "server.js"), atomically: true, encoding: .utf8)
    let server = folder.appending(path: "server")
    try "#!/bin/sh\nexec node server.js \"$2\"\n".write(to: server, atomically: true, encoding: .utf8)
    try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: server.path)
  }

  /// The same command in seconds.
  private func shortened(_ line: String) -> String {
    let blocks =
      " --rounds 1 --pilot 0 --warmup 0.3 --duration 0.2 --connections 4 --tolerate \(Program.busyMachine)"
      + (["--suite", "--workloads", "--scenario"].contains(where: line.contains)
        ? "" : " --workloads path-int")
    if line.contains("--dry-run") || line.contains("--baseline results/before") { return line }
    if line.hasPrefix("compare") {
      // Bodies of a megabyte and a thousand streams are too much for a busy machine.
      return line.replacing(/--max-rounds \d+/, with: "--max-rounds 1")
        .replacing("--suite json-bodies", with: "--suite quick")
        .replacing("--suite held", with: "--suite held-100") + blocks + " --no-twin "
        + (line.contains("--rate") ? "--latency-duration 0.5" : "--no-latency")
    }
    if line.hasPrefix("profile") {
      return line + blocks + (line.contains("graph") ? " --flamegraph-duration 0.5" : "")
    }
    if line.hasPrefix("scenario") { return line.replacing("--for 30s", with: "--for 1s") }
    guard line.hasPrefix("load") else { return line.replacing("<run-id>", with: "example") }
    return line.replacing(/-d \d+/, with: "-d 1").replacing(/-c \d+/, with: "-c 4").replacing(
      /-n \d+/, with: "-n 20"
    )
    .replacing(/--rate \d+/, with: "--rate 50")
  }

  /// Who listens at the port 8080 of which `line` speaks.
  private func server(for line: String) throws -> FixtureServer? {
    guard line.contains("127.0.0.1:8080") else { return nil }
    if line.contains("scenario") { return try FixtureServer("scenarios/service.py") }
    if line.hasPrefix("compare") { return try FixtureServer("own/echo.py", "0") }
    return try FixtureServer(
      line.contains("/ws") || line.contains("/push") ? "streams/sockets.py" : "streams/events.py")
  }

  @Test func `no document is without its commands`() {
    for (command, count) in [
      "compare": 10, "profile": 2, "verify": 2, "load": 9, "results": 2, "open": 1, "scenario": 6,
    ] {
      #expect(Self.lines.count { $0.hasPrefix(command) } >= count, "\(command): \(Self.lines)")
    }
  }

  @Test(arguments: lines)
  func `what documents tell people to type ends well`(line: String) async throws {
    try furnish()
    defer { try? FileManager.default.removeItem(at: folder) }
    let server = try server(for: line)
    let words = shortened(line).replacing("127.0.0.1:8080", with: "127.0.0.1:\(server?.port ?? 0)")
    let child = try ChildProcess(
      path: "/bin/bash", arguments: ["-c", "exec '\(Program.path)' \(words)"],
      environment: ["HARNESS_HOME": Project.folder.path], directory: folder.path)
    close(child.standardInput)
    let outcome = ProgramOutcome(of: child)
    withExtendedLifetime(server) {}
    #expect(outcome.status == .status(0), "\(words)\n\(outcome.errors)\n\(outcome.output)")
    try expectTraces(of: words, in: outcome)
  }

  /// What a command leaves behind, or tells.
  private func expectTraces(of words: String, in outcome: Program.Outcome) throws {
    let runs = try RunStore(results).folders().filter {
      !["example", "before", "after"].contains($0.lastPathComponent)
    }
    if words.contains("--rounds 1") {
      #expect(runs.count == 1, "\(words)")
      for run in runs {
        let record = try RunStore.read(run)
        let served = Set(record.trials.filter { $0.load?.answered ?? 0 > 0 }.map(\.participant))
        #expect(
          record.outcome?.kind == .complete && served == Set(record.plan.compared.map(\.id)), "\(words)")
      }
    } else {
      #expect(runs == [] && !(outcome.output + outcome.errors).isEmpty, "\(words)")
    }
    let report = folder.appending(path: "BENCHMARK_RESULTS.md").path
    #expect(!words.contains("--report") || FileManager.default.fileExists(atPath: report))
    #expect(!words.contains("--dry-run") || outcome.output.contains("a difference is found from"))
    let settings = folder.appending(path: "harness.json5").path
    #expect(words != "init" || FileManager.default.fileExists(atPath: settings))
  }
}
