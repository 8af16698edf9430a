import Glibc
import Platform
import Statistics
import Testing

@testable import LoadEngine

@Suite(.bothPollers) struct FailureTests {
  struct Fault: CustomTestStringConvertible {
    let kind: ErrorLedger.Kind
    let steps: [ScriptedServer.Step]
    var testDescription: String { "\(steps) is \(kind)" }
  }

  @Test(
    "every way to fail is counted as its kind, once for each request, and never as an answer",
    arguments: [
      Fault(kind: .reset, steps: [.close]),
      Fault(kind: .reset, steps: [.reset]),
      Fault(kind: .reset, steps: [.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no"), .reset]),
      Fault(kind: .reset, steps: [.send("HTTP/1.1 200 OK\r\n\r\nuntil close"), .reset]),
      Fault(kind: .truncated, steps: [.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no"), .close]),
      Fault(kind: .truncated, steps: [.send("H"), .close]),
      Fault(kind: .truncated, steps: [.send("HTTP/1.1 100 Continue\r\n\r\n"), .close]),
      Fault(kind: .status4xx, steps: [.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")]),
      Fault(kind: .status5xx, steps: [.send("HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\nno")]),
      Fault(kind: .status5xx, steps: [.send("HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n")]),
      Fault(kind: .status5xx, steps: [.send("HTTP/1.1 503 Busy\r\nConnection: close\r\n\r\n"), .close]),
      Fault(kind: .unexpectedStatus, steps: [.send("HTTP/1.1 304 Same\r\n\r\n")]),
      Fault(kind: .malformed, steps: [.send("SSH-2.0-OpenSSH_9.2\r\n")]),
      Fault(kind: .malformed, steps: [.send(Load.ok + "surplus")]),
      Fault(kind: .malformed, steps: [.dribble("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]),
    ])
  func faults(fault: Fault) throws {
    let server = try ScriptedServer { _ in fault.steps }
    let result = try Load.run(Load.spec(server.port, connections: 3), on: server)
    #expect(result.sent >= 3)
    #expect(result.sent == server.records.count)
    #expect(result.errors[fault.kind] == result.sent)
    #expect(result.answered == 0)
    #expect((result.firstMalformation != nil) == (fault.kind == .malformed))
  }

  /// An answer that is HTTP, but more than is read of one.
  @Test(arguments: [
    (Malformation.headTooLarge, "HTTP/1.1 200 OK\r\nA: " + String(repeating: "a", count: 70_000)),
    (.bodyTooLarge, "HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n"),
    (
      .chunkLineTooLong,
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + String(repeating: "0", count: 5000)
    ),
  ])
  func `an answer beyond a limit is not called something else than HTTP`(reason: Malformation, text: String)
    throws
  {
    let server = try ScriptedServer { _ in [.send(text)] }
    var spec = Load.spec(server.port, connections: 1, duration: .seconds(20))
    spec.requestLimit = 2
    spec.maximumBodyBytes = 1 << 20
    let result = try Load.run(spec, on: server)
    #expect(result.errors[.tooLarge] == 2 && result.firstMalformation == reason)
    #expect(reason.description.hasPrefix("an answer larger than harness reads"))
  }

  /// A server of keep-alive connections that ends every one of them when its second request comes.
  @Test(arguments: [[.close], [.reset]] as [[ScriptedServer.Step]])
  func `a reused connection that ends before an answer is told apart, and what may be is sent again once`(
    end: [ScriptedServer.Step]
  ) throws {
    func run(_ request: PreparedRequest) throws -> (LoadResult, ScriptedServer) {
      let server = try ScriptedServer { $0.index == 1 ? end : [.send(Load.ok)] }
      var spec = Load.spec(server.port, [request], duration: .seconds(20))
      spec.requestLimit = 20
      return (try Load.run(spec, on: server), server)
    }
    let (again, server) = try run(Load.get("/"))
    #expect(again.answered == 20 && again.errors.total == 0 && again.resent > 0)
    #expect(server.records.count == 20 + again.resent)
    #expect(again.latency.count == 20)
    let (failed, _) = try run(Load.post([1, 2]))
    #expect(failed.resent == 0 && failed.errors[.closedIdle] == failed.errors.total)
    #expect(failed.errors.total > 0 && failed.answered + failed.errors.total == 20)
  }

  @Test func `a connection that ends in an answer is no reused one that ran out`() throws {
    let server = try ScriptedServer { $0.index == 1 ? [.send("HTTP/1.1 2"), .reset] : [.send(Load.ok)] }
    var spec = Load.spec(server.port, duration: .seconds(20))
    spec.requestLimit = 20
    let result = try Load.run(spec, on: server)
    #expect(result.resent == 0 && result.errors[.closedIdle] == 0 && result.errors[.reset] > 0)
  }

  /// Each takes an engine much longer to read than the server to send, so that there is always more; after five seconds the server ends it.
  @Test(arguments: [
    String(repeating: "0", count: 4000) + "1\r\na\r\n",
    "1;" + String(repeating: "x", count: 4000) + "\r\na\r\n",
  ])
  func `an answer without end that comes fast does not keep a worker from its timeouts`(chunk: String) throws
  {
    let server = try ScriptedServer { _ in
      [
        .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), .flood(chunk, milliseconds: 5000),
        .close,
      ]
    }
    var spec = Load.spec(server.port, connections: 1, duration: .seconds(20))
    spec.requestLimit = 2
    spec.requestTimeout = .milliseconds(100)
    let result = try Load.run(spec, on: server)
    #expect(result.errors[.timeout] == 2)
    #expect(result.windowNanoseconds < 4_000_000_000)
  }

  @Test("a fault among answers costs its own request only")
  func mixture() throws {
    let faults: [[ScriptedServer.Step]] = [
      [.send(Load.ok)], [.send(Load.ok)], [.send("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")],
      [.send("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n")], [.send("HTTP/1.1 20"), .close],
    ]
    let server = try ScriptedServer { faults[$0.index] }
    let result = try Load.run(Load.spec(server.port, connections: 3), on: server)
    let perConnection = Dictionary(grouping: server.records, by: \.connection).values.map(\.count)
    func reached(_ index: Int) -> Int { perConnection.count { $0 > index } }
    #expect(result.sent == server.records.count)
    #expect(result.answered == reached(0) + reached(1))
    #expect(result.errors[.status4xx] == reached(2))
    #expect(result.errors[.status5xx] == reached(3))
    #expect(result.errors[.truncated] == reached(4))
    #expect(result.errors.total == reached(2) + reached(3) + reached(4))
    #expect(result.statusCounts == [200: result.answered, 404: reached(2), 500: reached(3)])
  }

  @Test("an answer that is there as soon as the connection is read, not left lying")
  func greeting() throws {
    let answer = "HTTP/1.1 408 Too Slow\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    let server = try ScriptedServer(greeting: [.send(answer), .halfClose]) { _ in [] }
    let result = try Load.run(Load.spec(server.port, connections: 3), on: server)
    #expect(result.sent > 0)
    #expect(result.errors[.status4xx] == result.sent)
  }

  @Test("a status that the request accepts is an answer")
  func accepted() throws {
    let server = try ScriptedServer(answering: "HTTP/1.1 422 Refused\r\nContent-Length: 0\r\n\r\n")
    let result = try Load.run(Load.spec(server.port, [Load.get("/", accepting: 400...422)]), on: server)
    #expect(result.answered == result.sent)
    #expect(result.statusCounts == [422: result.sent])
  }

  @Test("a server that never answers runs into the timeout, again and again")
  func timeout() throws {
    let server = try ScriptedServer { _ in [.hang] }
    var spec = Load.spec(server.port, connections: 2, duration: .milliseconds(150))
    spec.requestTimeout = .milliseconds(20)
    let result = try Load.run(spec, on: server)
    #expect(result.errors[.timeout] == result.sent)
    #expect(result.sent >= 2)
    #expect(result.sent <= 2 * 8)
  }

  @Test("a server that dribbles without end runs into the timeout too")
  func dribble() throws {
    let server = try ScriptedServer { _ in
      [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), .dribble("1\r\na\r\n"), .hang]
    }
    var spec = Load.spec(server.port, connections: 2, duration: .milliseconds(50))
    spec.requestTimeout = .milliseconds(20)
    let result = try Load.run(spec, on: server)
    #expect(result.errors[.timeout] == result.sent)
  }

  @Test("a refused connection counts as a failed request and is tried again ever more slowly")
  func refused() throws {
    let port = try ScriptedServer.closedPort()
    let result = try Load.run(Load.spec(port, connections: 2, duration: .milliseconds(200)))
    #expect(result.errors[.connect] == result.sent)
    // At the earliest 0, 2, 6, 14, 30, 62, 126 and 190 ms into the window; one attempt was before it.
    #expect((2...2 * 8).contains(result.sent))
    #expect(result.connectionsOpened == 0)
    #expect(result.firstConnectError?.code == ECONNREFUSED)
    #expect(result.firstConnectError?.description == "connect to 127.0.0.1:\(port): Connection refused")
  }

  @Test func `no more attempts are counted than requests were asked for`() throws {
    let port = try ScriptedServer.closedPort()
    var spec = Load.spec(port, connections: 8, duration: .seconds(20))
    spec.requestLimit = 1
    let result = try Load.run(spec)
    #expect(result.sent == 1 && result.errors[.connect] == 1)
    #expect(result.connectionsAsked == 8 && result.connectionsReached == 0 && result.connectFailures >= 8)
  }

  @Test("ledgers add up by kind, and a status belongs to one kind")
  func ledger() {
    var ledger = ErrorLedger()
    ledger[.timeout] += 2
    var other = ErrorLedger()
    other[.timeout] = 1
    other[.wrongBody] = 4
    ledger.merge(other)
    #expect(ledger[.timeout] == 3)
    #expect(ledger[.wrongBody] == 4)
    #expect(ledger.total == 7)
    #expect(
      [99, 399, 400, 499, 500, 599, 600].map { ErrorLedger.Kind(status: $0) } == [
        .status5xx, .unexpectedStatus, .status4xx, .status4xx, .status5xx, .status5xx, .status5xx,
      ])
  }
}
