import Testing

@testable import LoadEngine

/// What keeps requests back, or ends a load before its time.
@Suite(.serialized, .bothPollers) struct SessionLimitTests {
  @Test func `a server that fails is spared, and what was not sent is a failed step`() throws {
    let server = try ScriptedServer { _ in [.send("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n")] }
    var plan = SessionPlan.closed(2)
    plan.breaker = BreakerRules(window: 60, minimum: 5, errors: 0.5, open: 600, probes: 1)
    let users = plan
    let spec = Load.spec(server.port, connections: 2, duration: .milliseconds(300)).spec
    let result = try Load.run(spec, on: server) {
      SessionSource(Program([.get("/")]), users, $0, seats: 2)
    }
    let step = try #require(result.sessions).steps[0]
    #expect((5...6).contains(server.records.count) && step.failed[.status5xx] == server.records.count)
    #expect(step.failed[.shed] > 0 && step.begun == step.failed.total)
    #expect(result.sessions?.breakerOpenings == 1 && result.sessions?.breakerNanoseconds ?? 0 > 0)
    #expect(result.sent == server.records.count)
  }

  @Test func `a limit is looked at from its time, and from so many steps on`() {
    let (counts, limits) = (SharedCounts(), SessionLimits(errors: 0.5, after: 2, minimum: 4))
    #expect(!counts.add(begun: 3, failed: 3, limit: limits, seconds: 5))
    #expect(!counts.add(begun: 1, failed: 1, limit: limits, seconds: 1.9))
    #expect(counts.add(begun: 0, failed: 0, limit: limits, seconds: 2))
    // Half of them is not more than half.
    #expect(!counts.add(begun: 4, failed: 0, limit: limits, seconds: 3))
  }

  @Test func `too many failures end the load, and not too few`() throws {
    func run(_ limits: SessionLimits) throws -> (load: LoadResult, sessions: SessionFigures) {
      let server = try ScriptedServer { request in
        [.send(request.index.isMultiple(of: 2) ? Load.ok : "HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n")]
      }
      var plan = SessionPlan.closed(2)
      plan.limits = limits
      return try SessionTests.run(Program([.get("/")]), plan, seats: 2, on: server, duration: .seconds(600))
    }
    let (load, sessions) = try run(.init(errors: 0.3, after: 0, minimum: 20))
    #expect(sessions.hasReachedLimit && sessions.steps[0].begun >= 20 && !load.wasStopped)
    let server = try ScriptedServer(answering: Load.ok)
    var plan = SessionPlan.closed(2, flows: 20)
    plan.limits = .init(errors: 0, after: 0, minimum: 1)
    let (_, good) = try SessionTests.run(Program([.get("/")]), plan, seats: 2, on: server)
    #expect(!good.hasReachedLimit && good.flows[0].completed == 40)
  }
}
