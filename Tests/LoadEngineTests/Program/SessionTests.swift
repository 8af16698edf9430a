import Platform
import SeededRandom
import Statistics
import Synchronization
import Testing

@testable import LoadEngine

@Suite(.serialized, .bothPollers) struct SessionTests {
  /// Drives a program for so long at the most, and checks what holds of all figures.
  static func run(
    _ program: Program, _ plan: SessionPlan, seats: Int, on server: ScriptedServer,
    duration: Duration = .seconds(20), cpus: [Int] = [], change: (inout LoadSpec) -> Void = { _ in }
  ) throws -> (load: LoadResult, sessions: SessionFigures) {
    var spec = Load.spec(server.port, connections: seats, duration: duration).spec
    spec.cpus = cpus
    change(&spec)
    let result = try Load.run(spec, on: server) { SessionSource(program, plan, $0, seats: seats) }
    let sessions = try #require(result.sessions)
    for step in sessions.steps {
      #expect(step.begun == step.passed + step.failed.total + step.unfinished && step.unfinished >= 0)
      #expect(step.response.count == UInt64(step.passed) && step.service.count == UInt64(step.passed))
    }
    for flow in sessions.flows {
      #expect(flow.begun == flow.completed + flow.failed.total + flow.unfinished && flow.unfinished >= 0)
      #expect(flow.elapsed.count == UInt64(flow.completed) && flow.completedInWindow <= flow.completed)
    }
    // What is kept back, or cannot be sent, is begun as well.
    let unsent = sessions.steps.reduce(0) { $0 + $1.failed.total } - result.errors.total
    #expect(unsent >= 0 && sessions.steps.reduce(0) { $0 + $1.begun } == result.sent + unsent)
    #expect(sessions.steps.reduce(0) { $0 + $1.passed } == result.answered)
    return (result, sessions)
  }

