import Contract
import Foundation
import Platform
import Record
import Scenarios
import Statistics
import TestSupport
import Testing

@testable import Orchestration

/// A scenario's users as trials drive them, and as verification lets them walk.
@Suite(.serialized) struct ResidentLoadTests {
  private static let projects = Project.folder.appending(path: "examples/projects.json5")

  private static func workload(_ text: String? = nil) throws -> Workload {
    let scenario =
      try text.map { try Scenario(parsing: $0, named: "t.json5") } ?? Scenario(contentsOf: projects)
    return try WorkloadCatalogue(contentsOf: Project.workloads)
      .adding(ScenarioWorkload(scenario, secrets: scenario.secrets.mapValues { _ in "hidden/value" }))
      .workload(named: scenario.name)
  }

  private static func drive(
    _ workload: Workload, at server: FixtureServer, rate: Double? = nil
  ) async throws -> LoadFigures {
    let address = try #require(AppAddress(host: "127.0.0.1", port: Int(server.port)))
    let settings = Plan.Load(connections: 4, workers: 1, appCPUs: [], generatorCPUs: [], variants: 4)
    let window = LoadWindow(seconds: 1, offer: rate.map { .init(rate: $0, poissonSeed: nil) })
    return try await LoadDriver(settings).drive(
      PreparedWorkload(workload, variants: 4, seed: 3), at: address, window, stop: StopFlag(), progress: nil)
  }

  private static func counts(of server: FixtureServer) throws -> [String: Int] {
    let answer = try HTTPClient(host: "127.0.0.1", port: Int(server.port)).send("GET", "/counts")
    return try JSONDecoder().decode([String: Int].self, from: Data(answer.body))
  }

  @Test(arguments: [nil, 20]) func `flows are the requests, and steps the parts`(rate: Double?) async throws {
    let server = try FixtureServer("scenarios/service.py")
    let load = try await Self.drive(Self.workload(), at: server, rate: rate)
    #expect(load.errorCount == 0 && load.unfinished == 0 && load.sent == load.answered && load.answered > 5)
    #expect(load.latency.count == UInt64(load.answered) && load.connections == nil)
    let parts = try #require(load.parts)
    #expect(parts.map(\.name) == ["create", "list", "update", "delete"])
    let sessions = try #require(load.sessions)
    #expect(sessions.answered == parts.reduce(0) { $0 + $1.answered } && sessions.begun == 4)
    // Users rest where they are at the end, be it behind their last step.
    #expect((0...4).contains(parts[3].answered - load.answered) && parts[0].sent >= parts[3].answered)
    #expect(load.canaries.checked > 0 && load.canaries.wrong == 0, "\(load.canaries)")
    // Who begins does so before the window.
    let counts = try Self.counts(of: server)
    #expect(counts["POST /api/vN/auth/register 201"] == 4)
    #expect(counts["POST /api/vN/projects 201"] == parts[0].answered)
    let figures = HTTPMeasures.figures(of: load, metrics: [:], startupNanoseconds: nil)
    #expect(figures[.flowRate] == load.requestsPerSecond)
    #expect(figures[.throughput] ?? 0 > 3 * load.requestsPerSecond)
    if rate != nil {
      #expect(load.openLoop?.unsent == 0 && load.answered == 20)
    } else {
      #expect(load.requestsUnderWay ?? 0 > 2 && load.requestsUnderWay ?? 9 < 5)
    }
  }

  @Test func `users of one window are not those of another`() async throws {
    let server = try FixtureServer("scenarios/service.py")
    let workload = PreparedWorkload(try Self.workload(), variants: 4, seed: 3)
    let address = try #require(AppAddress(host: "127.0.0.1", port: Int(server.port)))
    let settings = Plan.Load(connections: 2, workers: 1, appCPUs: [], generatorCPUs: [], variants: 4)
    for _ in 0..<3 {
      let load = try await LoadDriver(settings).drive(
        workload, at: address, LoadWindow(seconds: 0.1), stop: StopFlag(), progress: nil)
      #expect(load.errorCount == 0, "\(load.errors)")
    }
    #expect(try Self.counts(of: server)["taken"] == nil)
    let names = (0..<40).map { _ in workload.runs.next() }
    #expect(Set(names).count == 40 && Set(names.map(\.count)).count == 1)
  }

  @Test func `a flow that cannot be carried out refuses the app`() throws {
    let server = try FixtureServer("scenarios/service.py")
    let address = try #require(AppAddress(host: "127.0.0.1", port: Int(server.port)))
    let verifier = HTTPVerifier(seed: 1)
    let good = verifier.check(try Self.workload(), at: address)
    #expect(good.failures.isEmpty && good.checks == 6 && !good.isAbsent, "\(good)")
    let wrong = try Self.workload(
      """
      { scenario: 1, name: "wrong", load: { users: 1 }, flows: {
        right: { steps: [ { name: "items", get: "/items", check: { "/0/id": 1 } } ] },
        f: { steps: [ { name: "cheap", get: "/items/3", check: { "/price": 1 } }, { name: "never", get: "/items" } ] } } }
      """)
    let findings = verifier.check(wrong, at: address)
    #expect(findings.failures.map(\.check) == ["f: cheap"], "\(findings)")
    #expect(
      findings.failures[0].request.hasPrefix("GET /items/3") && findings.failures[0].got.contains("4.5"))
    let absent = try Self.workload(
      #"{ scenario: 1, name: "absent", load: { users: 1 }, flows: { f: { headers: { authorization: "none" }, steps: [ { get: "/api/v1/projects/7" } ] } } }"#
    )
    #expect(verifier.check(absent, at: address).failures.count > 0)
    #expect(
      verifier.check(try Self.workload(), at: try #require(AppAddress(host: "127.0.0.1", port: 1))).failures
        .count > 0)
  }

  @Test func `what is said is shown without its secrets`() async throws {
    let server = try FixtureServer("scenarios/service.py")
    let scenario = try Scenario(
      parsing: """
        { scenario: 1, name: "s", secrets: { key: { env: "KEY" } }, headers: { "x-key": "{{secret.key}}" }, load: { users: 1 },
          flows: { f: { once: [ { post: "/api/v1/auth/register", json: { username: "{{user.key}}", k: "{{secret.key}}" }, status: 201,
            capture: { token: { at: "/token", secret: true } } } ], headers: { authorization: "Bearer {{token}}" },
            steps: [ { pause: "1m" }, { name: "list", get: "/api/v1/projects", query: { k: "{{secret.key}}" } } ] } } }
        """, named: "t.json5")
    let load = try ScenarioLoad(
      scenario, at: LoadTarget(url: "http://127.0.0.1:\(server.port)"), seed: 1, run: "w", seconds: 1,
      secrets: ["key": "hidden/value"])
    let walks = try await load.walks(stop: StopFlag())
    #expect(
      walks.count == 1 && walks[0].isWhole && walks[0].exchanges.map(\.status) == [201, 200], "\(walks)")
    let said = walks[0].exchanges.map { $0.request + $0.answer }.joined()
    #expect(!said.contains("hidden") && !said.contains("token-") && said.contains("Bearer •••"))
    #expect(said.contains("w-0-0") && said.contains("k=•••"))
  }
}
