import Glibc
package import Platform

extension SocketAddress {
  /// Whether a server lets itself be connected to within a time, or until `stop` is raised; the connection is closed at once.
  package func canBeReached(within time: Duration, stop: StopFlag) -> Bool {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let socket = Glibc.socket(family, kind, 0)
    guard socket >= 0 else { return false }
    defer { close(socket) }
    let outcome = withKernelForm { connect(socket, $0, $1) }
    guard outcome != 0 else { return true }
    guard errno == EINPROGRESS else { return false }
    var watched = [
      pollfd(fd: socket, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&watched, 2, Int32(time.wholeNanoseconds / 1_000_000)) > 0, watched[1].revents == 0 else {
      return false
    }
    return SocketError.pending(on: socket) == 0
  }
}
