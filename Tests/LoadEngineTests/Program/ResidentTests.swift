import Glibc
import Platform
import Statistics
import Testing

@testable import LoadEngine

/// Users who begin before the window, and rest while others have their turns.
@Suite(.serialized, .bothPollers) struct ResidentTests {
  private static let rest = 500

  /// Users log in once; their flows have two requests.
  private static var program: Program {
    var program = Program(
      [.get("/login/", .key), .get("/first/", .key), .get("/second/", .key)],
      [.send(0), .end(.flow), .send(1), .send(2), .end(.flow)])
    program.prologue = 0
    program.flows[0].start = 2
    program.steps[0].flow = nil
    program.requests[0].onError = .user
    return program
  }

  private static func run(
    _ model: SessionPlan.Model, seats: Int, on server: ScriptedServer, duration: Duration,
    turns: Int = 1
  ) throws -> (load: LoadResult, sessions: SessionFigures) {
    var plan = SessionPlan(model, seed: 1, keyPrefix: "u")
    plan.areResident = true
    plan.tick = 0
    let users = plan
    var spec = Load.spec(server.port, connections: seats, duration: duration).spec
    guard turns > 1 else {
      let result = try Load.run(spec, on: server) { SessionSource(program, users, $0, seats: seats) }
      return (result, try #require(result.sessions))
    }
    let rota = Rota(order: (0..<2 * turns - 1).map { $0 % 2 })
    spec.seat = rota.seats[0]
    let other = try PinnedThread(name: "other", cpu: nil) {
      for _ in 0..<rota.seats[1].turns {
        rota.seats[1].take()
        usleep(UInt32(rest * 1000))
        rota.seats[1].pass()
      }
    }
    let result = try Load.run(spec, on: server) { SessionSource(program, users, $0, seats: seats) }
    other.join()
    return (result, try #require(result.sessions))
  }

  private static func count(_ prefix: String, of server: ScriptedServer) -> Int {
    server.records.count { $0.path.hasPrefix(prefix) }
  }

  @Test func `they have begun when the window does, and that is no part of it`() throws {
    let server = try ScriptedServer { request in
      request.path.hasPrefix("/login") ? [.work(milliseconds: 50), .send(Load.ok)] : [.send(Load.ok)]
    }
    let (load, sessions) = try Self.run(
      .closed(.constant(4)), seats: 4, on: server, duration: .milliseconds(300))
    #expect(sessions.steps[0].passed == 4 && sessions.usersBegun == 4)
    #expect(load.sent == sessions.steps[1].begun + sessions.steps[2].begun && load.answered == load.sent)
    #expect(
      Self.count("/login", of: server) == 4 && Self.count("/first", of: server) == sessions.steps[1].begun)
    #expect(server.records.prefix(4).allSatisfy { $0.path.hasPrefix("/login") })
    // What the end of the window cut short goes no further.
    let cut = sessions.flows[0].begun - sessions.flows[0].completed
    #expect((0...4).contains(cut) && sessions.flows[0].completed == sessions.flows[0].completedInWindow)
  }

  @Test func `who cannot begin is an error, and the next one tries in the window`() throws {
    let server = try ScriptedServer { request in
      request.path == "/login/u1" ? [.send("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n")] : [.send(Load.ok)]
    }
    let (load, sessions) = try Self.run(
      .closed(.constant(2)), seats: 2, on: server, duration: .milliseconds(300))
    #expect(sessions.steps[0].failed[.status5xx] == 1 && load.errors[.status5xx] == 1)
    #expect(
      server.records.contains { $0.path == "/first/u0" } && server.records.contains { $0.path == "/first/u3" }
    )
    #expect(!server.records.contains { $0.path == "/first/u1" })
  }

  @Test func `they rest where they are, and the rest is no part of their times`() throws {
    let server = try ScriptedServer { _ in [.work(milliseconds: 1), .send(Load.ok)] }
    let (load, sessions) = try Self.run(
      .closed(.constant(3)), seats: 3, on: server, duration: .milliseconds(300), turns: 3)
    #expect(load.slices.count == 3 && load.errors.total == 0)
    for user in 0..<3 {
      let paths = server.records.map(\.path).filter { $0.hasSuffix("/u\(user)") }
      let flows = paths.dropFirst().enumerated().map { $0.offset.isMultiple(of: 2) ? "/first" : "/second" }
      #expect(paths.dropFirst().map { String($0.dropLast(3)) } == flows)
    }
    let cut = sessions.flows[0].begun - sessions.flows[0].completed
    #expect((0...3).contains(cut))
    // Little's law: three users are always under way, in slices of 0.3 s together and not in rests of a second.
    let mean = try #require(load.latency.mean)
    let underWay =
      (mean * Double(load.latency.count) - Double(load.overhangNanoseconds))
      / Double(load.windowNanoseconds)
    #expect(underWay > 1.5 && underWay < 4.5, "\(underWay)")
    #expect(sessions.userNanoseconds <= 3 * load.windowNanoseconds)
  }

  @Test func `a request that was not sent before a rest is made again after it`() throws {
    var plan = SessionPlan(.closed(.constant(1)), seed: 1)
    (plan.areResident, plan.tick) = (true, 0)
    let share = WorkerShare.shares(of: Load.spec(1, connections: 1).spec.shape)[0]
    var source = SessionSource(Program([.get("/first"), .get("/second")]), plan, share, seats: 1)
    let isPrepared = source.prepare(at: 1000)
    let early = source.takeDue(at: 1000)
    #expect(isPrepared && early == nil)
    source.windowChanged(isOpen: true, at: 2000)
    let first = source.takeDue(at: 2000)
    source.windowChanged(isOpen: false, at: 3000)
    source.windowChanged(isOpen: true, at: 9000)
    let second = source.takeDue(at: 9000)
    #expect(first == 0 && second == 0)
    var due: UInt64 = 9000
    let kind = source.next(slot: 0, due: &due)?.pointee.kind
    #expect(kind == 0)
  }

  @Test func `flows that are due are done by those who are there`() throws {
    let server = try ScriptedServer { _ in [.send(Load.ok)] }
    let (load, sessions) = try Self.run(
      .open(Arrivals(.constant(100), .even)), seats: 5, on: server, duration: .milliseconds(600), turns: 2)
    let flow = sessions.flows[0]
    #expect(flow.begun + sessions.unstarted == 60 && flow.completed == flow.begun && flow.begun > 30)
    #expect(sessions.usersBegun == 5 && sessions.steps[0].passed == 5 && load.errors.total == 0)
    let keys = Set(server.records.map { $0.path.split(separator: "/").last ?? "" })
    #expect(keys.isSubset(of: ["u0", "u1", "u2", "u3", "u4"]))
    // None of them is as late as the rest is long, on average.
    let mean = try #require(flow.active.mean)
    #expect(mean < Double(Self.rest) * 1e6 / 2, "\(mean)")
  }
}
