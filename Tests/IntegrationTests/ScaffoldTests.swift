import Foundation
import Glibc
import Platform
import Record
import TestSupport
import Testing

/// What `adapters new` and `frameworks new` write works as it is, by the commands of its own README.
@Suite(.serialized) struct ScaffoldTests {
  private let home = Program.temporaryFolder()
  /// What a comparison is shortened by.
  private static let short =
    " --rounds 2 --pilot 0 --warmup 0.3 --duration 0.5 --connections 4 --no-latency --no-twin --quiet"
    + " --tolerate \(Program.busyMachine)"

  /// Makes the home of a user who has `harness` on their PATH.
  private func begin() throws {
    let bin = home.appending(path: "bin")
    try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: bin.appending(path: "harness").path, withDestinationPath: Program.path)
  }

  /// What a line typed in a folder of the user's comes to.
  private func type(_ line: String, in folder: String = "") async throws -> Program.Outcome {
    let environment = ProcessInfo.processInfo.environment
    let path = "\(home.path)/bin:\(environment["PATH"] ?? "/usr/bin:/bin")"
    let child = try ChildProcess(
      path: "/bin/sh", arguments: ["-c", line],
      environment: [
        "PATH": path, "HARNESS_HOME": Project.folder.path, "XDG_STATE_HOME": "\(home.path)/state",
        "XDG_DATA_HOME": "\(home.path)/data", "HARNESS_ADAPTER_PATH": "",
      ], directory: home.appending(path: folder).path)
    close(child.standardInput)
    return ProgramOutcome(of: child)
  }

  /// Types every command of the first block of the folder's README; the comparison is shortened.
  private func followReadme(in folder: String) async throws {
    let text = try String(
      contentsOf: home.appending(path: folder).appending(path: "README.md"), encoding: .utf8)
    let block = try #require(text.firstMatch(of: /```sh\n((?s).*?)```/)).1
    let lines = block.split(separator: "\n").map(String.init)
    #expect(lines.count >= 4)
    for line in lines {
      let outcome = try await type(
        line.hasPrefix("harness compare") ? line + Self.short : line, in: folder)
      #expect(outcome.status == .status(0), "\(line)\n\(outcome.errors)\n\(outcome.output)")
    }
  }

  @Test(arguments: ["python", "none", "node", "ruby", "rust", "go"])
  func `an adapter that was begun keeps the protocol, and its app is measured beside ours`(sdk: String)
    async throws
  {
    defer { try? FileManager.default.removeItem(at: home) }
    try begin()
    let new = try await type("harness adapters new lua --sdk \(sdk)")
    #expect(new.status == .status(0), "\(new.errors)")
    #expect(new.errors.contains("harness adapters check lua-adapter --quick"))
    try await followReadme(in: "lua-adapter")
  }

  /// The language that this repository does not know: what its author laid over the beginning is in `Tests/Fixtures/scaffolds/perl`.
  @Test func `an adapter for Perl is one like ours once its app is in the place of the first one`()
    async throws
  {
    defer { try? FileManager.default.removeItem(at: home) }
    try begin()
    #expect(try await type("harness adapters new perl").status == .status(0))
    let fixture = Project.folder.appending(path: "Tests/Fixtures/scaffolds/perl").path
    let laid = try await type("rm -r apps/http && cp -r '\(fixture)'/. .", in: "perl-adapter")
    #expect(laid.status == .status(0), "\(laid.errors)")
    // Its adapter.json is another one now.
    #expect(
      try await type("harness adapters list --adapter . --trust", in: "perl-adapter").status == .status(0))
    try await followReadme(in: "perl-adapter")
    let trials = try RunStore.read(
      Program.onlyRun(in: home.appending(path: "perl-adapter/results"))
    ).trials
    #expect(Set(trials.map(\.participant)) == ["perl/mojolicious", "python/fastapi"])
    #expect(trials.allSatisfy { $0.load?.answered ?? 0 > 0 })
  }

  @Test(arguments: [("python", "framework.py"), ("java", "Main.java")])
  func `a framework that was begun is verified, whatever the hyphens in its name`(
    adapter: String, file: String
  )
    async throws
  {
    defer { try? FileManager.default.removeItem(at: home) }
    try begin()
    try Program.copyAdapter(adapter, to: home.appending(path: adapter))
    let line = "harness frameworks new \(adapter) my-framework --adapter \(adapter)"
    let new = try await type(line)
    #expect(new.status == .status(0), "\(new.errors)")
    #expect(
      new.errors.contains("apps/my-framework/\(file)") && new.errors.contains("adapter.py in "),
      "\(new.errors)")
    let verified = try await type(
      "harness verify --adapter \(adapter) --trust --frameworks \(adapter)/my-framework --workloads json-small"
    )
    #expect(verified.status == .status(0), "\(verified.errors)\n\(verified.output)")
    let again = try await type(line)
    #expect(again.status == .status(1) && again.errors.contains("is there already"))
  }

  @Test func `names that cannot be, and an adapter that is there, are told before anything is written`()
    async throws
  {
    defer { try? FileManager.default.removeItem(at: home) }
    try begin()
    for (line, words) in [
      (
        "adapters new python",
        "there is an adapter called python already; `harness frameworks new python NAME`"
      ),
      ("adapters new 'C++'", "`c++` cannot be the name of a language"),
      ("adapters new lua --sdk cobol", "there is no such SDK; there are "),
      ("frameworks new python -- -x", "`-x` cannot be the name of a framework"),
      ("frameworks new pyton bottle", "did you mean python?"),
    ] {
      let outcome = try await type("harness \(line)")
      #expect(outcome.status == .status(2) && outcome.errors.contains(words), "\(line): \(outcome.errors)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: home.path).sorted() == ["bin"])
  }
}
