import Glibc
import Platform

/// What becomes of requests and connections that failed: counted, sent again, opened anew after a while.
extension Worker where Polling: ~Copyable, Source: ~Copyable {
  /// Counts what the connection waits for as failed, unless it is sent again, and tries a new one after a while.
  ///
  /// Its source decides that. A server that closes a connection it has answered on before may do so just when a request is on its way:
  /// one that may be repeated without harm is, on a connection that is new and so at most once (RFC 9110 §9.2.2, RFC 9112 §9.3.1).
  mutating func fail(_ connection: UnsafeMutablePointer<Connection>, _ kind: ErrorLedger.Kind) {
    if let exchange = connection.pointee.exchange,
      let time = source.abandon(exchange, slot: connection - connections, kind, at: clock.nanoseconds)
    {
      backOff(connection)
      return pause(connection, exchange, until: max(time, connection.pointee.retryNanoseconds), isKept: false)
    }
    if kind == .closedIdle, let exchange = connection.pointee.exchange, exchange.pointee.isIdempotent,
      connection.pointee.pending == 1
    {
      result.resent += 1
      return pause(connection, exchange, until: clock.nanoseconds, isKept: false)
    }
    outstanding &-= connection.pointee.pending
    result.errors[kind] += connection.pointee.pending
    connection.pointee.pending = 0
    _ = connection.pointee.endCapture()
    backOff(connection)
  }

  /// Counts a failed attempt to connect, and tries again after a while.
  ///
  /// In the window it is a request that failed: in a closed loop, the connection's next one; in an open loop one that is due, if no
  /// connection is there that could send it.
  mutating func failToConnect(_ connection: UnsafeMutablePointer<Connection>, code: Int32) {
    result.connectFailures += 1
    result.firstConnectError = result.firstConnectError ?? SystemError("connect to \(target)", code: code)
    if connection.pointee.pending > 0 { return fail(connection, .connect) }
    if phase == .window, result.sent < share.requestLimit, !isOpenLoop || takeUnserved() {
      result.sent += 1
      result.errors[.connect] += 1
    }
    backOff(connection)
  }

  /// Closes the connection and waits 1 ms, doubled with every further failure in a row up to 64 ms.
  mutating func backOff(_ connection: UnsafeMutablePointer<Connection>) {
    let wait: UInt64 = 1_000_000 << UInt64(connection.pointee.failures)
    connection.pointee.failures = min(connection.pointee.failures + 1, 6)
    close(connection)
    retry(connection, at: clock.nanoseconds &+ wait)
  }

  /// Sweeps look at every connection: where many of them may wait for times of their own, none follows the one before sooner.
  private static var leastSweepNanoseconds: UInt64 { Source.connectsOnDemand ? 250_000 : 0 }

  /// Lets the next sweep come by then.
  private mutating func retry(_ connection: UnsafeMutablePointer<Connection>, at time: UInt64) {
    connection.pointee.retryNanoseconds = time
    sweep(by: time)
  }

  private mutating func sweep(by time: UInt64) {
    nextSweepNanoseconds = min(
      nextSweepNanoseconds, max(time, lastSweepNanoseconds &+ Self.leastSweepNanoseconds))
  }

  /// Sends the connection's request again at `time`, on the same connection if it is kept.
  mutating func pause(
    _ connection: UnsafeMutablePointer<Connection>, _ exchange: UnsafePointer<Exchange>, until time: UInt64,
    isKept: Bool
  ) {
    precondition(connection.pointee.pending == 1, "what is pipelined is not sent again")
    if connection.pointee.endCapture() != nil {
      connection.pointee.beginCapture(of: exchange, withRequest: Source.connectsOnDemand)
    }
    if isKept { connection.pointee.phase = .pausing } else { close(connection) }
    retry(connection, at: time)
  }

  /// Sends the outstanding request of a connection again.
  mutating func repeatRequest(of connection: UnsafeMutablePointer<Connection>) {
    guard let exchange = connection.pointee.exchange else { return }
    transmit(connection, exchange, at: clock.nanoseconds)
  }

  private func hasTakenTooLong(_ connection: UnsafeMutablePointer<Connection>, _ now: UInt64) -> Bool {
    let sign = max(connection.pointee.startedNanoseconds, source.lastSign(slot: connection - connections))
    return now > sign && now &- sign >= timeoutNanoseconds
  }

  /// Whether connections are opened that have nothing to send.
  private var opensConnections: Bool { phase == .window && !Source.connectsOnDemand }

  /// Gives up what has taken too long, and reopens connections whose wait is over.
  mutating func sweep() {
    let now = clock.nanoseconds
    lastSweepNanoseconds = now
    nextSweepNanoseconds = now &+ sweepNanoseconds
    if let closing { isClosing = closing.isRaised }
    for slot in 0..<share.connections.count {
      let connection = connections + slot
      let isDue = connection.pointee.retryNanoseconds <= now
      switch connection.pointee.phase {
      case .busy where Source.hasTimeLimit && hasTakenTooLong(connection, now):
        fail(connection, .timeout)
      case .connecting where now &- connection.pointee.startedNanoseconds >= timeoutNanoseconds:
        connecting &-= 1
        failToConnect(connection, code: ETIMEDOUT)
      case .waiting where isDue && (opensConnections || connection.pointee.pending > 0): open(connection)
      case .pausing where isDue: repeatRequest(of: connection)
      case .waiting, .pausing:
        if !isDue { sweep(by: connection.pointee.retryNanoseconds) }
      case .busy, .connecting, .idle: break
      }
    }
  }
}
