import Platform
import SeededRandom
import Statistics
import Testing

@testable import LoadEngine

/// Users who share connections.
@Suite(.serialized, .bothPollers) struct SharingTests {
  private static func run(
    _ program: Program, _ plan: SessionPlan, seats: Int, connections: Int, on server: ScriptedServer,
    duration: Duration = .seconds(20), cpus: [Int] = [], change: (inout LoadSpec) -> Void = { _ in }
  ) throws -> (load: LoadResult, sessions: SessionFigures) {
    var spec = Load.spec(server.port, connections: connections, duration: duration).spec
    spec.cpus = cpus
    change(&spec)
    let result = try Load.run(spec, on: server) { share in
      SharingSource(
        SessionSource(program, plan, share, seats: seats), connections: share.connections.count)
    }
    let sessions = try #require(result.sessions)
    for step in sessions.steps {
      #expect(step.begun == step.passed + step.failed.total + step.unfinished && step.unfinished >= 0)
    }
    for flow in sessions.flows {
      #expect(flow.begun == flow.completed + flow.failed.total + flow.unfinished && flow.unfinished >= 0)
    }
    #expect(sessions.steps.reduce(0) { $0 + $1.begun } == result.sent)
    #expect(sessions.steps.reduce(0) { $0 + $1.passed } == result.answered)
    return (result, sessions)
  }

  @Test(arguments: [1, 2])
  func `users wait for a connection, and each keeps what it was told`(workers: Int) throws {
    let cpu = try #require(CPUTopology.current().allowed.first)
    let server = try ScriptedServer { request in
      let name = request.path.split(separator: "/").last ?? ""
      let body = #"{"id":"\#(name)"}"#
      return [
        .work(milliseconds: 2), .send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"),
      ]
    }
    let program = Program([
      .get("/first/", .key, captures: [.init(pointer: ["id"], variable: Program.a)]),
      .get("/", .key, "/", .variable(Program.a, .percent)),
    ])
    let (load, sessions) = try Self.run(
      program, .closed(9, flows: 5), seats: 9, connections: 3, on: server,
      cpus: workers == 1 ? [] : [cpu, cpu])
    #expect(load.errors.total == 0 && sessions.flows[0].completed == 45 && sessions.usersEnded == 9)
    #expect(load.connectionsOpened == 3 && Set(server.records.map(\.connection)).count == 3)
    let expected = (0..<9).flatMap { user in [String](repeating: "/u\(user)/u\(user)", count: 5) }
    #expect(server.records.map(\.path).filter { !$0.hasPrefix("/first") }.sorted() == expected.sorted())
    // Of nine users who want three connections, most have waited for another's answer.
    #expect(sessions.steps[0].response.mean ?? 0 > 1.5 * (sessions.steps[0].service.mean ?? .infinity))
    #expect(load.lateness.maximum ?? 0 >= 2_000_000)
  }

  @Test func `whoever comes first is served first`() throws {
    let server = try ScriptedServer { _ in [.work(milliseconds: 1), .send(Load.ok)] }
    _ = try Self.run(Program([.get("/", .key)]), .closed(5, flows: 8), seats: 5, connections: 1, on: server)
    let users = server.records.map(\.path)
    #expect(users.count == 40)
    for turn in stride(from: 0, to: 40, by: 5) {
      #expect(Set(users[turn..<(turn + 5)]).count == 5, "\(users)")
    }
  }

  @Test func `users who come at their times share, too`() throws {
    let server = try ScriptedServer(answering: Load.ok)
    let plan = SessionPlan(.open(Arrivals(.constant(200))), iterations: .init(.constant(1)), seed: 1)
    let (load, sessions) = try Self.run(
      Program([.get("/", .key), .get("/b")]), plan, seats: 20, connections: 2, on: server,
      duration: .milliseconds(500))
    #expect(sessions.usersBegun + sessions.unstarted == 100 && load.connectionsOpened <= 2)
    #expect(sessions.flows[0].completed == sessions.usersBegun && load.errors.total == 0)
  }

  @Test func `a connection is taken again after a request was given up`() throws {
    let server = try ScriptedServer { request in
      request.path.hasSuffix("/1") ? [.hang] : request.path.hasSuffix("/2") ? [.reset] : [.send(Load.ok)]
    }
    let (load, sessions) = try Self.run(
      Program([.get("/", .key, "/", .iteration)]), .closed(3, flows: 4), seats: 3, connections: 1, on: server
    ) { $0.requestTimeout = .milliseconds(60) }
    #expect(load.errors[.timeout] == 3 && load.errors.total == 6)
    #expect(sessions.flows[0].completed == 6 && sessions.usersEnded == 3)
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func `whatever a server does, every step and flow ends in one way`(seed: UInt64) throws {
    let faults = Collected<SeededGenerator>()
    faults.add(SeededGenerator(seed: seed))
    let server = try ScriptedServer { request in
      let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
      switch faults.draw({ $0.integer(in: 0...12) }) {
      case 0: return [.reset]
      case 1: return [.close]
      case 2: return [.send(String(answer.dropLast(1))), .close]
      case 3: return [.send("HTTP/1.1 429 Later\r\nContent-Length: 0\r\n\r\n")]
      case 4: return [.send("nonsense\r\n\r\n")]
      case 5: return [.work(milliseconds: 5), .send(answer)]
      case 6: return [.hang]
      case 7: return [.send(answer), .close]
      default: return [.send(answer)]
      }
    }
    var first = Program.Request.get("/first")
    first.retry = .init(
      kinds: [.connect, .reset], statuses: [429], times: 2, first: 0.001, factor: 2, most: 0.01, jitter: 1)
    var plan = SessionPlan.closed(7, seed: seed)
    plan.iterations = .init(.uniform(1, 5))
    let (load, sessions) = try Self.run(
      Program([first, .post("/second", body: ["x"])]), plan, seats: 7, connections: 2, on: server,
      duration: .milliseconds(400)
    ) { ($0.requestTimeout, $0.drainLimit) = (.milliseconds(60), .milliseconds(400)) }
    #expect(load.errors.total > 0 && load.answered > 0 && sessions.usersEnded > 0)
  }
}
