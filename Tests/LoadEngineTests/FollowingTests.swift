import HTTP
import Platform
import Statistics
import Testing

@testable import LoadEngine

@Suite(.bothPollers) struct FollowingTests {
  private static func redirect(_ status: Int, _ location: String) -> [ScriptedServer.Step] {
    [.send("HTTP/1.1 \(status) Elsewhere\r\nlocation: \(location)\r\nContent-Length: 0\r\n\r\n")]
  }

  /// Drives so many requests for `/`, one after the other.
  private static func run(
    _ server: ScriptedServer, _ method: String = "GET", body: [UInt8]? = nil, limit: Int = 6
  ) throws -> LoadResult {
    defer { server.stop() }
    var load = Load.spec(server.port, connections: 2, duration: .seconds(20))
    load.requestLimit = limit
    let authority = "127.0.0.1:\(server.port)"
    return try LoadEngine.run(
      load.spec, following: HTTPRequest(method: method, target: "/", host: authority, body: body),
      accepting: 200...399, scheme: "http", authority: authority, stop: StopFlag())
  }

  @Test func `a request ends with the first answer that is no redirect, and counts once`() throws {
    let server = try ScriptedServer { request in
      switch request.path {
      case "/": Self.redirect(302, "a/b?c=1")
      case "/a/b?c=1": Self.redirect(301, "http://\(request.host)/a/../end#part")
      default: [.work(milliseconds: 1), .send(Load.ok)]
      }
    }
    let result = try Self.run(server)
    #expect(result.sent == 6 && result.answered == 6 && result.errors.total == 0)
    #expect(result.statusCounts == [200: 6, 301: 6, 302: 6] && result.latency.count == 6)
    let paths = Dictionary(grouping: server.records, by: \.path).mapValues(\.count)
    #expect(paths == ["/": 6, "/a/b?c=1": 6, "/end": 6], "\(paths)")
  }

  @Test(arguments: ["http://127.0.0.2/", "http://127.0.0.2:PORT/", "https://127.0.0.1/", "/", "", "http://["])
  func `what leads elsewhere, round in circles or nowhere is no answer`(location: String) throws {
    let server = try ScriptedServer { request in
      Self.redirect(302, location.replacing("PORT", with: request.host.split(separator: ":").last ?? ""))
    }
    let result = try Self.run(server, limit: 2)
    #expect(result.sent == 2 && result.errors[.unexpectedStatus] == 2 && result.answered == 0)
    #expect(server.records.count == (location == "/" ? 42 : 2))
  }

  @Test(arguments: [(301, false), (302, false), (303, false), (307, true), (308, true)])
  func `a body goes on only where the status says so`(status: Int, keepsBody: Bool) throws {
    let server = try ScriptedServer { request in
      let text = String(decoding: request.body, as: UTF8.self)
      if request.path == "/" { return Self.redirect(status, "/there") }
      return [.send("HTTP/1.1 \(text.isEmpty ? 201 : 202) OK\r\nContent-Length: 0\r\n\r\n")]
    }
    let result = try Self.run(server, "POST", body: Array("small".utf8))
    #expect(result.answered == 6 && result.statusCounts == [status: 6, keepsBody ? 202 : 201: 6])
  }

  @Test func `a redirect that closes its connection is followed on another one`() throws {
    let server = try ScriptedServer { request in
      request.path == "/"
        ? [.send("HTTP/1.1 302 A\r\nLocation: /x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), .close]
        : [.send(Load.ok)]
    }
    let result = try Self.run(server)
    #expect(result.answered == 6 && result.errors.total == 0 && server.records.count == 12)
  }
}
