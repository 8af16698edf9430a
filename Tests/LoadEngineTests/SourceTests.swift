import Platform
import Statistics
import Testing

@testable import LoadEngine

@Suite(.serialized, .bothPollers) struct SourceTests {
  /// The path that a server of links names in its answer to `path`.
  private static func link(from path: String) -> String {
    let number = Int(path.dropFirst()) ?? 0
    return "/\((number * 31 + 7) % 1009)"
  }

  /// Answers with the next link: whole, in chunks or until the end of the connection, byte by byte or at once.
  private static func linkServer() throws -> ScriptedServer {
    try ScriptedServer { request in
      let next = link(from: request.path)
      let whole = "HTTP/1.1 200 OK\r\nContent-Length: \(next.utf8.count)\r\n\r\n\(next)"
      switch request.index % 4 {
      case 0: return [.send(whole)]
      case 1: return [.dribble(whole)]
      case 2:
        let chunks = "1\r\n/\r\n\(next.utf8.count - 1)\r\n\(next.dropFirst())\r\n0\r\n\r\n"
        return [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)]
      default: return [.send("HTTP/1.1 200 OK\r\n\r\n\(next)"), .close]
      }
    }
  }

  /// The paths that were asked for form as many chains as there are slots.
  private static func expectChains(_ server: ScriptedServer, slots: Int) {
    var heads = Dictionary(grouping: (0..<slots).map { "/\($0)" }) { $0 }.mapValues(\.count)
    for path in server.records.map(\.path) {
      #expect(heads[path] ?? 0 > 0, "\(path) was named by no answer")
      heads[path, default: 0] -= 1
      heads[link(from: path), default: 0] += 1
    }
  }

  @Test func `a source that reads bodies sends what the last answer named`() throws {
    let server = try Self.linkServer()
    let spec = Load.spec(server.port, connections: 3, duration: .milliseconds(200)).spec
    let result = try Load.run(spec, on: server) { LinkSource(slots: $0.connections) }
    #expect(result.answered == result.sent && result.sent == server.records.count && result.sent > 30)
    Self.expectChains(server, slots: 3)
  }

  @Test func `pacing does not depend on the source`() throws {
    let server = try Self.linkServer()
    var spec = Load.spec(server.port, connections: 8, duration: .milliseconds(400)).spec
    spec.pacing = .open(Arrivals(.constant(250)))
    let result = try Load.run(spec, on: server) { LinkSource(slots: $0.connections) }
    #expect(result.sent + result.unsent == 100 && result.sent > 50 && result.answered == result.sent)
    #expect(result.lateness.count == UInt64(result.sent))
    Self.expectChains(server, slots: 8)
  }

  @Test(arguments: RetryCase.all)
  func `a request that is sent again counts once, from when it was first due`(retry: RetryCase) throws {
    let server = try ScriptedServer { request in retry.refuses(request) ? retry.refusal : [.send(Load.ok)] }
    var spec = Load.spec(server.port, duration: .seconds(20)).spec
    spec.requestLimit = 20
    let result = try Load.run(spec, on: server) { RetrySource(slots: $0.connections) }
    #expect(result.answered == 20 && result.errors.total == 0 && server.records.count == 60)
    #expect(result.statusCounts[200] == 20 && result.statusCounts[503] == (retry.isAnswer ? 40 : nil))
    #expect(result.latency.minimum ?? 0 >= 2 * RetrySource.pauseNanoseconds)
    #expect(result.connectionsOpened == (retry.closes ? 42 : 2))
  }

  @Test(arguments: [false, true])
  func `one that is to be sent again after the window is, while draining`(closes: Bool) throws {
    let server = try ScriptedServer { request in
      if request.path == "/10" { return [.send(Load.ok)] }
      let refusal = ScriptedServer.Step.send("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")
      return closes ? [refusal, .close] : [refusal]
    }
    var spec = Load.spec(server.port, connections: 3, duration: .milliseconds(10)).spec
    spec.drainLimit = .seconds(20)
    let result = try Load.run(spec, on: server) { RetrySource(slots: $0.connections, retries: 10) }
    #expect(result.sent == 3 && result.answered == 3 && server.records.count == 33)
  }

  @Test func `one that is still to be sent again at the end is unfinished`() throws {
    let server = try ScriptedServer { _ in [.send("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")] }
    var spec = Load.spec(server.port, connections: 3, duration: .milliseconds(20)).spec
    spec.drainLimit = .milliseconds(20)
    let result = try Load.run(spec, on: server) { RetrySource(slots: $0.connections, retries: .max) }
    #expect(result.sent == 3 && result.unfinished == 3 && result.errors.total == 0)
  }

  @Test func `a source that keeps time has its slots wait, and latency counts from when it wanted to send`()
    throws
  {
    let server = try ScriptedServer { request in
      request.index == 10 ? [.work(milliseconds: 100), .send(Load.ok)] : [.send(Load.ok)]
    }
    let spec = Load.spec(server.port, connections: 2, duration: .milliseconds(400)).spec
    let result = try Load.run(spec, on: server) {
      BeatSource(slots: $0.connections.count, interval: 5_000_000)
    }
    #expect((100...160).contains(result.sent) && result.answered == result.sent)
    #expect(result.lateness.count == UInt64(result.sent))
    #expect(result.lateness.percentile(50) ?? .max < 40_000_000)
    // On each connection 20 requests wanted to be sent in the 100 ms that one took.
    let slow = result.latency.entries.filter { $0.lowestValue > 20_000_000 }.map(\.count).reduce(0, +)
    let seemingly = result.uncorrectedLatency.entries.filter { $0.lowestValue > 20_000_000 }.map(\.count)
      .reduce(0, +)
    #expect(slow >= 20 && seemingly < slow)
  }
}

/// How a server refuses a request twice before it answers.
struct RetryCase: Sendable {
  let refusal: [ScriptedServer.Step]
  let isAnswer: Bool
  let closes: Bool

  static let all = [
    RetryCase(
      refusal: [.send("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")], isAnswer: true, closes: false),
    RetryCase(
      refusal: [.send("HTTP/1.1 503 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), .close],
      isAnswer: true, closes: true),
    RetryCase(refusal: [.reset], isAnswer: false, closes: true),
  ]

  /// The path ends in how often the request was sent before.
  func refuses(_ request: ScriptedServer.Request) -> Bool { !request.path.hasSuffix("2") }
}
