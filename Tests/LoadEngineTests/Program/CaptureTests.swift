import Statistics
import Testing

@testable import LoadEngine

/// Values that answers tell elsewhere than in their bodies, and rows that users take.
@Suite(.serialized, .bothPollers) struct CaptureTests {
  /// An answer with these field lines.
  private static func answer(_ fields: [String], status: Int = 200, body: String = "{}") -> String {
    let lines = fields.map { $0 + "\r\n" }.joined()
    return "HTTP/1.1 \(status) It\r\n\(lines)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  /// A flow that asks for `/`, and then for what it was told.
  private static func program(
    _ captures: [Program.Capture], then target: [Program.Piece], field: [Program.Piece] = []
  ) -> Program {
    var second = Program.Request.get("/")
    second.target = target
    if !field.isEmpty { second.fields += ["Cookie: sid="] + field + ["\r\n"] }
    return Program([.get("/", captures: captures), second])
  }

  @Test(arguments: [false, true])
  func `fields, cookies and the status are told`(comesInPieces: Bool) throws {
    let cookies = Collected<String>()
    let server = try ScriptedServer { request in
      guard request.path == "/" else {
        cookies.add(request.field("cookie") ?? "")
        return [.send(Load.ok)]
      }
      // Each answer is another one, so that none is known by the one before.
      let text = Self.answer(
        [
          "Location: http://test:80/items/\(request.index)?x=%20", "set-cookie: other=1; Path=/",
          "Set-Cookie: sid=first", "SET-COOKIE:  sid=v\(request.index)= ; Path=/; HttpOnly",
          "Set-Cookie: sidecar=2",
        ], status: 201)
      return [comesInPieces ? .dribble(text) : .send(text)]
    }
    let program = Self.program(
      [
        .init(.field("location"), variable: Program.a), .init(.cookie("sid"), variable: Program.b),
        .init(.status, variable: Program.c),
      ], then: [.variable(Program.a, .target), "&status=", .variable(Program.c, .percent)],
      field: [.variable(Program.b, .field)])
    let (load, _) = try SessionTests.run(program, .closed(1, flows: 4), seats: 1, on: server)
    #expect(load.errors.total == 0)
    let asked = server.records.map(\.path).filter { $0 != "/" }
    #expect(asked == [0, 2, 4, 6].map { "/items/\($0)?x=%20&status=201" })
    #expect(cookies.all == [0, 2, 4, 6].map { "sid=v\($0)=" })
  }

  @Test(
    arguments: [
      ("Location: /a/b", "/a/b"), ("location:/a/b", "/a/b"), ("Location: https://x/a/b", "/a/b"),
      ("Location: https://x", "/"), ("Location: http://x?a=/b", "/?a=/b"), ("Location: //x/a", "/a"),
      ("Location: /a#b", "/a"), ("Location: /a?b=http://x/y", "/a?b=http://x/y"),
      ("Location: items", nil), ("Location: a/b?c=http://x/y", nil), ("Location: mailto:x", nil),
      ("Location: /a b", nil), ("X-Location: /a", nil), ("Location:", nil),
      ("Location: /\(String(repeating: "a", count: 64))", nil),
    ] as [(String, String?)])
  func `a target is a path, wherever it was said to be`(field: String, path: String?) throws {
    let server = try ScriptedServer { $0.path == "/" ? [.send(Self.answer([field]))] : [.send(Load.ok)] }
    let program = Self.program(
      [.init(.field("location"), variable: Program.a)], then: [.variable(Program.a, .target)])
    let (load, sessions) = try SessionTests.run(program, .closed(1, flows: 2), seats: 1, on: server)
    #expect(server.records.map(\.path) == (path.map { ["/", $0, "/", $0] } ?? ["/", "/"]))
    #expect(sessions.flows[0].failed[.capture] == (path == nil ? 2 : 0))
    #expect(load.sent == (path == nil ? 2 : 4))
  }

  @Test(
    arguments: [
      (#""7""#, "7"), ("7", "7"), (#""-007""#, "-7"), (#""7a""#, nil), ("7.5", nil), (#""""#, nil),
      ("true", nil),
      (#""1234567890123456789""#, nil),
    ] as [(String, String?)])
  func `a text can be made a number`(value: String, number: String?) throws {
    let bodies = Collected<String>()
    let server = try ScriptedServer { request in
      guard request.path == "/" else {
        bodies.add(String(decoding: request.body, as: UTF8.self))
        return [.send(Load.ok)]
      }
      return [.send(Self.answer(["X-N: 5"], body: #"{"n":\#(value)}"#))]
    }
    let program = Program([
      .get(
        "/",
        captures: [
          .init(.body(["n"]), variable: Program.a, isInteger: true),
          .init(.field("x-n"), variable: Program.b, isInteger: true),
          .init(.field("x-none"), variable: Program.c, isOptional: true, isInteger: true),
        ]),
      .post("/second", body: ["[", .variable(Program.a, .json), ",", .variable(Program.b, .json), "]"]),
    ])
    let (_, sessions) = try SessionTests.run(program, .closed(1, flows: 1), seats: 1, on: server)
    #expect(bodies.all == (number.map { ["[\($0),5]"] } ?? []))
    #expect(sessions.flows[0].failed[.capture] == (number == nil ? 1 : 0))
  }

  /// Three rows of two values, of which the second one is a number.
  private static func table(_ pick: Program.Table.Pick) -> Program.Table {
    Program.Table(
      pick, columns: 2,
      values: [("a/", false), ("1", true), ("b", false), ("22", true), (#""c\u0041""#, true), ("3", true)])
  }

  @Test(arguments: [
    (Program.Table.Pick.own, ["/a%2F/1", "/a%2F/1", "/a%2F/1", "/b/22", "/b/22", "/b/22"]),
    // The users take three rows with their first flows together, and with each that follows as many more.
    (Program.Table.Pick.next, ["/a%2F/1", "/b/22", "/cA/3", "/a%2F/1", "/b/22", "/cA/3"]),
  ])
  func `users take rows`(pick: Program.Table.Pick, paths: [String]) throws {
    let server = try ScriptedServer(answering: Load.ok)
    var program = Program(
      [.get("/", .variable(Program.a, .percent), "/", .variable(Program.b, .percent))],
      [.takeRow(table: 0, [Program.a, Program.b]), .send(0), .end(.flow)])
    program.tables = [Self.table(pick)]
    #expect(program.tables[0].rows == 3 && program.tables[0].mostBytes(of: 0) == 9)
    _ = try SessionTests.run(program, .closed(2, flows: 3), seats: 2, on: server)
    #expect(server.records.map(\.path).sorted() == paths.sorted())
  }

  @Test func `rows that are drawn are the user's own draws`() throws {
    func paths(seed: UInt64) throws -> [String] {
      let server = try ScriptedServer(answering: Load.ok)
      var program = Program(
        [.get("/", .key, "/", .variable(Program.b, .percent))],
        [.takeRow(table: 0, [Program.a, Program.b]), .send(0), .end(.flow)])
      program.tables = [Self.table(.random)]
      _ = try SessionTests.run(program, .closed(3, flows: 20, seed: seed), seats: 3, on: server)
      return server.records.map(\.path).sorted()
    }
    let first = try paths(seed: 1)
    #expect(try Set(first).count == 9 && paths(seed: 1) == first && paths(seed: 2) != first)
  }

  @Test(arguments: [true, false])
  func `each user can have a connection of its own`(isFresh: Bool) throws {
    let server = try ScriptedServer(answering: Load.ok)
    var plan = SessionPlan.closed(2, flows: 1)
    plan.users = 6
    plan.connectsEachUser = isFresh
    let (load, sessions) = try SessionTests.run(
      Program([.get("/", .key), .get("/")]), plan, seats: 2, on: server)
    #expect(sessions.usersEnded == 6 && load.errors.total == 0)
    #expect(load.connectionsOpened == (isFresh ? 6 : 2))
    // A user's requests are on one connection.
    let keyed = server.records.filter { $0.path != "/" }
    #expect(Set(keyed.map(\.connection)).count == (isFresh ? 6 : 2))
  }

  /// A step that asks until the answer has a state.
  private static func polled(times: Int) -> Program.Request {
    var request = Program.Request.get(
      "/", .key, "/", .iteration, captures: [.init(pointer: ["state"], variable: Program.a, isOptional: true)]
    )
    request.poll = .init(
      until: [.init(variable: Program.a, expected: ["\"done\""])], every: 0.01, times: times)
    return request
  }

  @Test func `a step asks until something has come to pass, and it is known between which times`() throws {
    let server = try ScriptedServer { request in
      // Each flow is answered twice before.
      let body = [#"{}"#, #"{"state":"running"}"#, #"{"state":"d\u006fne"}"#][request.index % 3]
      return [.send(Self.answer([], body: body))]
    }
    let (load, sessions) = try SessionTests.run(
      Program([Self.polled(times: 3)]), .closed(1, flows: 4), seats: 1, on: server)
    let step = sessions.steps[0]
    #expect(server.records.count == 12 && load.sent == 4 && load.connectionsOpened == 1)
    #expect(step.passed == 4 && step.polls == 8 && step.retries == 0 && step.earliest.count == 4)
    #expect(step.response.minimum ?? 0 >= 20_000_000)
    #expect(step.earliest.minimum ?? 0 >= 10_000_000)
    #expect((step.response.minimum ?? 0) >= (step.earliest.minimum ?? .max) + 5_000_000)
  }

  @Test func `what is taken from the last answer need not be in those before`() throws {
    let server = try ScriptedServer { request in
      [
        .send(
          request.path == "/second/ok"
            ? Load.ok
            : Self.answer([], body: request.index % 3 == 1 ? #"{"state":"done","result":"ok"}"# : "{}"))
      ]
    }
    var first = Self.polled(times: 3)
    first.captures.append(.init(pointer: ["result"], variable: Program.b))
    let (load, sessions) = try SessionTests.run(
      Program([first, .get("/second/", .variable(Program.b, .percent))]), .closed(1, flows: 2), seats: 1,
      on: server)
    #expect(load.errors.total == 0 && sessions.flows[0].completed == 2 && sessions.steps[0].polls == 2)
  }

  @Test func `a step that has asked as often as it may has failed`() throws {
    let server = try ScriptedServer(answering: Self.answer([], body: #"{"state":"running"}"#))
    let (_, sessions) = try SessionTests.run(
      Program([Self.polled(times: 3)]), .closed(2, flows: 2), seats: 2, on: server)
    #expect(sessions.steps[0].failed[.check] == 4 && sessions.steps[0].polls == 8)
    #expect(server.records.count == 12 && sessions.flows[0].failed[.check] == 4)
  }

  @Test func `what is not measured is no part of its flow's time`() throws {
    let server = try ScriptedServer {
      $0.path == "/slow" ? [.work(milliseconds: 50), .send(Load.ok)] : [.send(Load.ok)]
    }
    var program = Program([.get("/"), .get("/slow")])
    program.steps[1].isMeasured = false
    let (_, sessions) = try SessionTests.run(program, .closed(1, flows: 3), seats: 1, on: server)
    #expect(
      sessions.flows[0].active.maximum ?? .max < 50_000_000
        && sessions.flows[0].service.maximum ?? .max < 50_000_000)
    #expect(sessions.flows[0].elapsed.minimum ?? 0 >= 50_000_000)
    #expect(sessions.steps[1].response.minimum ?? 0 >= 50_000_000 && sessions.steps[1].passed == 3)
  }

  @Test func `phases that do not count are left out, and every sum is right`() throws {
    let server = try ScriptedServer {
      $0.index % 5 == 4 ? [.send(Self.answer([], status: 500))] : [.work(milliseconds: 7), .send(Load.ok)]
    }
    var plan = SessionPlan(.closed(.constant(3)), seed: 1)
    plan.phaseEnds = [0.3, 0.6, 0.9]
    let program = Program([.get("/a"), .get("/b")])
    let (_, sessions) = try SessionTests.run(
      program, plan, seats: 3, on: server, duration: .milliseconds(1200))
    let parts = [[true, false, false, false], [false, true, true, false], [false, false, false, true]].map {
      sessions.counting($0)
    }
    for part in parts {
      for step in part.steps { #expect(step.begun == step.passed + step.failed.total + step.unfinished) }
      for flow in part.flows { #expect(flow.begun == flow.completed + flow.failed.total + flow.unfinished) }
      #expect(part.steps[0].passed > 0 && part.steps[0].response.count == UInt64(part.steps[0].passed))
    }
    func sum(_ value: (SessionFigures) -> Int) -> Int { parts.reduce(0) { $0 + value($1) } }
    #expect(
      sum { $0.steps[0].begun } == sessions.steps[0].begun
        && sum { $0.flows[0].begun } == sessions.flows[0].begun)
    #expect(sum { $0.steps[1].failed.total } == sessions.steps[1].failed.total)
    #expect(sum { $0.flows[0].completed } == sessions.flows[0].completed)
    #expect(sessions.counting([true, true, true, true]).steps[0].begun == sessions.steps[0].begun)
  }
}
