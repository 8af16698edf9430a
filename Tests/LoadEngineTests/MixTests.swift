import Platform
import Statistics
import Testing

@testable import LoadEngine

@Suite(.bothPollers)
struct MixTests {
  @Test func `each part has its own figures, and together they are the load`() throws {
    // Part 1 is the slow one, and one in ten of its answers is an error.
    let server = try ScriptedServer { request in
      guard request.path.hasPrefix("/slow") else { return [.send(Load.ok)] }
      let status = request.path == "/slow/bad" ? "500 No" : "200 OK"
      return [.work(milliseconds: 10), .send("HTTP/1.1 \(status)\r\nContent-Length: 0\r\n\r\n")]
    }
    let paths = ["/", "/slow", "/", "/", "/slow/bad"]
    var load = Load.spec(server.port, paths.map { Load.get($0) }, connections: 2, duration: .seconds(20))
    load.requestLimit = 50
    let result = try Load.run(load.spec, on: server) { [requests = load.requests] share in
      MixSource(requests, parts: [0, 1, 0, 0, 1], connections: share.connections)
    }
    let parts = result.parts
    #expect(parts.map(\.sent) == [30, 20] && parts.map(\.answered) == [30, 10])
    #expect(parts.map(\.latency.count) == [30, 10] && result.errors[.status5xx] == 10)
    #expect(parts[1].latency.minimum ?? 0 >= 10_000_000)
    var whole = parts[0].latency
    whole.merge(parts[1].latency)
    #expect(whole == result.latency)
    #expect(parts.reduce(0) { $0 + $1.answeredInWindow } == result.answeredInWindow)
  }

  @Test func `parts of several workers are added`() throws {
    let server = try ScriptedServer(answering: Load.ok)
    var load = Load.spec(
      server.port, [Load.get("/a"), Load.get("/b")], connections: 4, duration: .milliseconds(200))
    load.cpus = Array(try CPUTopology.current().allowed.prefix(2))
    let result = try Load.run(load.spec, on: server) { [requests = load.requests] share in
      MixSource(requests, parts: [0, 1], connections: share.connections)
    }
    #expect(result.parts.count == 2)
    #expect(result.parts.reduce(0) { $0 + $1.sent } == result.sent)
    #expect(result.parts.reduce(0) { $0 + $1.answered } == result.answered)
  }
}
