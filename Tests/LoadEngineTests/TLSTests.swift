import Platform
import Testing

@testable import LoadEngine

@Suite(.bothPollers) struct TLSTests {
  private static let versions = [("TLSv1_2", "TLSv1.2"), ("TLSv1_3", "TLSv1.3")]

  /// A load that trusts the server's certificate.
  private static func spec(
    _ server: TLSServer, _ requests: [PreparedRequest] = [Load.get("/")], connections: Int = 4, limit: Int
  ) -> Load {
    var spec = Load.spec(server.port, requests, connections: connections, duration: .seconds(20))
    var tls = TLSSettings(serverName: "localhost")
    tls.authoritiesFile = TLSServer.authorities
    spec.tls = tls
    spec.requestLimit = limit
    return spec
  }

  @Test(arguments: versions)
  func `every request is answered over connections with one handshake each`(version: (String, String)) throws
  {
    let server = try TLSServer(version.0)
    var spec = Self.spec(server, limit: 400)
    spec.canaries = CanaryPlan(stride: 1, maximumCount: 20, maximumBytes: 1 << 20)
    let result = try LoadEngine.run(spec, stop: StopFlag())
    #expect(result.sent == 400 && result.answered == 400)
    #expect(!result.canaries.isEmpty && result.canaries.allSatisfy { $0.body.elementsEqual("ok".utf8) })
    #expect(result.tls?.version == version.1 && result.tls?.handshakes == 4 && result.tls?.resumed == 0)
    #expect(result.connectionsOpened == 4)
  }

  @Test(arguments: versions)
  func `bodies of many records arrive whole in both directions`(version: (String, String)) throws {
    let server = try TLSServer(version.0)
    let body = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) }
    var spec = Self.spec(server, [Load.post(body)], connections: 2, limit: 8)
    spec.canaries = CanaryPlan(stride: 1, maximumCount: 8, maximumBytes: 1 << 24)
    let result = try LoadEngine.run(spec, stop: StopFlag())
    #expect(result.answered == 8 && result.tls?.handshakes == 2)
    #expect(!result.canaries.isEmpty && result.canaries.allSatisfy { $0.body == body })
  }

  @Test(arguments: versions)
  func `an answer ends with the connection only if TLS says so`(version: (String, String)) throws {
    let server = try TLSServer(version.0)
    let closed = try LoadEngine.run(Self.spec(server, [Load.get("/close")], limit: 10), stop: StopFlag())
    #expect(closed.answered == 10)
    let cut = try LoadEngine.run(Self.spec(server, [Load.get("/cut")], limit: 10), stop: StopFlag())
    #expect(cut.answered == 0 && cut.errors.total == 10)
  }

  @Test(arguments: versions, [true, false])
  func `new connections resume sessions unless told not to`(version: (String, String), resumes: Bool) throws {
    let server = try TLSServer(version.0)
    var spec = Self.spec(server, connections: 2, limit: 40)
    spec.keepsConnections = false
    spec.tls?.resumes = resumes
    let result = try LoadEngine.run(spec, stop: StopFlag())
    let use = try #require(result.tls)
    #expect(result.answered == 40 && use.handshakes >= 40)
    #expect(resumes ? use.resumed >= 36 : use.resumed == 0)
  }

  @Test func `a certificate that cannot be trusted is no connection, with the reason`() throws {
    let server = try TLSServer("TLSv1_3")
    func problem(_ change: (inout TLSSettings) -> Void) throws -> String {
      var spec = Self.spec(server, limit: 3)
      spec.tls.map {
        var tls = $0; change(&tls); spec.tls = tls
      }
      let result = try LoadEngine.run(spec, stop: StopFlag())
      #expect(result.answered == 0 && result.errors[.connect] >= 3)
      return result.tls?.problem ?? ""
    }
    #expect(try problem { $0.authoritiesFile = nil }.contains("self-signed certificate"))
    #expect(try problem { $0.serverName = "example.org" }.contains("hostname mismatch"))
    #expect(try problem { $0.serverName = "127.0.0.2" }.contains("IP address mismatch"))
    #expect(try problem { $0.version = .v12 }.hasPrefix("the TLS handshake failed"))
    var spec = Self.spec(server, limit: 3)
    spec.tls?.authoritiesFile = nil
    spec.tls?.verifies = false
    #expect(try LoadEngine.run(spec, stop: StopFlag()).answered == 3)
    spec.tls?.serverName = "127.0.0.1"
    spec.tls?.verifies = true
    spec.tls?.authoritiesFile = TLSServer.authorities
    #expect(try LoadEngine.run(spec, stop: StopFlag()).answered == 3)
    spec.tls?.authoritiesFile = "/no/such/file"
    #expect(throws: LoadError.self) { try LoadEngine.run(spec, stop: StopFlag()) }
  }

  @Test(arguments: [[.reset], [.close]] as [[ScriptedServer.Step]])
  func `a connection that never came to a session ends as one that could not be made`(
    greeting: [ScriptedServer.Step]
  ) throws {
    let server = try ScriptedServer(greeting: greeting) { _ in [] }
    defer { server.stop() }
    for port in [server.port, try ScriptedServer.closedPort()] {
      var spec = Load.spec(port, duration: .seconds(20))
      spec.requestLimit = 3
      spec.tls = TLSSettings(serverName: "localhost")
      let result = try LoadEngine.run(spec, stop: StopFlag())
      #expect(result.sent == 3 && result.errors[.connect] == 3 && result.connectionsReached == 0)
    }
  }

  @Test func `a handshake without an end is told from a connection that cannot be made`() throws {
    let server = try ScriptedServer(greeting: [.hang]) { _ in [] }
    defer { server.stop() }
    var spec = Load.spec(server.port, duration: .seconds(20))
    spec.requestLimit = 2
    spec.requestTimeout = .milliseconds(50)
    spec.tls = TLSSettings(serverName: "localhost")
    let result = try LoadEngine.run(spec, stop: StopFlag())
    #expect(result.errors[.connect] == 2)
    #expect(
      result.tls?.problem?.contains("handshake had no end") == true, "\(String(describing: result.tls))")
  }

  @Test func `a server without TLS is no connection`() throws {
    let server = try ScriptedServer(greeting: [.send(Load.ok)]) { _ in [.close] }
    defer { server.stop() }
    var spec = Load.spec(server.port, duration: .seconds(20))
    spec.requestLimit = 2
    spec.tls = TLSSettings(serverName: "localhost")
    let result = try LoadEngine.run(spec, stop: StopFlag())
    #expect(result.errors[.connect] >= 2 && result.tls?.problem?.contains("wrong version number") == true)
  }
}
