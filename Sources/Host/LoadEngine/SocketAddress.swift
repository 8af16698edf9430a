import Glibc

/// An IPv4 address and a TCP port.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
  /// The address in dotted decimal, e.g. "127.0.0.1".
  package let host: String
  /// The port in host byte order.
  package let port: UInt16
  /// The address as the kernel wants it.
  private let networkOrder: UInt32

  /// The address of a dotted decimal host; nil when it is not one (names are not resolved).
  package init?(host: String, port: UInt16) {
    var address = in_addr()
    guard inet_pton(AF_INET, host, &address) == 1 else { return nil }
    self.host = host
    self.port = port
    networkOrder = address.s_addr
  }

  /// A port of this machine's loopback interface.
  package static func loopback(port: UInt16) -> SocketAddress {
    SocketAddress(host: "127.0.0.1", port: port, networkOrder: UInt32(INADDR_LOOPBACK).bigEndian)
  }

  private init(host: String, port: UInt16, networkOrder: UInt32) {
    self.host = host
    self.port = port
    self.networkOrder = networkOrder
  }

  package var description: String { "\(host):\(port)" }

  /// The form for connect(2).
  var kernelForm: sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = networkOrder
    return address
  }
}
