import Glibc
import Testing

@testable import LoadEngine

struct SocketAddressTests {
  @Test("a dotted decimal host is an address")
  func host() throws {
    let address = try #require(SocketAddress(host: "127.0.0.1", port: 8080))
    #expect(address == .loopback(port: 8080))
    #expect(address.description == "127.0.0.1:8080")
    #expect(address.kernelForm.sin_port == UInt16(8080).bigEndian)
  }

  @Test(
    "a name or a malformed host is none",
    arguments: ["localhost", "", "127.0.0", "::1", "256.0.0.1", "1.2.3.4 "])
  func noHost(host: String) {
    #expect(SocketAddress(host: host, port: 80) == nil)
  }
}
