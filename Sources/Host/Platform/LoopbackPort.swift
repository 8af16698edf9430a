import Glibc

/// TCP ports of the loopback interface that a server may be told to listen on.
package enum LoopbackPort {
  /// Where the kernel takes no ports for connections from, if its settings are the usual ones.
  package static let usualRange = 20_000...32_000

  /// A port of the range on which nobody listens, looked for from a random one on; nil when there is none.
  ///
  /// It is free when it is looked at: who is told of it has to be quick.
  package static func free(in range: ClosedRange<Int> = usualRange) -> UInt16? {
    let start = Int.random(in: 0..<range.count)
    return (0..<range.count).lazy
      .compactMap { UInt16(exactly: range.lowerBound + (start + $0) % range.count) }
      .first(where: isFree)
  }

  /// Whether a socket can be bound to it.
  private static func isFree(_ port: UInt16) -> Bool {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { return false }
    let socket = FileDescriptor(owning: number)
    var one: Int32 = 1
    setsockopt(socket.number, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket.number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      } == 0
    }
  }
}
