import Platform
import Testing

@testable import LoadEngine

@Suite(.bothPollers) struct PipeliningTests {
  private static func spec(_ server: ScriptedServer, depth: Int) -> Load {
    var spec = Load.spec(server.port, [Load.get("/a"), Load.get("/b")], duration: .milliseconds(200))
    spec.pipelineDepth = depth
    return spec
  }

  @Test(arguments: [2, 7, 64]) func `each answer is counted, and the next requests wait for all of them`(
    depth: Int
  ) throws {
    let server = try ScriptedServer { request in [.send(request.path == "/a" ? Load.ok : Self.chunked)] }
    let result = try Load.run(Self.spec(server, depth: depth), on: server)
    #expect(result.answered == result.sent && result.sent % depth == 0 && result.sent > 2 * depth)
    #expect(server.records.count == result.sent && result.connectionsOpened == 2)
    for connection in 0..<2 {
      let paths = server.records.filter { $0.connection == connection }.map(\.path)
      let batches = stride(from: 0, to: paths.count, by: depth).map { Set(paths[$0..<$0 + depth]) }
      #expect(
        batches.allSatisfy { $0.count == 1 } && zip(batches, batches.dropFirst()).allSatisfy { $0 != $1 })
    }
  }

  private static let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"

  @Test func `answers may come in any pieces`() throws {
    let server = try ScriptedServer { request in
      request.index % 4 == 3 ? [.dribble(Load.ok + Self.chunked + Load.ok + Load.ok)] : []
    }
    let result = try Load.run(Self.spec(server, depth: 4), on: server)
    #expect(result.answered == result.sent && result.sent >= 8)
  }

  @Test func `what a server leaves unanswered failed, and what nobody asked for is malformed`() throws {
    let closing = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"
    let closer = try ScriptedServer { request in
      request.index == 1 ? [.send(closing), .close] : [.send(Load.ok)]
    }
    let closed = try Load.run(Self.spec(closer, depth: 4), on: closer)
    #expect(closed.answered > 0 && closed.errors[.reset] + closed.unfinished >= closed.answered)
    let babbler = try ScriptedServer { request in [.send(request.index == 3 ? Load.ok + Load.ok : Load.ok)] }
    let babbled = try Load.run(Self.spec(babbler, depth: 4), on: babbler)
    #expect(babbled.errors[.malformed] > 0 && babbled.firstMalformation == .surplus)
  }

  @Test func `a limit that is no multiple of the depth is met exactly`() throws {
    let server = try ScriptedServer(answering: Load.ok)
    defer { server.stop() }
    var spec = Self.spec(server, depth: 8)
    spec.duration = .seconds(20)
    spec.requestLimit = 21
    let result = try LoadEngine.run(spec, stop: StopFlag())
    #expect(result.sent == 21 && result.answered == 21 && server.records.count == 21)
  }
}
