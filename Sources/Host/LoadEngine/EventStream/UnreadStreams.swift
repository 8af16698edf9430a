import Glibc
package import Platform
import Synchronization

/// Streams that were asked for and of which nothing is read, as by readers that do not keep up.
///
/// Segments and buffers are small, so that the kernel takes some kB of each: the rest is the server's to keep, or to wait with.
package final class UnreadStreams: Sendable {
  /// The largest segment and the smallest receive buffer, in bytes; the server's kernel sizes its send buffer by the segment.
  private static let (segment, buffer): (Int32, Int32) = (536, 4096)
  private static let timeout = timeval(tv_sec: 5, tv_usec: 0)
  /// POLLRDHUP of <poll.h>, which Swift does not import.
  private static let peerHasClosed: Int16 = 0x2000
  private let sockets: Mutex<[Int32]>

  /// Asks for so many, each on a connection of its own; throws when one cannot be had, or its request is not taken within 5 s.
  package init(_ count: Int, of target: SocketAddress, request: [UInt8]) throws(SystemError) {
    var opened: [Int32] = []
    do throws(SystemError) {
      for _ in 0..<count {
        let stream = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let socket = socket(target.family, stream, 0)
        guard socket >= 0 else { throw SystemError("open a socket") }
        opened.append(socket)
        try Self.ask(target, on: socket, request)
      }
    } catch {
      for socket in opened { Glibc.close(socket) }
      throw error
    }
    sockets = Mutex(opened)
  }

  deinit { close() }

  private static func ask(_ target: SocketAddress, on socket: Int32, _ request: [UInt8]) throws(SystemError) {
    var (segment, buffer, timeout) = (segment, buffer, timeout)
    let size = socklen_t(MemoryLayout<Int32>.size)
    setsockopt(socket, Int32(IPPROTO_TCP), TCP_MAXSEG, &segment, size)
    setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &buffer, size)
    // It holds for connect(2), too.
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    guard target.withKernelForm({ connect(socket, $0, $1) }) == 0 else {
      throw SystemError("connect to \(target)")
    }
    guard send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
      throw SystemError("write to \(target)")
    }
  }

  /// How many have brought something.
  package var begun: Int { count(of: Int16(POLLIN)) }

  /// How many the server has ended.
  package var ended: Int { count(of: Self.peerHasClosed) }

  private func count(of event: Int16) -> Int {
    sockets.withLock { sockets in
      var requests = sockets.map { pollfd(fd: $0, events: event, revents: 0) }
      poll(&requests, nfds_t(requests.count), 0)
      return requests.count { $0.revents != 0 }
    }
  }

  /// Closes all; again is harmless.
  package func close() {
    sockets.withLock { sockets in
      for socket in sockets { Glibc.close(socket) }
      sockets = []
    }
  }
}
