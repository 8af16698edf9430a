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
    var load = Load.spec(server.port, paths.map { Load.get($0) }, connections: 1, duration: .seconds(20))
    load.requestLimit = 50
    let result = try Load.run(load.spec, on: server) {
      [requests = load.requests, connections = load.connections] share in
      MixSource(requests, parts: [0, 1, 0, 0, 1], connections: share.connections, of: connections)
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

  @Test
  func `connections start at equal distances, so that a part of the rotation has the parts of all of it`() {
    let requests = (0..<100).map { Load.get("/\($0)") }
    var source = MixSource(requests, parts: (0..<100).map { $0 / 50 }, connections: 8..<16, of: 32)
    var (due, kinds): (UInt64, [Int]) = (0, [])
    for slot in 0..<8 {
      for _ in 0..<2 { kinds.append(source.next(slot: slot, due: &due)?.pointee.kind ?? -1) }
    }
    #expect(kinds == [25, 26, 28, 29, 31, 32, 34, 35, 37, 38, 40, 41, 43, 44, 46, 47])
  }

  @Test func `parts of several workers are added`() throws {
    let server = try ScriptedServer(answering: Load.ok)
    var load = Load.spec(
      server.port, [Load.get("/a"), Load.get("/b")], connections: 4, duration: .milliseconds(200))
    load.cpus = Array(try CPUTopology.current().allowed.prefix(2))
    let result = try Load.run(load.spec, on: server) {
      [requests = load.requests, connections = load.connections] share in
      MixSource(requests, parts: [0, 1], connections: share.connections, of: connections)
    }
    #expect(result.parts.count == 2)
    #expect(result.parts.reduce(0) { $0 + $1.sent } == result.sent)
    #expect(result.parts.reduce(0) { $0 + $1.answered } == result.answered)
  }
}
