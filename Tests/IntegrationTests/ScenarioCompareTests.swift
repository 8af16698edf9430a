import Foundation
import Platform
import Record
import TestSupport
import Testing

/// Scenarios as workloads of other commands.
@Suite(.serialized) struct ScenarioCompareTests {
  private static let projects = Project.folder.appending(path: "examples/projects.json5").path

  private static func urls(_ servers: FixtureServer...) -> [String] {
    servers.enumerated().flatMap { ["--url", "s\($0.offset)=http://127.0.0.1:\($0.element.port)"] }
  }

  @Test func `apps are compared by the flows that they do for users`() async throws {
    let (first, second) = (
      try FixtureServer("scenarios/service.py"), try FixtureServer("scenarios/service.py")
    )
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let outcome = try await Program.run(
      ["compare"] + Self.urls(first, second) + [
        "--scenario", Self.projects, "--rounds", "2", "--pilot", "1", "--warmup", "0.3", "--duration", "0.6",
        "--rate", "50%",
        "--latency-duration", "1", "--connections", "4", "--no-twin", "--tolerate", Program.busyMachine,
        "--output",
        folder.path,
      ])
    #expect(outcome.status == .status(0), "\(outcome.errors) \(outcome.output)")
    #expect(outcome.output.contains("flows/s") && outcome.output.contains("projects"))
    let run = try Program.onlyRun(in: folder)
    let record = try RunStore.read(run)
    #expect(record.plan.families.map(\.id) == [.flows, .latency] && record.plan.suite == nil)
    #expect(record.conformance.count == 2 && record.conformance.allSatisfy(\.passed))
    for trial in record.trials {
      let load = try #require(trial.load, "\(trial.failure.map { "\($0)" } ?? "")")
      #expect(load.errorCount == 0 && load.answered > 0 && load.sessions?.begun ?? 0 >= 4)
      #expect(load.sent == load.answered + load.unfinished && load.canaries.wrong == 0)
      #expect(load.parts?.map(\.name) == ["create", "list", "update", "delete"])
      let isClosed = record.plan.family(.flows)?.conditions.contains { $0.id == trial.condition } ?? false
      #expect(trial.figures[.flowRate] ?? 0 > 0 && isClosed == (load.openLoop == nil))
    }
    #expect(
      try String(contentsOf: run.appending(path: "scenario.json5"), encoding: .utf8)
        == String(contentsOfFile: Self.projects, encoding: .utf8))
    let verified = try await Program.run("results", "verify", run.path)
    #expect(verified.status == .status(0), "\(verified.output)")
    let lines = try Data(contentsOf: run.appending(path: "journal.jsonl")).split(
      separator: UInt8(ascii: "\n"))
    let schema = Project.folder.appending(path: "Sources/Host/Record/Schema/entry.schema.json")
    #expect(
      try JSONSchema.problems(with: lines.map { Data($0) }, in: schema).allSatisfy { $0 == nil })
  }

  @Test func `who does not serve users is refused, with what was said`() async throws {
    let server = try FixtureServer("scenarios/service.py")
    let file = Program.temporaryFolder().appendingPathExtension("json5")
    defer { try? FileManager.default.removeItem(at: file) }
    try
      #"{ scenario: 1, name: "cheap", load: { users: 1 }, flows: { f: { steps: [ { name: "price", get: "/items/3", check: { "/price": 1 } } ] } } }"#
      .write(to: file, atomically: true, encoding: .utf8)
    let outcome = try await Program.run(
      ["verify"] + Self.urls(server) + ["--scenario", file.path, "--workloads", "cheap"])
    #expect(outcome.status == .status(1), "\(outcome.errors)\(outcome.output)")
    #expect(
      outcome.output.contains("f: price: GET /items/3") && outcome.output.contains("4.5"), "\(outcome.output)"
    )
  }

  @Test func `a flow is carried out once, and what was said is shown`() async throws {
    let server = try FixtureServer("scenarios/service.py")
    let outcome = try await Program.run(
      "scenario", "check", Self.projects, "--target", "http://127.0.0.1:\(server.port)")
    #expect(outcome.status == .status(0), "\(outcome.errors)\(outcome.output)")
    for text in [
      "projects, 1: register", "> POST /api/v1/auth/register", "< HTTP/1.1 201", "Bearer •••",
      "projects, 5: delete",
      "carried out to its end",
    ] { #expect(outcome.output.contains(text), "\(text)\n\(outcome.output)") }
    #expect(!outcome.output.contains("token-"))
    let unreached = try await Program.run(
      "scenario", "check", Self.projects, "--target", "http://127.0.0.1:1")
    #expect(
      unreached.status == .status(1) && unreached.output.contains("could not connect"), "\(unreached.output)")
  }

  @Test func `what users do is shown step by step`() async throws {
    let outcome = try await Program.run("scenario", "show", Self.projects)
    #expect(outcome.status == .status(0))
    for line in [
      "projects: create, list, update, delete", "  once: register: POST /api/v1/auth/register",
      "  list: GET /api/v1/projects?limit=20 → 200–299, /0/id is \"{project}\"",
      "  delete: DELETE /api/v1/projects/{project} → 204",
    ] { #expect(outcome.output.contains(line), "\(line)\n\(outcome.output)") }
    let shown = try await Program.run("workloads", "show", "projects", "--scenario", Self.projects)
    #expect(shown.output == outcome.output)
  }
}
