import Analysis
import Evidence
import Foundation
import Platform
import Record
import TestSupport
import Testing

@Suite struct ResultsCommandTests {
  @Test func `the committed example is proven by harness and by sha256sum`() async throws {
    let outcome = try await Program.run("results", "verify", "results/example")
    #expect(outcome.status == .status(0) && outcome.errors == "", "\(outcome.output)\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    // Two lines of the table's head, a row for each of 17 checks, and the conclusion.
    #expect(lines.count == 20 && lines.dropFirst(2).dropLast().allSatisfy { $0.contains("  ok       ") })
    #expect(lines.last?.hasPrefix("proven: ") == true)
    let tool = try ProgramOutcome(
      of: "/usr/bin/sha256sum", ["--check", "--strict", "--status", Manifest.fileName],
      directory: Project.folder.appending(path: "results/example").path)
    #expect(tool.isSuccess)
  }

  @Test func `a figure that was changed ends with status 1 and is named, in JSON too`() async throws {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.copyItem(
      at: Project.folder.appending(path: "results/example"), to: folder)
    let file = folder.appending(path: "comparison.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    let cell = try #require(
      try Comparison(of: RunStore.read(folder)).families.first?.points.first?.cells.first)
    let changed = text.replacing(#""requests" : \#(cell.requests)"#, with: #""requests" : 1"#)
    try Data(changed.utf8).write(to: file)
    let place = "/families/0/points/0/cells/0/requests: stored 1, recomputed \(cell.requests)"
    let outcome = try await Program.run("results", "verify", folder.path)
    #expect(outcome.status == .status(1) && outcome.output.contains(/\ncomparison\.json +FAILED\n/))
    #expect(outcome.output.contains(place) && outcome.output.contains("changed: comparison.json (SHA-256 "))
    #expect(outcome.output.hasSuffix("not proven: manifest, comparison.json failed\n"))
    let json = try await Program.run("results", "verify", "--json", folder.path)
    #expect(json.status == .status(1) && json.output.contains("\"\(place)\""))
  }

  @Test(arguments: [
    (["results", "list", "--output", "README.md"], "/README.md: it is a file, not a folder; name"),
    (["results", "list", "--output", "results/nope"], "/results/nope: there is no such folder; name the"),
    (["report", "results/nope"], "/results/nope: there is no such folder; `harness results list` shows"),
    (["report", "README.md"], "/README.md: it is a file, not a folder; `harness results list` shows"),
    (["report", "docs"], "/docs: it has no run.json; `harness results list` shows"),
  ])
  func `a place without runs ends with status 1 and what would help`(words: [String], text: String)
    async throws
  {
    let outcome = try await Program.run(words)
    #expect(outcome.status == .status(1) && outcome.errors.contains(text), "\(outcome.errors)")
  }

  @Test func `list shows runs with date, blocks, outcome and frameworks, and one that cannot be read`()
    async throws
  {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    #expect(try await Program.run("results", "list", "--output", folder.path).status == .status(0))
    let sample = SampleRun.make(
      ["a/x": ["w": [1, 2]], "b/y": ["w": [3, 4]]], frameworks: ["a/x", "b/y"], workloads: ["w"])
    try RunStore(folder).begin(sample.run).append(sample)
    let listed = try await Program.run("results", "list", "--output", folder.path)
    #expect(listed.status == .status(0))
    #expect(
      listed.output.contains("sample  1970-01-01T00:00:00Z       2  complete  a/x b/y\n"), "\(listed.output)")
    let broken = folder.appending(path: "broken")
    try FileManager.default.createDirectory(at: broken, withIntermediateDirectories: true)
    try Data("{".utf8).write(to: broken.appending(path: "run.json"))
    let partly = try await Program.run("results", "list", "--output", folder.path)
    #expect(partly.status == .status(1) && partly.output.contains("cannot read the stored run"))
  }
}
