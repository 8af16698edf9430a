import Glibc
import Platform
import Testing

@testable import LoadEngine

struct SocketAddressTests {
  @Test(
    "a numeric host is an address",
    arguments: [("127.0.0.1", "127.0.0.1:8080", AF_INET), ("::1", "[::1]:8080", AF_INET6)])
  func host(host: String, description: String, family: Int32) throws {
    let address = try #require(SocketAddress(host: host, port: 8080))
    #expect(address.description == description && address.family == family)
    let port = address.withKernelForm { address, _ in
      address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { $0.pointee.sin_port }
    }
    #expect(port == UInt16(8080).bigEndian)
  }

  @Test(
    "a name or a malformed host is none",
    arguments: ["localhost", "", "127.0.0", ":1:", "256.0.0.1", "1.2.3.4 "])
  func noHost(host: String) {
    #expect(SocketAddress(host: host, port: 80) == nil)
  }

  @Test("names are resolved, and one that has no address is an error that says so")
  func names() throws {
    #expect(try SocketAddress.resolve(host: "127.0.0.1", port: 80) == [.loopback(port: 80)])
    let local = try SocketAddress.resolve(host: "localhost", port: 80)
    #expect(!local.isEmpty && Set(local).count == local.count)
    #expect(local.allSatisfy { ["127.0.0.1:80", "[::1]:80"].contains($0.description) }, "\(local)")
    #expect { try SocketAddress.resolve(host: "no.such.host.invalid", port: 80) } throws: {
      "\($0)".contains("no.such.host.invalid")
    }
  }

  @Test("a zone of an IPv6 address is the interface by which it is meant")
  func zone() throws {
    let address = try #require(try SocketAddress.resolve(host: "fe80::1%lo", port: 80).first)
    #expect(address.description == "[fe80::1%lo]:80" && address.family == AF_INET6)
    #expect(throws: SocketAddress.Unresolvable.self) {
      try SocketAddress.resolve(host: "fe80::1%no-such-interface", port: 80)
    }
  }

  @Test("an address can be reached if somebody listens there, and what takes too long or is stopped cannot")
  func reaching() throws {
    let server = try ScriptedServer(answering: Load.ok)
    defer { server.stop() }
    let (stop, time) = (try StopFlag(), Duration.seconds(5))
    #expect(SocketAddress.loopback(port: server.port).canBeReached(within: time, stop: stop))
    let closed = SocketAddress.loopback(port: try ScriptedServer.closedPort())
    #expect(!closed.canBeReached(within: time, stop: stop))
    let other = try #require(SocketAddress(host: "::1", port: server.port))
    #expect(!other.canBeReached(within: time, stop: stop), "the server listens on 127.0.0.1 only")
  }

  @Test("a path is a Unix-domain socket unless it is too long for the kernel")
  func unix() throws {
    let address = try #require(SocketAddress(unixPath: "/run/app.sock"))
    #expect(address.family == AF_UNIX && address.description == "/run/app.sock")
    #expect(SocketAddress(unixPath: "") == nil)
    #expect(SocketAddress(unixPath: String(repeating: "x", count: 108)) == nil)
  }
}
