import Contract
import Foundation
import Record
import TestSupport
import Testing

@testable import Orchestration

/// Streams of servers that are not ours, and of such as do not serve them as the contract has it.
@Suite struct StreamVerifierTests {
  private func verify(_ exchange: StreamWorkload.Exchange, at path: String, of script: String) throws
    -> ConformanceFindings
  {
    let server = try FixtureServer("streams/\(script)")
    let stream = try JSONDecoder().decode(StreamWorkload.self, from: Self.json(path, exchange))
    var verifier = StreamVerifier(
      client: HTTPClient(host: "127.0.0.1", port: Int(server.port)), stream: stream, seed: 5)
    return verifier.verify()
  }

  private static func json(_ path: String, _ exchange: StreamWorkload.Exchange) throws -> Data {
    let fields = #""name": "s", "category": "c", "summary": "", "path": "\#(path)", "exchange": "#
    return Data("{\(fields)".utf8) + (try JSONEncoder().encode(exchange)) + Data("}".utf8)
  }

  @Test func `events as the contract has them are found right`() throws {
    let events = try verify(.events(count: 6, intervalMilliseconds: 1), at: "/sse", of: "events.py")
    #expect(events.failures == [] && events.checks == 8 && !events.isAbsent)
  }

  @Test(arguments: ["sockets.py", "sockets.js"], [false, true])
  func `echoes as the contract has them are found right`(script: String, isText: Bool) throws {
    let echoes = try verify(.messages(bytes: 1, isText: isText, underWay: 1), at: "/echo", of: script)
    #expect(echoes.failures == [] && echoes.checks == 11 && !echoes.isAbsent)
  }

  @Test(arguments: [("/other", "text/plain", "events.py"), ("/late", "all at once", "events.py")])
  func `events of another kind, or in another way, are told`(path: String, why: String, script: String) throws
  {
    let found = try verify(.events(count: 6, intervalMilliseconds: 1), at: path, of: script)
    #expect(!found.failures.isEmpty, "\(why)")
    let checks = Set(found.failures.map(\.check))
    #expect(
      checks
        == (path == "/late"
          ? ["one-by-one"] : ["events", "fragmented-request", "last-event-id", "nothing-left"]),
      "\(found.failures)")
  }

  @Test(arguments: [
    ("/push", ["echo", "order", "fragments", "close"]), ("/close/1001", ["echo", "order", "fragments"]),
  ])
  func `sockets that send something else are told`(path: String, checks: [String]) throws {
    let found = try verify(.messages(bytes: 1, isText: true, underWay: 1), at: path, of: "sockets.py")
    #expect(Set(found.failures.map(\.check)) == Set(checks), "\(found.failures)")
  }

  @Test func `what is not there is absent`() throws {
    let events = try verify(.events(count: 6, intervalMilliseconds: 1), at: "/none", of: "events.py")
    let sockets = try verify(.messages(bytes: 1, isText: true, underWay: 1), at: "/none", of: "sockets.py")
    #expect(events.isAbsent && sockets.isAbsent && events.checks == 1 && sockets.checks == 1)
    let silent = try verify(.messages(bytes: 1, isText: true, underWay: 1), at: "/silent", of: "events.py")
    #expect(silent.isAbsent && silent.checks == 1)
  }
}
