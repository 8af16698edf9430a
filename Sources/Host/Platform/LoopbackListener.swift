import Glibc

/// A TCP socket that listens on 127.0.0.1; it is closed when the owner goes.
package struct LoopbackListener: ~Copyable, Sendable {
  private let socket: FileDescriptor
  /// The port that it listens at.
  package let port: UInt16

  /// Listens at a port, any free one for 0; `backlog` connections may wait to be accepted. Throws a `SystemError` that says what it was for.
  package init(port: UInt16 = 0, backlog: Int32, for purpose: String) throws(SystemError) {
    let number = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { throw SystemError("open a socket for \(purpose)") }
    let descriptor = FileDescriptor(owning: number)
    var on: Int32 = 1
    setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    address.sin_port = port.bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(number, $0, size) == 0 && listen(number, backlog) == 0 && getsockname(number, $0, &size) == 0
      }
    }
    guard isListening else { throw SystemError("listen at 127.0.0.1:\(port) for \(purpose)") }
    self.port = UInt16(bigEndian: address.sin_port)
    socket = descriptor
  }

  /// The socket's number, valid as long as this value lives.
  package var number: Int32 { socket.number }
}
