import Foundation
import HTTP
import Platform
import Record
import TestSupport
import Testing

@testable import Orchestration

private let load = Plan.Load(
  connections: 1, workers: 3, appCPUs: [], generatorCPUs: [], variants: 1, ports: nil)

/// An app of a fixture, or of any command.
private func own(
  _ line: String, environment: [String: String] = [:], healthPath: String = OwnApp.usualHealthPath,
  build: String? = nil
) -> OwnApp {
  OwnApp(
    named: "mine", .command(line: line), directory: Project.folder.appending(path: "Tests/Fixtures/own"),
    environment: environment, healthPath: healthPath, build: build)
}

/// Starts it as a run would.
private func started(_ app: OwnApp, timeout: Duration = .seconds(120)) async throws -> CommandApp {
  guard case .command(let line) = app.participant.app else { preconditionFailure("no command") }
  return try await CommandApp.starting(app, line, load, healthTimeout: timeout)
}

/// The failure that starting it ends with.
private func failure(_ app: OwnApp, timeout: Duration = .seconds(120)) async throws -> Trial.Failure {
  try #require(
    await #expect(throws: Trial.Failure.self) {
      try await started(app, timeout: timeout).stop()
    })
}

private func isAlive(_ pid: Int32) -> Bool {
  ProcFile.text("/proc/\(pid)/stat").map { !$0.contains(") Z") } ?? false
}

@Suite struct OwnAppTests {
  @Test func `a command is started with its port, answers, is measured, and is stopped with what it started`()
    async throws
  {
    let app = try await started(own("exec python3 stubborn.py", environment: ["COLOUR": "green"]))
    #expect(try #require(app.startupNanoseconds) > 0)
    #expect(app.exit == nil && !app.alarm.isRaised)
    let reading = app.readMetrics()
    #expect(reading.processes.count == 2)
    guard case .value(let memory)? = reading.metrics["memory.rss"] else {
      Issue.record("no memory in \(reading.metrics)")
      return
    }
    #expect(memory > 1e6)
    await app.stop()
    #expect(reading.processes.filter(isAlive) == [])
    #expect(
      app.exit?.standardError.prefix(3) == ["PORT \(app.address.port)", "HARNESS_WORKERS 3", "COLOUR green"])
  }

  @Test func `the port stands in place of its name in the command`() async throws {
    let app = try await started(own("exec python3 echo.py {port}"))
    let client = HTTPClient(host: "127.0.0.1", port: Int(app.address.port))
    let request = HTTPRequest(
      method: "POST", target: "/json/small", host: client.authority, body: Array("[1]".utf8))
    let answer = try client.send(request, framing: .whole)
    #expect(answer.status == 200 && answer.body == Array("[1]".utf8))
    await app.stop()
  }

  @Test func `an app whose port was taken meanwhile is started again on another one, twice at the most`()
    async throws
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: "harness-ports-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let starts = folder.appending(path: "starts").path
    let taken = "echo $PORT >> '\(starts)'; if [ $(wc -l < '\(starts)') -le"
    let end = "]; then echo 'OSError: [Errno 98] Address already in use' >&2; exit 1; fi;"
    let app = try await started(own("\(taken) 2 \(end) exec python3 echo.py $PORT"))
    let ports = try String(contentsOfFile: starts, encoding: .utf8).split(separator: "\n")
    #expect(ports.count == 3 && ports.last == "\(app.address.port)")
    await app.stop()
    try FileManager.default.removeItem(atPath: starts)
    let failure = try await failure(own("\(taken) 3 \(end) exec python3 echo.py $PORT"))
    #expect(failure.standardError == ["OSError: [Errno 98] Address already in use"])
    #expect(try String(contentsOfFile: starts, encoding: .utf8).split(separator: "\n").count == 3)
  }

  @Test func `an app that ends says how, and its alarm is raised`() async throws {
    let app = try await started(own("exec python3 echo.py {port}"))
    let pid = try #require(app.readMetrics().processes.first)
    kill(pid, SIGSEGV)
    #expect(app.alarm.wait(milliseconds: 60_000))
    #expect(app.exit?.reason.hasPrefix("the app was ended by signal 11") == true)
    await app.stop()
  }

  @Test func `what does not start says why, with its last words`() async throws {
    let missing = try await failure(own("exec python3 nothing.py {port}"))
    #expect(missing.reason == "the app did not start: the app exited with status 2")
    #expect(missing.standardError.joined().contains("nothing.py"))
    let deaf = try await failure(own("echo hello; exec sleep 1000"), timeout: .milliseconds(50))
    #expect(
      deaf.reason.contains("no answer to GET /health with a status below 500, or 501, within 0.05 seconds"))
    #expect(deaf.stage == .start)
  }

  @Test func `an app that goes into the background says so, and is ended all the same`() async throws {
    let place = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: place) }
    let app = try await started(
      own("python3 stubborn.py & until [ -e '\(place.path)' ]; do sleep 0.02; done"))
    let processes = app.readMetrics().processes
    try Data().write(to: place)
    #expect(app.alarm.wait(milliseconds: 60_000))
    let reason = try #require(app.exit?.reason)
    #expect(reason.hasPrefix("the app exited with status 0; it goes on in the background as process"))
    await app.stop()
    #expect(processes.filter(isAlive) == [])
  }

  @Test func `a build runs once before, and one that fails is the reason`() async throws {
    let place = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: place) }
    try await own("true", build: "echo built >> '\(place.path)'").prepare()
    #expect(try String(contentsOf: place, encoding: .utf8) == "built\n")
    let failure = await #expect(throws: Trial.Failure.self) {
      try await own("true", build: "echo no compiler; exit 3").prepare()
    }
    #expect(failure?.reason == "the build of mine (`echo no compiler; exit 3`) exited with status 3")
    #expect(failure?.standardError == ["no compiler"])
    #expect(failure?.stage == .prepare)
  }

  @Test func `a server that runs already is only an address`() async throws {
    let server = try await started(own("exec python3 echo.py {port}"))
    let app = try ServerApp("http://localhost:\(server.address.port)/")
    #expect(app.address == server.address)
    #expect(app.startupNanoseconds == nil)
    #expect(app.readMetrics().metrics["cpu.total"] == .unavailable("harness did not start the server"))
    app.stop()
    #expect(server.exit == nil)
    await server.stop()
    #expect(throws: Trial.Failure.self) { try ServerApp("http://127.0.0.1:\(server.address.port)") }
  }

  @Test(arguments: [
    ("https://127.0.0.1:80", "is https"), ("ws://127.0.0.1:80", "is a WebSocket's"),
    ("127.0.0.1:80/x", "more than a host"),
    ("u@127.0.0.1", "more than"),
    ("[::1]:80", "no IPv4"), ("127.0.0.1:99999", "99999"),
  ])
  func `a URL that cannot be measured is refused with the reason`(url: String, part: String) {
    let error = #expect(throws: LoadTarget.Invalid.self) { try OwnApp.check(url: url) }
    #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
  }

  @Test(arguments: [
    ("mine", true), ("a.b_c-1", true), ("1a", false), ("", false), ("a/b", false), ("ä", false),
  ])
  func `a name is one of files and columns`(name: String, isName: Bool) {
    #expect((OwnApp.problem(withName: name) == nil) == isName)
  }
}
