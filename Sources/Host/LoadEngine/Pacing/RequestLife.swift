import Glibc
import Platform
import Statistics

/// The life of a request: sent, answered or failed, and what the connection does next.
extension Worker where Polling: ~Copyable, Source: ~Copyable {
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

  /// Starts the source's next exchange on an idle connection, as often as requests are sent at once; whether there was one.
  @discardableResult
  mutating func begin(_ connection: UnsafeMutablePointer<Connection>, due: UInt64, at now: UInt64) -> Bool {
    let number = min(pipelineDepth, share.requestLimit &- result.sent)
    var due = due
    guard number > 0, let exchange = source.next(slot: connection - connections, due: &due) else {
      return false
    }
    if Source.keepsTime { lateness.record(now &- due) }
    connection.pointee.dueNanoseconds = due
    connection.pointee.exchange = exchange
    connection.pointee.pending = number
    transmit(connection, exchange, at: now)
    outstanding &+= number
    result.sent &+= number
    if canaries.choosesRequest(at: now) { connection.pointee.beginCapture(of: exchange.pointee.kind) }
    return true
  }

  /// Writes the requests that are pending.
  @inline(__always)
  mutating func transmit(
    _ connection: UnsafeMutablePointer<Connection>, _ exchange: UnsafePointer<Exchange>, at now: UInt64
  ) {
    connection.pointee.startedNanoseconds = now
    connection.pointee.size = connection.pointee.pending &* exchange.pointee.count
    connection.pointee.written = 0
    connection.pointee.phase = .busy
    connection.pointee.parser.reset(answersHead: exchange.pointee.isHead)
    send(connection, exchange)
  }

  /// Counts a complete answer whose last byte was read at `now`, and goes on after the last one that the connection waits for.
  mutating func finish(
    _ connection: UnsafeMutablePointer<Connection>, _ exchange: UnsafePointer<Exchange>, status: Int,
    at now: UInt64, isReusable: Bool
  ) {
    statusCounts[status] &+= 1
    connection.pointee.failures = 0
    let isKept = isReusable && keepsConnections && connection.pointee.written == connection.pointee.size
    switch source.end(exchange, slot: connection - connections, status: status, at: now) {
    case .accepted:
      result.answered &+= 1
      if now < endNanoseconds { result.answeredInWindow &+= 1 }
      let time = now &- connection.pointee.dueNanoseconds
      latency.record(time)
      if time > slowest.threshold { keep(connection, exchange, endedAt: now) }
      if hasDueTimes { uncorrectedLatency.record(now &- connection.pointee.startedNanoseconds) }
    case .failed(let kind): result.errors[kind] += 1
    case .again(let time): return pause(connection, exchange, until: time, isKept: isKept)
    }
    outstanding &-= 1
    connection.pointee.pending &-= 1
    if var answer = connection.pointee.endCapture() {
      answer.status = status
      canaries.keep(answer)
    }
    if connection.pointee.pending > 0 {
      if isReusable {
        connection.pointee.parser.reset(answersHead: exchange.pointee.isHead)
      } else {
        fail(connection, .reset)
      }
    } else if isKept {
      goOn(connection)
    } else {
      close(connection)
      if phase == .window { open(connection) }
    }
  }

  /// Keeps a request that is one of the slowest so far.
  private mutating func keep(
    _ connection: UnsafeMutablePointer<Connection>, _ exchange: UnsafePointer<Exchange>, endedAt now: UInt64
  ) {
    slowest.keep(
      SlowRequest(
        dueNanoseconds: connection.pointee.dueNanoseconds,
        sentNanoseconds: connection.pointee.startedNanoseconds, endNanoseconds: now,
        connection: Int32(truncatingIfNeeded: share.connections.lowerBound &+ (connection - connections)),
        variant: Int32(truncatingIfNeeded: exchange.pointee.kind)))
  }

  /// Counts what the connection waits for as failed, unless its source sends it again, and tries a new one after a while.
  mutating func fail(_ connection: UnsafeMutablePointer<Connection>, _ kind: ErrorLedger.Kind) {
    if let exchange = connection.pointee.exchange,
      let time = source.abandon(exchange, slot: connection - connections, kind, at: clock.nanoseconds)
    {
      backOff(connection)
      return pause(connection, exchange, until: max(time, connection.pointee.retryNanoseconds), isKept: false)
    }
    outstanding &-= connection.pointee.pending
    result.errors[kind] += connection.pointee.pending
    connection.pointee.pending = 0
    _ = connection.pointee.endCapture()
    backOff(connection)
  }

  /// Counts a failed attempt to connect, if it was made in the window, and tries again after a while.
  ///
  /// In a closed loop it is a request that failed; in an open loop requests are due without it, and wait or stay unsent.
  mutating func failToConnect(_ connection: UnsafeMutablePointer<Connection>, code: Int32) {
    let isRepeating = connection.pointee.pending > 0
    if phase == .window || isRepeating {
      result.firstConnectError = result.firstConnectError ?? SystemError("connect to \(target)", code: code)
    }
    if isRepeating { return fail(connection, .connect) }
    if phase == .window, !isOpenLoop {
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

  /// Lets the next sweep come by then.
  private mutating func retry(_ connection: UnsafeMutablePointer<Connection>, at time: UInt64) {
    connection.pointee.retryNanoseconds = time
    nextSweepNanoseconds = min(nextSweepNanoseconds, time)
  }

  // MARK: Sending again

  /// Sends the connection's request again at `time`, on the same connection if it is kept.
  private mutating func pause(
    _ connection: UnsafeMutablePointer<Connection>, _ exchange: UnsafePointer<Exchange>, until time: UInt64,
    isKept: Bool
  ) {
    precondition(connection.pointee.pending == 1, "what is pipelined is not sent again")
    if connection.pointee.endCapture() != nil {
      connection.pointee.beginCapture(of: exchange.pointee.kind)
    }
    if isKept { connection.pointee.phase = .pausing } else { close(connection) }
    retry(connection, at: time)
  }

  /// Sends the outstanding request of a connection again.
  mutating func repeatRequest(of connection: UnsafeMutablePointer<Connection>) {
    guard let exchange = connection.pointee.exchange else { return }
    transmit(connection, exchange, at: clock.nanoseconds)
  }

  // MARK: In each turn of the loop

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
      let isDue = connection.pointee.retryNanoseconds <= now
      switch connection.pointee.phase {
      case .busy where now &- connection.pointee.startedNanoseconds >= timeoutNanoseconds:
        fail(connection, .timeout)
      case .connecting where now &- connection.pointee.startedNanoseconds >= timeoutNanoseconds:
        connecting &-= 1
        failToConnect(connection, code: ETIMEDOUT)
      case .waiting where isDue && (phase == .window || connection.pointee.pending > 0): open(connection)
      case .pausing where isDue: repeatRequest(of: connection)
      case .waiting, .pausing:
        if !isDue { nextSweepNanoseconds = min(nextSweepNanoseconds, connection.pointee.retryNanoseconds) }
      case .busy, .connecting, .idle: break
      }
    }
  }
}
