import Glibc
import Platform

/// Edge-triggered epoll: receive, parse and send in one go; a connection is registered once, for both directions.
///
/// An edge for output comes only after a short write (the kernel marks the socket as full then) and after connecting,
/// so watching for it costs nothing.
extension Worker {
  /// Waits for events and handles them, until the phase is over or `deadline` has come.
  mutating func pump(until deadline: UInt64) {
    var now = clock.nanoseconds
    while !isStopped, now < deadline, !isPhaseOver {
      let wake = isLaunching ? now : min(deadline, max(nextSweepNanoseconds, now))
      let count = epoll.wait(nanoseconds: wake &- now)
      let woke = clock.nanoseconds
      usage.blockedNanoseconds &+= woke &- now
      for index in 0..<count { handle(epoll.token(at: index), epoll.readiness(at: index)) }
      if woke >= nextSweepNanoseconds { sweep() }
      if isLaunching { launch() }
      now = clock.nanoseconds
      usage.maxLoopNanoseconds = max(usage.maxLoopNanoseconds, now &- woke)
    }
  }

  private var isLaunching: Bool { phase == .window && launched < share.connections.count }

  private var isPhaseOver: Bool {
    switch phase {
    case .opening: connecting == 0
    case .window: false
    case .draining: outstanding == 0
    }
  }

  private mutating func handle(_ token: UInt64, _ readiness: Epoll.Readiness) {
    guard token != Self.stopToken else {
      isStopped = true
      return
    }
    let connection = connections + Int(truncatingIfNeeded: token)
    // The same edge may report more than the end of connecting, and is not repeated.
    if connection.pointee.phase == .connecting { endConnecting(connection) }
    let peerClosed = !readiness.isDisjoint(with: [.peerClosed, .hangUp, .error])
    let isReadable = peerClosed || readiness.contains(.input)
    switch connection.pointee.phase {
    case .busy:
      if readiness.contains(.output) { send(connection) }
      if isReadable { receive(connection, peerClosed: peerClosed) }
    case .idle where isReadable: backOff(connection)
    case .idle, .connecting, .waiting: break
    }
  }

  // MARK: Connecting

  /// Starts a connection attempt; its end is an event.
  mutating func open(_ connection: UnsafeMutablePointer<Connection>) {
    let stream = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let socket = Glibc.socket(AF_INET, stream, 0)
    guard socket >= 0 else { return failToConnect(connection, code: errno) }
    connection.pointee.socket = socket
    var on: Int32 = 1
    setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let outcome = withUnsafePointer(to: target.kernelForm) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, size) }
    }
    guard outcome == 0 || errno == EINPROGRESS else { return failToConnect(connection, code: errno) }
    do throws(SystemError) {
      let token = UInt64(connection - connections)
      try epoll.watch(socket, for: [.input, .output, .peerClosed, .edgeTriggered], token: token)
    } catch {
      return failToConnect(connection, code: error.code)
    }
    connection.pointee.phase = .connecting
    connection.pointee.startedNanoseconds = clock.nanoseconds
    connecting &+= 1
  }

  private mutating func endConnecting(_ connection: UnsafeMutablePointer<Connection>) {
    var code: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(connection.pointee.socket, SOL_SOCKET, SO_ERROR, &code, &size)
    connecting &-= 1
    guard code == 0 else { return failToConnect(connection, code: code) }
    result.connectionsOpened += 1
    begin(connection)
  }

  // MARK: Bytes

  /// Writes what is left of the request, as far as the kernel takes it.
  ///
  /// A write error is left to the hang-up event that comes with it: the answer may have come before.
  mutating func send(_ connection: UnsafeMutablePointer<Connection>) {
    let request = requests[connection.pointee.variant]
    while connection.pointee.written < request.count {
      let written = connection.pointee.written
      let count = Glibc.send(
        connection.pointee.socket, request.bytes + written, request.count &- written,
        Int32(MSG_NOSIGNAL))
      guard count > 0 else { return }
      connection.pointee.written = written &+ count
      result.bytesSent &+= count
    }
  }

  /// Reads until the kernel has no more, or the connection has come to its end.
  ///
  /// A short read empties the socket; but an end of stream reported with the same event is not reported again.
  private mutating func receive(_ connection: UnsafeMutablePointer<Connection>, peerClosed: Bool) {
    while connection.pointee.phase == .busy {
      let count = recv(connection.pointee.socket, buffer.baseAddress, buffer.count, 0)
      let now = clock.nanoseconds
      guard count > 0 else {
        if count < 0, errno == EAGAIN { return }
        return end(connection, at: now, isReset: count < 0)
      }
      result.bytesReceived &+= count
      guard take(Bytes(start: buffer.baseAddress, count: count), for: connection, at: now, peerClosed) else {
        return
      }
      if count < buffer.count, !peerClosed { return }
    }
  }

  /// Parses received bytes; false when they ended the connection.
  private mutating func take(
    _ bytes: Bytes, for connection: UnsafeMutablePointer<Connection>, at now: UInt64, _ peerClosed: Bool
  ) -> Bool {
    do throws(Malformation) {
      switch try connection.pointee.parser.consume(bytes, capture: connection.pointee.capture) {
      case .incomplete: return true
      case .complete(surplus: 0):
        finish(connection, at: now, peerClosed: peerClosed)
        return !peerClosed
      case .complete: throw .surplus
      }
    } catch {
      result.firstMalformation = result.firstMalformation ?? error
      fail(connection, .malformed)
      return false
    }
  }

  /// The server sends no more.
  private mutating func end(_ connection: UnsafeMutablePointer<Connection>, at now: UInt64, isReset: Bool) {
    if !isReset, connection.pointee.parser.endsWithConnection {
      finish(connection, at: now, peerClosed: true)
    } else {
      fail(connection, connection.pointee.parser.hasBegun && !isReset ? .truncated : .reset)
    }
  }
}
