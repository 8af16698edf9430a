import Platform
import Statistics

/// The life of a request: sent, answered, and what the connection does next.
extension Worker where Polling: ~Copyable, Source: ~Copyable {
  /// Whether every request that may be sent has been sent and has come to its end.
  var isSpent: Bool { (result.sent >= share.requestLimit || source.isSpent) && outstanding == 0 }

  /// What a connected connection does next: in a closed loop its next request, in an open loop it waits for one to be due.
  mutating func goOn(_ connection: UnsafeMutablePointer<Connection>) {
    connection.pointee.phase = .idle
    guard phase == .window || Source.connectsOnDemand && phase == .draining else { return }
    if !isOpenLoop {
      let now = clock.nanoseconds
      if now < endNanoseconds || Source.connectsOnDemand { begin(connection, due: now, at: now) }
    } else {
      list(connection)
    }
  }

  /// Starts the window's first requests, a few at a time so that answers to the first are not left waiting.
  mutating func launch() {
    let last = min(launched + 64, share.connections.count)
    for slot in launched..<last where connections[slot].phase == .idle {
      connections[slot].isFirst = takesTurns && !isOpenLoop
      goOn(connections + slot)
    }
    launched = last
  }

  /// Starts the source's next exchange on an idle connection, as often as requests are sent at once; whether there was one.
  @discardableResult
  mutating func begin(_ connection: UnsafeMutablePointer<Connection>, due: UInt64, at now: UInt64) -> Bool {
    let number = min(pipelineDepth, share.requestLimit &- result.sent)
    var due = due
    guard number > 0, let exchange = source.next(slot: connection - connections, due: &due) else {
      return false
    }
    if burdenNanoseconds > 0 { carryBurden() }
    if Source.keepsTime { lateness.record(now &- due) }
    connection.pointee.dueNanoseconds = due
    connection.pointee.exchange = exchange
    connection.pointee.pending = number
    outstanding &+= number
    result.sent &+= number
    if canaries.choosesRequest(at: now) {
      connection.pointee.beginCapture(of: exchange, withRequest: Source.connectsOnDemand)
    }
    if Source.connectsOnDemand, connection.pointee.socket < 0 {
      open(connection)
    } else {
      transmit(connection, exchange, at: now)
    }
    return true
  }

  private func carryBurden() {
    let end = clock.nanoseconds &+ burdenNanoseconds
    while clock.nanoseconds < end {}
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
    if !Source.readsMessages { statusCounts[status] &+= 1 }
    connection.pointee.failures = 0
    let isKept = isReusable && keepsConnections && connection.pointee.written == connection.pointee.size
    switch source.end(exchange, slot: connection - connections, status: status, at: now) {
    case .accepted:
      result.answered &+= 1
      if now < endNanoseconds {
        result.answeredInWindow &+= 1
      } else {
        result.overhangNanoseconds &+= now &- endNanoseconds
      }
      let time = now &- connection.pointee.dueNanoseconds
      if connection.pointee.isFirst {
        connection.pointee.isFirst = false
        result.untimed &+= 1
        result.untimedNanoseconds &+= time
        source.note(exchange, latency: nil, isInWindow: now < endNanoseconds)
      } else {
        latency.record(time)
        source.note(exchange, latency: time, isInWindow: now < endNanoseconds)
        if time > slowest.threshold { keep(connection, exchange, endedAt: now) }
      }
      if hasDueTimes { uncorrectedLatency.record(now &- connection.pointee.startedNanoseconds) }
    case .failed(let kind): result.errors[kind] += 1
    case .goesOn: return
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
      if Source.connectsOnDemand, !connection.pointee.isReused { connectQueue.noteProven() }
      connection.pointee.isReused = true
      goOn(connection)
    } else {
      close(connection)
      if Source.connectsOnDemand {
        awaitConnection(connection)
      } else if phase == .window {
        open(connection)
      }
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
}
