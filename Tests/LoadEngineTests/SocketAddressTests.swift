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
    #expect(try SocketAddress.resolve(host: "127.0.0.1", port: 80) == .loopback(port: 80))
    let local = try SocketAddress.resolve(host: "localhost", port: 80)
    #expect([AF_INET, AF_INET6].contains(local.family) && local.description == "localhost:80")
    #expect { try SocketAddress.resolve(host: "no.such.host.invalid", port: 80) } throws: {
      "\($0)".contains("no.such.host.invalid")
    }
  }

  @Test("a path is a Unix-domain socket unless it is too long for the kernel")
  func unix() throws {
    let address = try #require(SocketAddress(unixPath: "/run/app.sock"))
    #expect(address.family == AF_UNIX && address.description == "/run/app.sock")
    #expect(SocketAddress(unixPath: "") == nil)
    #expect(SocketAddress(unixPath: String(repeating: "x", count: 108)) == nil)
  }
}
