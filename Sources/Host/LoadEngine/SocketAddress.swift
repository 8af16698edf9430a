import Glibc

/// Where a server listens: an IPv4 or IPv6 address and a TCP port, or a Unix-domain socket.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
  /// A host name that stands for no address.
  package struct Unresolvable: Error, CustomStringConvertible {
    package let description: String
  }

  /// As in a URL's authority: "127.0.0.1:80", "[::1]:80", or the path of a Unix-domain socket.
  package let description: String
  /// The sockaddr that the kernel wants.
  private let bytes: [UInt8]

  /// The address of a numeric host, e.g. "127.0.0.1" or "::1"; nil when it is not one (see `resolve`).
  package init?(host: String, port: UInt16) {
    var v4 = sockaddr_in()
    var v6 = sockaddr_in6()
    if inet_pton(AF_INET, host, &v4.sin_addr) == 1 {
      v4.sin_family = sa_family_t(AF_INET)
      v4.sin_port = port.bigEndian
      self.init("\(host):\(port)", withUnsafeBytes(of: &v4) { Array($0) })
    } else if inet_pton(AF_INET6, host, &v6.sin6_addr) == 1 {
      v6.sin6_family = sa_family_t(AF_INET6)
      v6.sin6_port = port.bigEndian
      self.init("[\(host)]:\(port)", withUnsafeBytes(of: &v6) { Array($0) })
    } else {
      return nil
    }
  }

  /// The Unix-domain socket at `path`; nil when the path is empty or too long for the kernel (107 bytes).
  package init?(unixPath path: String) {
    var address = sockaddr_un()
    let capacity = MemoryLayout.size(ofValue: address.sun_path)
    guard !path.isEmpty, path.utf8.count < capacity else { return nil }
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    self.init(path, withUnsafeBytes(of: &address) { Array($0) })
  }

  /// The addresses of a host's name or number, each once, in the order in which they should be tried; throws when there is none.
  package static func resolve(host: String, port: UInt16) throws(Unresolvable) -> [SocketAddress] {
    if let address = SocketAddress(host: host, port: port) { return [address] }
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var first: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, "\(port)", &hints, &first)
    defer { if let first { freeaddrinfo(first) } }
    var addresses: [SocketAddress] = []
    var next = first
    while code == 0, let info = next?.pointee {
      if let address = SocketAddress(info, port), !addresses.contains(address) { addresses.append(address) }
      next = info.ai_next
    }
    guard !addresses.isEmpty else {
      let reason = code == 0 ? "there is none" : String(cString: gai_strerror(code))
      throw Unresolvable(description: "cannot find the address of `\(host)`: \(reason)")
    }
    return addresses
  }

  /// An address that a name stands for; nil when it has no number.
  private init?(_ info: addrinfo, _ port: UInt16) {
    var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let size = socklen_t(name.count)
    guard let address = info.ai_addr,
      getnameinfo(address, info.ai_addrlen, &name, size, nil, 0, NI_NUMERICHOST) == 0
    else { return nil }
    let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let bytes = UnsafeRawBufferPointer(start: address, count: Int(info.ai_addrlen))
    self.init(info.ai_family == AF_INET6 ? "[\(host)]:\(port)" : "\(host):\(port)", Array(bytes))
  }

  /// A port of this machine's loopback interface.
  package static func loopback(port: UInt16) -> SocketAddress {
    guard let address = SocketAddress(host: "127.0.0.1", port: port) else {
      preconditionFailure("127.0.0.1 is an address")
    }
    return address
  }

  private init(_ description: String, _ bytes: [UInt8]) {
    self.description = description
    self.bytes = bytes
  }

  /// The address family, e.g. AF_INET.
  var family: Int32 { withKernelForm { address, _ in Int32(address.pointee.sa_family) } }

  /// Hands over the form for connect(2).
  func withKernelForm<Value>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
    bytes.withUnsafeBytes { raw in
      guard let start = raw.baseAddress else { preconditionFailure("an address has bytes") }
      return body(start.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
    }
  }
}
