import Foundation
import Glibc
package import Platform
import Synchronization

/// Answers `GET /healthz` with what a run is at, for whoever looks after it; any other request with 404.
///
/// One request a connection, one connection at a time, each for a second at the most: nobody who asks can hold it up for long.
package final class HealthServer: Sendable {
  private static let patienceSeconds = 1
  private static let mostBytes = 4096

  private let listener: LoopbackListener
  private let stop: StopFlag
  private let status: Mutex<String>

  /// Listens at a loopback port, any free one for 0; throws a `SystemError`.
  package init(port: UInt16, status: String) throws(SystemError) {
    listener = try LoopbackListener(port: port, backlog: 16, for: "/healthz")
    stop = try StopFlag()
    self.status = Mutex(status)
    try startThread("health") { [self] in serve() }
  }

  /// The port that it listens at.
  package var port: UInt16 { listener.port }

  /// What is answered from now on: a JSON text.
  package func tell(_ status: String) { self.status.withLock { $0 = status } }

  /// Answers no more.
  package func end() { stop.raise() }

  private func serve() {
    var requests = [
      pollfd(fd: listener.number, events: Int16(POLLIN), revents: 0),
      pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    while poll(&requests, 2, -1) >= 0 || errno == EINTR {
      if requests[1].revents != 0 { return }
      guard requests[0].revents != 0 else { continue }
      let socket = accept(listener.number, nil, nil)
      guard socket >= 0 else { continue }
      answer(socket)
      close(socket)
    }
  }

  private func answer(_ socket: Int32) {
    var patience = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(socket, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
    }
    var (head, piece) = ([UInt8](), [UInt8](repeating: 0, count: Self.mostBytes))
    while head.count < Self.mostBytes, !head.contains(10) {
      let count = recv(socket, &piece, piece.count, 0)
      guard count > 0 else { return }
      head += piece[..<count]
    }
    let isAsked = String(decoding: head, as: UTF8.self).hasPrefix("GET /healthz ")
    let (line, body) =
      isAsked ? ("200 OK", status.withLock { $0 }) : ("404 Not Found", #"{"error":"there is /healthz"}"#)
    let text =
      "HTTP/1.1 \(line)\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
    _ = Array(text.utf8).withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    shutdown(socket, Int32(SHUT_WR))
    // Who closes with unread bytes resets the connection, and the answer with it.
    while recv(socket, &piece, piece.count, 0) > 0 {}
  }
}