  private static func ok(_ body: String) -> String {
    "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  @Test func `what an answer tells is sent with the next request`() throws {
    let server = try ScriptedServer { request in
      let number = request.path.split(separator: "/").last ?? ""
      let body = #"{"other":[1,2],"id":"n/\#(number)"}"#
      switch request.index % 4 {
      case 0: return [.send(Self.ok(body))]
      case 1: return [.dribble(Self.ok(body))]
      case 2:
        let chunks =
          "3\r\n\(body.prefix(3))\r\n\(String(body.utf8.count - 3, radix: 16))\r\n\(body.dropFirst(3))\r\n0\r\n\r\n"
        return [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)]
      default: return [.send("HTTP/1.1 200 OK\r\n\r\n\(body)"), .close]
      }
    }
    let program = Program([
      .get("/", .iteration, captures: [.init(pointer: ["id"], variable: Program.a)]),
      .get("/second/", .variable(Program.a, .percent), "/", .key),
    ])
    let (load, sessions) = try Self.run(program, .closed(3, flows: 20), seats: 3, on: server)
    #expect(load.sent == 120 && load.answered == 120 && sessions.flows[0].completed == 60)
    #expect(sessions.usersBegun == 3 && sessions.usersEnded == 3)
    let expected = (1...20).flatMap { flow in
      (0..<3).flatMap { user in ["/\(flow)", "/second/n%2F\(flow)/u\(user)"] }
    }
    #expect(server.records.map(\.path).sorted() == expected.sorted())
  }

  @Test func `bodies have the values as they were captured, and their length is said`() throws {
    let bodies = Collected<String>()
    let server = try ScriptedServer { request in
      if !request.body.isEmpty {
        #expect(request.field("content-length") == "\(request.body.count)")
        bodies.add(String(decoding: request.body, as: UTF8.self))
      }
      return [.send(Self.ok(#"{"text":"a \"b\" \u00e9","number":1.50,"flag":true}"#))]
    }
    let captures = ["text": Program.a, "number": Program.b, "flag": Program.c].map {
      Program.Capture(pointer: [$0.key], variable: $0.value)
    }
    let body: [Program.Piece] = [
      #"{"text":"#, .variable(Program.a, .json), #","in":"say "#, .variable(Program.a, .jsonText), " to ",
      .variable(1, .jsonText), #"","number":"#, .variable(Program.b, .json), #","flag":"#,
      .variable(Program.c, .json), #","key":"#, .variable(1, .json), "}",
    ]
    let program = Program([.get("/", captures: captures), .post("/", body: body)])
    _ = try Self.run(program, .closed(1, flows: 2), seats: 1, on: server)
    let expected =
      #"{"text":"a \"b\" \u00e9","in":"say a \"b\" \u00e9 to u0","number":1.50,"flag":true,"key":"u0"}"#
    #expect(bodies.all == [expected, expected])
  }

  @Test(
    arguments: [
      (#"{"id":1,"name":"\u0061b"}"#, nil), (#"{"id":1,"name":"other"}"#, .check), (#"{"id":1}"#, .check),
      (#"{"name":"ab"}"#, .capture), ("<html>", .capture), (#"{"id":[],"name":"ab"}"#, .capture),
      (#"{"id":"\#(String(repeating: "x", count: 63))","name":"ab"}"#, .capture),
    ] as [(String, ErrorLedger.Kind?)])
  func `a value that is missing, too long or another one fails the step`(
    body: String, failure: ErrorLedger.Kind?
  ) throws {
    let server = try ScriptedServer(answering: Self.ok(body))
    let program = Program([
      .get(
        "/",
        captures: [
          .init(pointer: ["id"], variable: Program.a),
          .init(pointer: ["name"], variable: Program.b, isOptional: true),
        ], checks: [.init(variable: Program.b, expected: [#""ab""#])])
    ])
    let (load, sessions) = try Self.run(program, .closed(2, flows: 3), seats: 2, on: server)
    #expect(sessions.steps[0].begun == 6 && sessions.steps[0].passed == (failure == nil ? 6 : 0))
    if let failure { #expect(sessions.steps[0].failed[failure] == 6 && load.errors[failure] == 6) }
    #expect(sessions.flows[0].failed.total == (failure == nil ? 0 : 6) && sessions.usersEnded == 2)
  }

  @Test func `what a failure ends is the flow, the user or nothing`() throws {
    func asked(_ ending: Program.Ending) throws -> [String] {
      let server = try ScriptedServer { request in
        [.send(request.path == "/bad" ? "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n" : Load.ok)]
      }
      var bad = Program.Request.get("/bad")
      bad.onError = ending
      let (_, sessions) = try Self.run(
        Program([bad, .get("/next")]), .closed(1, flows: 2), seats: 1, on: server)
      #expect(sessions.steps[0].failed[.status5xx] == sessions.steps[0].begun)
      return server.records.map(\.path)
    }
    #expect(try asked(.flow) == ["/bad", "/bad"])
    #expect(try asked(.user) == ["/bad"])
    #expect(try asked(.step) == ["/bad", "/next", "/bad", "/next"])
  }

  @Test func `a user who cannot begin goes, and the next one takes its time`() throws {
    let server = try ScriptedServer { _ in [.send("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"), .close] }
    var program = Program([.get("/login"), .get("/never")], [.send(0), .end(.flow), .send(1), .end(.flow)])
    program.prologue = 0
    program.flows[0].start = 2
    program.requests[0].onError = .user
    let (load, sessions) = try Self.run(
      program, .closed(3), seats: 3, on: server, duration: .milliseconds(450))
    // 100 ms later at the earliest.
    #expect((3...15).contains(load.sent) && load.errors[.status4xx] == load.sent)
    #expect(sessions.flows[0].begun == 0 && sessions.usersBegun == load.sent)
    #expect(sessions.steps[1].begun == 0)
  }

  @Test func `nobody sits down after the window`() throws {
    let server = try ScriptedServer { request in
      request.path == "/user-0" ? [.work(milliseconds: 500), .send(Load.ok)] : [.send(Load.ok)]
    }
    let plan = SessionPlan(
      .closed(UserProfile([.init(seconds: 0.3, from: 1, to: 1), .init(seconds: 1, from: 50, to: 50)])),
      seed: 1)
    let (load, sessions) = try Self.run(
      Program([.get("/", .key)]), plan, seats: 50, on: server, duration: .milliseconds(200)
    ) { $0.drainLimit = .seconds(20) }
    #expect(load.sent == 1 && sessions.usersBegun == 1 && sessions.flows[0].completed == 1)
  }

  @Test func `a server that closes after every failure is asked no more than users want`() throws {
    let server = try ScriptedServer { _ in [.send("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"), .close] }
    let (load, sessions) = try Self.run(
      Program([.get("/")]), .closed(300, flows: 3), seats: 300, on: server)
    #expect(load.errors.total == 900 && load.connectionsOpened == 900 && sessions.usersEnded == 300)
  }

  @Test func `a request that fails is sent again as often as it may be, and counts once`() throws {
    let turns = Collected<Int>()
    turns.add(-1)
    let server = try ScriptedServer { _ in
      switch turns.draw({
        $0 += 1; return $0 % 3
      }) {
      case 0: [.send("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")]
      case 1: [.reset]
      default: [.send(Load.ok)]
      }
    }
    var request = Program.Request.get("/", .iteration)
    request.retry = .init(
      kinds: [.reset, .closedIdle], statuses: [503], times: 5, first: 0.002, factor: 2, most: 0.004,
      jitter: 0.5)
    let (load, sessions) = try Self.run(Program([request]), .closed(1, flows: 10), seats: 1, on: server)
    #expect(load.sent == 10 && load.answered == 10 && sessions.flows[0].completed == 10)
    #expect(sessions.steps[0].retries + load.resent == server.records.count - 10)
    #expect(sessions.steps[0].retries > 0)
  }

  @Test func `pauses are no part of what steps take`() throws {
    let server = try ScriptedServer(answering: Load.ok)
    let program = Program(
      [.get("/a"), .get("/b")],
      [.send(0), .pause(.init(.constant(0.05))), .send(1), .pause(.init(.constant(0.05))), .end(.flow)])
    let (_, sessions) = try Self.run(program, .closed(2, flows: 2), seats: 2, on: server)
    let flow = sessions.flows[0]
    #expect(flow.completed == 4 && flow.elapsed.minimum ?? 0 >= 100_000_000)
    #expect(flow.active.minimum ?? .max < 50_000_000)
    #expect(sessions.userNanoseconds >= 4 * 100_000_000)
  }

  @Test func `branches go where they should`() throws {
    let server = try ScriptedServer { request in [.send(Self.ok(#"{"path":"\#(request.path)"}"#))] }
    let (requests, key) = (
      ["/a", "/b", "/c"].map { path in
        Program.Request.get(
          .bytes(Array(path.utf8)), captures: [.init(pointer: ["path"], variable: Program.a)])
      }, Program.Piece.variable(Program.a, .json)
    )
    let code: [Program.Instruction] = [
      .begin(counter: 0), .send(0), .again(counter: 0, times: 3, 1),
      .unless([key], equals: [#""\/a""#], 9), .send(1),
      .unless([key], equals: [#""/c""#], 7), .send(0),
      .assign(Program.b, .choice([Array("only".utf8)], weights: [1])), .choose(weights: [1], [10]),
      .send(0), .send(2), .end(.flow),
    ]
    _ = try Self.run(Program(requests, code), .closed(1, flows: 1), seats: 1, on: server)
    #expect(server.records.map(\.path) == ["/a", "/a", "/a", "/b", "/c"])
  }

  @Test func `a server that closes idle connections causes no errors`() throws {
    let server = try ScriptedServer { request in
      request.index % 2 == 0 ? [.send(Load.ok)] : [.send(Load.ok), .close]
    }
    let program = Program(
      [.get("/"), .post("/", body: ["x"])], [.send(0), .send(1), .pause(.init(.constant(0.01))), .end(.flow)])
    let (load, sessions) = try Self.run(program, .closed(4, flows: 5), seats: 4, on: server)
    #expect(load.errors.total == 0 && sessions.flows[0].completed == 20 && load.connectionsOpened == 20)
  }

  @Test func `connections are opened when they are needed`() throws {
    let server = try ScriptedServer(answering: Load.ok)
    let plan = SessionPlan(
      .closed(UserProfile([.init(seconds: 10, from: 3, to: 3)])), users: 3, iterations: .init(.constant(1)),
      seed: 1)
    let (load, _) = try Self.run(Program([.get("/")]), plan, seats: 500, on: server)
    #expect(load.connectionsOpened == 3 && load.sent == 3)
  }

  @Test func `a connection that cannot be opened is a failed step`() throws {
    let server = try ScriptedServer(answering: Load.ok)
    server.stop()
    let (load, sessions) = try Self.run(Program([.get("/")]), .closed(2, flows: 3), seats: 2, on: server)
    #expect(load.errors[.connect] == 6 && sessions.steps[0].failed[.connect] == 6 && load.sent == 6)
  }

  @Test func `flows that are under way when the window ends are carried to their ends, and no more begin`()
    throws
  {
    let server = try ScriptedServer(answering: Load.ok)
    let program = Program(
      [.get("/a"), .get("/b")], [.send(0), .pause(.init(.constant(0.3))), .send(1), .end(.flow)])
    let (_, sessions) = try Self.run(
      program, .closed(3), seats: 3, on: server, duration: .milliseconds(100)
    ) { $0.drainLimit = .seconds(20) }
    #expect(sessions.flows[0].begun == 3 && sessions.flows[0].completed == 3)
    #expect(sessions.flows[0].completedInWindow == 0 && sessions.steps[1].passed == 3)
  }

  @Test func `in an open load users are due whatever the server does, and wait for a seat`() throws {
    let server = try ScriptedServer { _ in [.work(milliseconds: 100), .send(Load.ok)] }
    let plan = SessionPlan(.open(Arrivals(.constant(100))), iterations: .init(.constant(1)), seed: 1)
    let (load, sessions) = try Self.run(
      Program([.get("/", .key)]), plan, seats: 4, on: server, duration: .milliseconds(500))
    #expect(sessions.usersBegun + sessions.unstarted == 50 && sessions.unstarted > 10)
    #expect(sessions.steps[0].response.maximum ?? 0 > 150_000_000)
    #expect(sessions.steps[0].service.minimum ?? 0 >= 100_000_000 && load.errors.total == 0)
    let users = server.records.compactMap { Int($0.path.dropFirst("/user-".count)) }
    #expect(users.sorted() == Array(0..<sessions.usersBegun))
  }

  @Test(arguments: [1, 3])
  func `no more users come than there are`(users: Int) throws {
    let server = try ScriptedServer(answering: Load.ok)
    let plan = SessionPlan(
      .open(Arrivals(.constant(1000))), users: users, iterations: .init(.constant(1)), seed: 1)
    let cpu = try #require(CPUTopology.current().allowed.first)
    let (load, sessions) = try Self.run(
      Program([.get("/")]), plan, seats: 4, on: server, cpus: [cpu, cpu])
    #expect(load.sent == users && sessions.usersBegun == users && sessions.unstarted == 0)
  }

  @Test func `pace holds on to its times`() throws {
    let server = try ScriptedServer { request in
      request.path == "/3" ? [.work(milliseconds: 200), .send(Load.ok)] : [.send(Load.ok)]
    }
    var plan = SessionPlan.closed(1, flows: 20)
    plan.pace = 0.02
    let (_, sessions) = try Self.run(Program([.get("/", .iteration)]), plan, seats: 1, on: server)
    // Ten flows were due in the 200 ms that one took.
    let slow = sessions.flows[0].elapsed.entries.filter { $0.lowestValue > 15_000_000 }.reduce(0) {
      $0 + $1.count
    }
    #expect(slow >= 9 && sessions.flows[0].completed == 20)
  }

  @Test func `users come and go as their number says, and each phase has its own figures`() throws {
    let server = try ScriptedServer(answering: Load.ok)
    var plan = SessionPlan(
      .closed(
        UserProfile([
          .init(seconds: 1, from: 0, to: 4), .init(seconds: 1, from: 4, to: 4),
          .init(seconds: 1, from: 1, to: 1),
        ])), seed: 1)
    plan.phaseEnds = [1, 2]
    let program = Program([.get("/")], [.send(0), .pause(.init(.constant(0.005))), .end(.flow)])
    let (_, sessions) = try Self.run(program, plan, seats: 4, on: server, duration: .seconds(3))
    #expect(sessions.usersBegun == 4 && sessions.usersEnded == 0 && sessions.phases.count == 3)
    let seconds = { (figures: SessionFigures) in Double(figures.userNanoseconds) / 1e9 }
    #expect(abs(seconds(sessions) - 7) < 1.2, "\(seconds(sessions))")
    for (phase, users) in zip(sessions.phases, [2.0, 4, 1]) {
      #expect(abs(seconds(phase) - users) < 0.8, "\(seconds(phase))")
    }
    #expect(sessions.phases.reduce(0) { $0 + $1.steps[0].passed } == sessions.steps[0].passed)
    #expect(
      sessions.phases.reduce(0) { $0 + $1.flows[0].elapsed.count } == sessions.flows[0].elapsed.count)
  }

  @Test func `a user does the same however many workers there are`() throws {
    func paths(cpus: [Int]) throws -> [String] {
      let server = try ScriptedServer(answering: Load.ok)
      let number = Program.Value.integer(.init(.normal(mean: 500, deviation: 200), minimum: 0, maximum: 999))
      let program = Program(
        [.get("/", .key, "/", .variable(Program.a, .percent), "/", .variable(Program.b, .percent))],
        [
          .assign(Program.a, number), .assign(Program.b, .uuid), .pause(.init(.exponential(mean: 0.002))),
          .send(0), .end(.flow),
        ])
      let (load, _) = try Self.run(program, .closed(9, flows: 7, seed: 42), seats: 9, on: server, cpus: cpus)
      #expect(load.errors.total == 0)
      return server.records.map(\.path).sorted()
    }
    let cpu = try #require(CPUTopology.current().allowed.first)
    let one = try paths(cpus: [])
    #expect(one.count == 63 && Set(one).count == 63)
    #expect(try paths(cpus: [cpu, cpu]) == one && paths(cpus: [cpu, cpu, cpu, cpu]) == one)
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `whatever a server does, every step and flow ends in one way`(seed: UInt64) throws {
    let faults = Collected<SeededGenerator>()
    faults.add(SeededGenerator(seed: seed))
    let server = try ScriptedServer { request in
      let kind = faults.draw { $0.integer(in: 0...14) }
      let answer = Self.ok(#"{"id":"\#(request.index)"}"#)
      switch kind {
      case 0: return [.reset]
      case 1: return [.close]
      case 2: return [.send(String(answer.dropLast(4))), .close]
      case 3: return [.send("HTTP/1.1 429 Later\r\nContent-Length: 0\r\n\r\n")]
      case 4: return [.send("HTTP/1.1 500 No\r\nContent-Length: 2\r\n\r\nno")]
      case 5: return [.send("nonsense\r\n\r\n")]
      case 6: return [.send(Self.ok("{}"))]
      case 7: return [.work(milliseconds: 5), .send(answer)]
      case 8: return [.hang]
      case 9: return [.send(answer), .close]
      case 10: return [.dribble(answer)]
      default: return [.send(answer)]
      }
    }
    var first = Program.Request.get("/first", captures: [.init(pointer: ["id"], variable: Program.a)])
    first.retry = .init(
      kinds: [.connect, .reset], statuses: [429], times: 2, first: 0.001, factor: 2, most: 0.01, jitter: 1)
    var second = Program.Request.post("/second", body: [.variable(Program.a, .json)])
    second.onError = .step
    let program = Program(
      [first, second, .get("/third")],
      [.send(0), .pause(.init(.uniform(0, 0.002))), .send(1), .send(2), .end(.flow)])
    var plan = SessionPlan.closed(5, seed: seed)
    plan.iterations = .init(.uniform(1, 5))
    let (load, sessions) = try Self.run(
      program, plan, seats: 5, on: server, duration: .milliseconds(400)
    ) {
      ($0.requestTimeout, $0.drainLimit) = (.milliseconds(60), .milliseconds(200))
    }
    #expect(load.errors.total > 0 && load.answered > 0 && sessions.usersEnded > 0)
    // The server's own count: what was sent, as often as it was.
    let retries = sessions.steps.reduce(0) { $0 + $1.retries }
    let never = load.errors[.connect]
    #expect(server.records.count <= load.sent + retries + load.resent - never)
    #expect(server.records.count >= load.answered)
  }
}

/// What threads found.
final class Collected<Item: Sendable>: Sendable {
  private let items = Mutex<[Item]>([])

  var all: [Item] { items.withLock { $0 } }

  func add(_ item: Item) { items.withLock { $0.append(item) } }

  /// What the last item gives.
  func draw<Value: Sendable>(_ body: (inout Item) -> Value) -> Value {
    items.withLock { body(&$0[$0.count - 1]) }
  }
}
