import LoadEngine
import Platform
import Record
import TestSupport
import Testing

@testable import Orchestration

@Suite struct LoadAddressTests {
  /// A load on a name that stands for `::1` first and for the server's 127.0.0.1 then.
  private func load(port: UInt16) throws -> HTTPLoad {
    var target = try LoadTarget(url: "http://127.0.0.1:\(port)/health")
    target.addresses = [try #require(SocketAddress(host: "::1", port: port)), .loopback(port: port)]
    var load = HTTPLoad(target, connections: 2, seconds: 20, timeoutSeconds: 10)
    load.requestLimit = 10
    return load
  }

  @Test func `the addresses of a name are tried in their order, and the one that is used is told`()
    async throws
  {
    let server = try FixtureServer("faulty/app.py", "right")
    let figures = try await load(port: server.port).run(stop: StopFlag()) { _ in }
    #expect(figures.answered == 10 && figures.errors == [:])
    #expect(figures.address == "127.0.0.1:\(server.port)")
  }

  @Test func `libcurl uses the same address`() async throws {
    let server = try FixtureServer("faulty/app.py", "right")
    var load = try load(port: server.port)
    load.driver = .http2(streams: 1)
    let figures = try await load.run(stop: StopFlag()) { _ in }
    // The server speaks HTTP/1.1 only, which it says.
    #expect(figures.errors["connect"] == nil && figures.errorCount > 0)
    #expect(figures.address == "127.0.0.1:\(server.port)")
  }

  @Test func `where none can be connected to it is the first`() async throws {
    let server = try FixtureServer("faulty/app.py", "right")
    var target = try load(port: server.port).target
    target.addresses.removeLast()
    target.addresses.append(try #require(SocketAddress(host: "::1", port: 1)))
    #expect(try await target.reachable(StopFlag()).description == "[::1]:\(server.port)")
  }
}
