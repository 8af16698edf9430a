import Glibc
import Platform
import Statistics

/// The life of a request: sent, answered or failed, and what the connection does next.
extension Worker where Polling: ~Copyable {
  /// Whether every request that may be sent has been sent and has come to its end.
  var isSpent: Bool { result.sent >= share.requestLimit && outstanding == 0 }

  /// What a connected connection does next: in a closed loop its next request, in an open loop it waits for one to be due.
  mutating func goOn(_ connection: UnsafeMutablePointer<Connection>) {
    connection.pointee.phase = .idle
    guard phase == .window else { return }
    if !isOpenLoop {
      let now = clock.nanoseconds
      if now < endNanoseconds { begin(connection, due: now, at: now) }
    } else {
      list(connection)
    }
  }

  /// Starts the next variant's request on an idle connection, as often as requests are sent at once.
  mutating func begin(_ connection: UnsafeMutablePointer<Connection>, due: UInt64, at now: UInt64) {
    let number = min(pipelineDepth, share.requestLimit &- result.sent)
    guard number > 0 else { return }
    let next = connection.pointee.variant &+ 1
    connection.pointee.variant = next == requests.count ? 0 : next
    connection.pointee.dueNanoseconds = due
    connection.pointee.startedNanoseconds = now
    let request = requests[connection.pointee.variant]
    connection.pointee.pending = number
    connection.pointee.size = number &* request.count
    connection.pointee.written = 0
    connection.pointee.phase = .busy
    connection.pointee.parser.reset(answersHead: request.isHead)
    send(connection)
    outstanding &+= number
    result.sent &+= number
    if canaries.choosesRequest(at: now) { connection.pointee.beginCapture() }
  }

  /// Counts a complete answer whose last byte was read at `now`, and goes on after the last one that the connection waits for.
  mutating func finish(
    _ connection: UnsafeMutablePointer<Connection>, status: Int, at now: UInt64, isReusable: Bool
  ) {
    let request = requests[connection.pointee.variant]
    outstanding &-= 1
    connection.pointee.pending &-= 1
    statusCounts[status] &+= 1
    if request.acceptedStatuses.contains(status) {
      result.answered &+= 1
      if now < endNanoseconds { result.answeredInWindow &+= 1 }
      let time = now &- connection.pointee.dueNanoseconds
      latency.record(time)
      if time > slowest.threshold { keep(connection, endedAt: now) }
      if isOpenLoop { uncorrectedLatency.record(now &- connection.pointee.startedNanoseconds) }
    } else {
      result.errors[.init(status: status)] += 1
    }
    if var answer = connection.pointee.endCapture() {
      answer.status = status
      canaries.keep(answer)
    }
    connection.pointee.failures = 0
    if connection.pointee.pending > 0 {
      if isReusable {
        connection.pointee.parser.reset(answersHead: request.isHead)
      } else {
        fail(connection, .reset)
      }
    } else if isReusable, keepsConnections, connection.pointee.written == connection.pointee.size {
      goOn(connection)
    } else {
      close(connection)
      if phase == .window { open(connection) }
    }
  }

  /// Keeps a request that is one of the slowest so far.
  private mutating func keep(_ connection: UnsafeMutablePointer<Connection>, endedAt now: UInt64) {
    slowest.keep(
      SlowRequest(
        dueNanoseconds: connection.pointee.dueNanoseconds,
        sentNanoseconds: connection.pointee.startedNanoseconds, endNanoseconds: now,
        connection: Int32(truncatingIfNeeded: share.connections.lowerBound &+ (connection - connections)),
        variant: Int32(truncatingIfNeeded: connection.pointee.variant)))
  }

  /// Counts what the connection waits for as failed, and tries a new one after a while.
  mutating func fail(_ connection: UnsafeMutablePointer<Connection>, _ kind: ErrorLedger.Kind) {
    outstanding &-= connection.pointee.pending
    result.errors[kind] += connection.pointee.pending
    _ = connection.pointee.endCapture()
    backOff(connection)
  }

  /// Counts a failed attempt to connect, if it was made in the window, and tries again after a while.
  ///
  /// In a closed loop it is a request that failed; in an open loop requests are due without it, and wait or stay unsent.
  mutating func failToConnect(_ connection: UnsafeMutablePointer<Connection>, code: Int32) {
    if phase == .window {
      result.firstConnectError = result.firstConnectError ?? SystemError("connect to \(target)", code: code)
      if !isOpenLoop {
        result.sent += 1
        result.errors[.connect] += 1
      }
    }
    backOff(connection)
  }

  /// Closes the connection and waits 1 ms, doubled with every further failure in a row up to 64 ms.
  mutating func backOff(_ connection: UnsafeMutablePointer<Connection>) {
    let wait: UInt64 = 1_000_000 << UInt64(connection.pointee.failures)
    connection.pointee.failures = min(connection.pointee.failures + 1, 6)
    close(connection)
    connection.pointee.retryNanoseconds = clock.nanoseconds &+ wait
    nextSweepNanoseconds = min(nextSweepNanoseconds, connection.pointee.retryNanoseconds)
  }

  /// Starts the window's first requests, a few at a time so that answers to the first are not left waiting.
  mutating func launch() {
    let last = min(launched + 64, share.connections.count)
    for slot in launched..<last where connections[slot].phase == .idle { goOn(connections + slot) }
    launched = last
  }

  /// Gives up what has taken too long, and reopens connections whose wait is over.
  mutating func sweep() {
    let now = clock.nanoseconds
    nextSweepNanoseconds = now &+ sweepNanoseconds
    for slot in 0..<share.connections.count {
      let connection = connections + slot
      switch connection.pointee.phase {
      case .busy where now &- connection.pointee.startedNanoseconds >= timeoutNanoseconds:
        fail(connection, .timeout)
      case .connecting where now &- connection.pointee.startedNanoseconds >= timeoutNanoseconds:
        connecting &-= 1
        failToConnect(connection, code: ETIMEDOUT)
      case .waiting where phase == .window && connection.pointee.retryNanoseconds <= now:
        open(connection)
      case .waiting where phase == .window:
        nextSweepNanoseconds = min(nextSweepNanoseconds, connection.pointee.retryNanoseconds)
      case .busy, .connecting, .idle, .waiting: break
      }
    }
  }
}
