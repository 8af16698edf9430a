import Foundation
import Glibc
import Platform
import Record
import Statistics
import TestSupport
import Testing

@testable import Orchestration

@Suite(.serialized) struct ScenarioCommandTests {
  private static let examples = Project.folder.appending(path: "examples")

  /// How many requests a service has answered, by what they were.
  private static func counts(of server: FixtureServer) throws -> [String: Int] {
    let answer = try HTTPClient(host: "127.0.0.1", port: Int(server.port)).send("GET", "/counts")
    return try JSONDecoder().decode([String: Int].self, from: Data(answer.body))
  }

  private static func figures(of outcome: Program.Outcome) throws -> ScenarioFigures {
    try JSONDecoder().decode(ScenarioFigures.self, from: Data(outcome.output.utf8))
  }

  @Test func `the examples can be run`() async throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.examples.path).sorted()
    #expect(files == ["projects.json5", "shop.json5", "tasks.json5"])
    let outcome = try await Program.run(
      ["scenario", "check"] + files.map { Self.examples.appending(path: $0).path })
    #expect(outcome.status == .status(0), "\(outcome.errors)")
    for name in ["projects", "shop", "tasks"] { #expect(outcome.output.contains(" \(name) ")) }
  }

  @Test func `what is wrong in a file is told before anything is sent`() async throws {
    let file = Program.temporaryFolder().appendingPathExtension("json5")
    defer { try? FileManager.default.removeItem(at: file) }
    try "{ scenario: 1, name: \"x\", load: { users: 1 }, flows: { f: { steps: [ { get: \"/{{id}}\" } ] } } }"
      .write(
        to: file, atomically: true, encoding: .utf8)
    for command in [["check"], ["run", "--target", "http://127.0.0.1:1"]] {
      let outcome = try await Program.run(["scenario"] + command + [file.path])
      #expect(outcome.status == .status(2))
      #expect(
        outcome.errors.contains("\(file.lastPathComponent):1:70: path: no value \"id\" is set"),
        "\(outcome.errors)")
    }
    let example = Self.examples.appending(path: "shop.json5").path
    let outcome = try await Program.run("scenario", "run", example)
    #expect(outcome.status == .status(2) && outcome.errors.contains("--target URL"))
  }

  @Test func `what users did is what the service has seen`() async throws {
    let server = try FixtureServer("scenarios/service.py")
    let outcome = try await Program.run(
      "scenario", "run", Self.examples.appending(path: "projects.json5").path, "--target",
      "http://127.0.0.1:\(server.port)", "--for", "1", "--seed", "5", "--run", "test", "--json")
    #expect(outcome.status == .status(0), "\(outcome.errors)\(outcome.output)")
    let figures = try Self.figures(of: outcome)
    #expect(figures.isComplete && figures.thresholds.allSatisfy(\.isMet) && figures.run == "test")
    #expect(figures.usersBegun == 32 && figures.flows[0].completed > 0)
    let counts = try Self.counts(of: server)
    let seen = [
      "POST /api/vN/auth/register 201", "POST /api/vN/projects 201", "GET /api/vN/projects 200",
      "PATCH /api/vN/projects/N 200", "DELETE /api/vN/projects/N 204",
    ]
    #expect(figures.steps.map(\.passed) == seen.map { counts[$0] ?? 0 })
    #expect(counts.values.reduce(0, +) == figures.load.sent)
  }

  @Test func `open flows are due at their times, and end when their tasks are done`() async throws {
    let server = try FixtureServer("scenarios/service.py")
    let outcome = try await Program.run(
      "scenario", "run", Self.examples.appending(path: "tasks.json5").path, "--target",
      "http://127.0.0.1:\(server.port)", "--for", "2", "--json")
    let figures = try Self.figures(of: outcome)
    #expect(figures.isOpen && figures.flows[0].completed > 50 && figures.unstarted == 0)
    #expect(figures.flows[0].elapsed.minimum ?? 0 >= 20_000_000)
    let done = figures.steps[1]
    #expect(done.polls > done.passed && done.earliest?.count == UInt64(done.passed))
    #expect(try Self.counts(of: server)["GET /tasks/N 200"] == done.begun + done.polls)
  }

  @Test func `a threshold that is missed is an exit code of its own`() async throws {
    let server = try FixtureServer("scenarios/service.py")
    let file = Program.temporaryFolder().appendingPathExtension("json5")
    defer { try? FileManager.default.removeItem(at: file) }
    let text = """
      { scenario: 1, name: "none", load: { users: 1 },
        flows: { f: { steps: [ { name: "none", get: "/none" }, { name: "never", get: "/items" } ] } },
        thresholds: ["errors < 50 %", "step(never).p95 < 1 s"] }
      """
    try text.write(to: file, atomically: true, encoding: .utf8)
    let outcome = try await Program.run(
      "scenario", "run", file.path, "--target", "http://127.0.0.1:\(server.port)", "--for", "0.5")
    #expect(outcome.status == .status(3), "\(outcome.errors)")
    // What nothing was measured for does not hold either.
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.contains { $0.contains("step(never)") && $0.contains("no data") && $0.contains("missed") })
    #expect(outcome.output.contains("answered with a status of 4xx"))
  }

  @Test func `the first Ctrl-C lets flows end, and what was measured is told`() async throws {
    let server = try FixtureServer("scenarios/service.py")
    let process = try ChildProcess(
      path: Program.path,
      arguments: [
        "scenario", "run", Self.examples.appending(path: "shop.json5").path, "--target",
        "http://127.0.0.1:\(server.port)", "--json",
      ], directory: Project.folder.path)
    close(process.standardInput)
    // Until users are there.
    while try Self.counts(of: server)["GET /items 200"] ?? 0 < 5 {
      try await Task.sleep(for: .milliseconds(50))
    }
    process.signalGroup(SIGINT)
    let outcome = ProgramOutcome(of: process)
    #expect(outcome.status == .status(130), "\(outcome.errors)")
    let figures = try Self.figures(of: outcome)
    #expect(figures.flows.allSatisfy { $0.unfinished == 0 } && figures.flows[0].completed > 0)
  }

  @Test func `a run leaves its seconds, its failures and its figures, sealed`() async throws {
    let server = try FixtureServer("scenarios/service.py")
    let (folder, file) = (
      Program.temporaryFolder(), Program.temporaryFolder().appendingPathExtension("json5")
    )
    defer {
      for place in [folder, file] { try? FileManager.default.removeItem(at: place) }
    }
    try """
    { scenario: 1, name: "two", load: { phases: [ { name: "up", for: "1s", users: { to: 4 } }, { name: "all", for: "1s", users: 4 } ] },
      flows: { f: { steps: [ { name: "items", get: "/items" }, { name: "none", get: "/none" } ] } } }
    """.write(to: file, atomically: true, encoding: .utf8)
    let run = [
      "scenario", "run", file.path, "--target", "http://127.0.0.1:\(server.port)", "--run", "r7", "--output",
      folder.path,
    ]
    let outcome = try await Program.run(run + ["--json"])
    #expect(outcome.status == .status(1), "\(outcome.errors)")
    let figures = try Self.figures(of: outcome)
    func lines<Line: Decodable>(_ name: String, _: Line.Type) throws -> [Line] {
      let decoder = JSONDecoder()
      decoder.dateDecodingStrategy = .iso8601
      return try Data(contentsOf: folder.appending(path: name)).split(separator: 10).map {
        try decoder.decode(Line.self, from: $0)
      }
    }
    let seconds = try lines("seconds.jsonl", ScenarioSecond.self)
    #expect(seconds.count >= 2 && seconds[0].phase == "up" && seconds[1].phase == "all")
    #expect(seconds[1].planned == 4 && seconds[1].users <= 4)
    #expect(seconds.reduce(0) { $0 + $1.answered } == figures.load.answered)
    #expect(seconds.reduce(0) { $0 + $1.flows } == figures.flows[0].completed)
    let failures = try lines("failures.jsonl", ScenarioFailure.self)
    let failed = figures.steps[1].failed.values.reduce(0, +)
    #expect(failures.count == failed && failed > 0)
    for failure in failures {
      #expect(failure.run == "r7" && failure.flow == "f" && failure.step == "none")
      #expect(failure.kind == "status4xx" && failure.status == 401 && failure.request.isMultiple(of: 2))
    }
    #expect(try lines("figures.json", ScenarioFigures.self) == [figures])
    let sums = try String(contentsOf: folder.appending(path: "SHA256SUMS"), encoding: .utf8)
    #expect(sums.split(separator: "\n").count == 5)
    #expect(try String(contentsOf: folder.appending(path: "report.md"), encoding: .utf8).contains("| up |"))
    let proven = try await Program.run("results", "verify", folder.path)
    #expect(proven.status == .status(0) && proven.output.contains("proven"), "\(proven.output)")
    // One more that passed.
    let stored = folder.appending(path: "figures.json")
    let passed = figures.steps[0].passed
    try String(contentsOf: stored, encoding: .utf8).replacing(
      "\"passed\":\(passed),", with: "\"passed\":\(passed + 1),"
    )
    .write(to: stored, atomically: true, encoding: .utf8)
    let wrong = try await Program.run("results", "verify", folder.path)
    #expect(
      wrong.status == .status(1) && wrong.output.contains("not proven: manifest, figures.json"),
      "\(wrong.output)")
    // Nothing is written over.
    let again = try await Program.run(run)
    #expect(again.status == .status(2) && again.errors.contains("--output"), "\(again.errors)")
  }

  @Test func `users take rows of a file, go where a field says, and share connections`() async throws {
    let server = try FixtureServer("scenarios/service.py")
    let folder = Program.temporaryFolder()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "rows.json5")
    try "name,age\n\"Ada, L.\",36\nAlan,41\n".write(
      to: folder.appending(path: "people.csv"), atomically: true, encoding: .utf8)
    try """
    { scenario: 1, name: "rows", connections: { shared: 1 }, data: { people: { file: "people.csv", pick: "unique" } },
      load: { phases: [ { name: "warm-up", for: "1s", users: 2, counted: false }, { name: "rest", for: "1s", users: 2 } ] },
      flows: { f: { steps: [
        { let: { me: { row: "people" } } },
        { name: "create", post: "/tasks", json: { input: "{{me.name}}" }, status: 201, capture: { place: { header: "Location", max: 200, secret: true } } },
        { name: "ask", get: "{{place}}", measure: false, capture: { id: "/id" } },
        { pause: "10ms" } ] } },
      thresholds: ["errors < 1 %", "requests.rate > 1/s"] }
    """.write(to: file, atomically: true, encoding: .utf8)
    let target = "http://127.0.0.1:\(server.port)"
    let checked = try await Program.run("scenario", "check", file.path, "--target", target)
    #expect(checked.status == .status(0), "\(checked.errors)\(checked.output)")
    #expect(
      checked.output.contains("Ada, L.") && checked.output.contains("Location: •••"), "\(checked.output)")
    #expect(!checked.output.contains("\(server.port)/tasks/"), "\(checked.output)")
    let outcome = try await Program.run("scenario", "run", file.path, "--target", target, "--json")
    #expect(outcome.status == .status(0), "\(outcome.errors)\(outcome.output)")
    let figures = try Self.figures(of: outcome)
    #expect(figures.phases.map(\.isCounted) == [false, true])
    let table = try await Program.run("scenario", "check", file.path, "--json")
    #expect(
      table.output.contains("\"connections\" : 1") || table.output.contains("\"connections\":1"),
      "\(table.output)")
    #expect(figures.steps.map(\.isMeasured) == [true, false] && abs(figures.seconds - 1) < 0.2)
    #expect(figures.steps[0].passed < figures.load.answered / 2 && figures.steps[0].passed > 0)
  }

  @Test func `a limit ends a run`() async throws {
    let server = try FixtureServer("scenarios/service.py")
    let file = Program.temporaryFolder().appendingPathExtension("json5")
    defer { try? FileManager.default.removeItem(at: file) }
    try """
    { scenario: 1, name: "bad", load: { users: 2 }, limits: { errors: { share: 0.1, after: "0s", minimum: 5 } },
      flows: { f: { steps: [ { get: "/none" } ] } } }
    """.write(to: file, atomically: true, encoding: .utf8)
    let outcome = try await Program.run(
      "scenario", "run", file.path, "--target", "http://127.0.0.1:\(server.port)", "--for", "600")
    #expect(outcome.status == .status(3), "\(outcome.errors)")
    #expect(outcome.output.contains("a limit was reached"))
  }

  @Test func `a run tells what it is at, and its numbers can be others`() async throws {
    let server = try FixtureServer("scenarios/service.py")
    let port = try #require(LoopbackPort.free())
    let process = try ChildProcess(
      path: Program.path,
      arguments: [
        "scenario", "run", Self.examples.appending(path: "projects.json5").path, "--target",
        "http://127.0.0.1:\(server.port)", "--for", "600", "--users", "3", "--health-port", "\(port)",
        "--json",
      ], directory: Project.folder.path)
    close(process.standardInput)
    var seen: HTTPAnswer?
    while seen.map({ !String(decoding: $0.body, as: UTF8.self).contains("running") }) ?? true {
      try await Task.sleep(for: .milliseconds(100))
      seen = try? HTTPClient(host: "127.0.0.1", port: Int(port)).send("GET", "/healthz")
    }
    let status = try JSONDecoder().decode(Status.self, from: Data(try #require(seen).body))
    #expect(status.users == 3 && status.errors == 0 && status.phase == nil)
    #expect(try HTTPClient(host: "127.0.0.1", port: Int(port)).send("GET", "/").status == 404)
    process.signalGroup(SIGINT)
    let outcome = ProgramOutcome(of: process)
    #expect(outcome.status == .status(130))
    #expect(try Self.figures(of: outcome).usersBegun == 3)
    for (flag, what) in [("--rate", "users do not come"), ("--users", "--users")] {
      let wrong = try await Program.run(
        "scenario", "run", Self.examples.appending(path: "projects.json5").path, "--target",
        "http://127.0.0.1:1", flag,
        flag == "--rate" ? "5" : "0")
      #expect(wrong.status == .status(2) && wrong.errors.contains(what), "\(wrong.errors)")
    }
  }

  private struct Status: Decodable {
    let users: Int
    let errors: Int
    let phase: String?
  }
}
