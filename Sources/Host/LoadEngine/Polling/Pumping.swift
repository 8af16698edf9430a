import Glibc
import Platform

/// The worker's side of polling: what it makes of the events, and how it connects.
extension Worker where Polling: ~Copyable {
  /// Waits for events and handles them, until the phase is over or `deadline` has come.
  mutating func pump(until deadline: UInt64) {
    var now = clock.nanoseconds
    while !isStopped, now < deadline, !isPhaseOver {
      poller.wait(
        nanoseconds: isLaunching ? 0 : sleep(from: now, until: deadline), outstanding: outstanding)
      let woke = clock.nanoseconds
      usage.blockedNanoseconds &+= woke &- now
      while let event = poller.next() { handle(event) }
      if woke >= nextSweepNanoseconds { sweep() }
      if woke >= intervals.next { intervals.report(at: woke, result, latency) }
      if isLaunching { launch() }
      sendDue()
      now = clock.nanoseconds
      usage.maxLoopNanoseconds = max(usage.maxLoopNanoseconds, now &- woke)
    }
  }

  /// How long nothing is to be done. Waking up takes a while, so that before a request is due the worker looks around without sleeping.
  private func sleep(from now: UInt64, until deadline: UInt64) -> UInt64 {
    let due = nextDueNanoseconds
    let wake = min(
      deadline, min(nextSweepNanoseconds, due == .max ? .max : due &- min(due, Self.spinNanoseconds)))
    return wake > now ? wake &- now : 0
  }

  private var isLaunching: Bool { phase == .window && launched < share.connections.count }

  private var isPhaseOver: Bool {
    switch phase {
    case .opening: connecting == 0
    case .window: isSpent
    case .draining: outstanding == 0
    }
  }

  private mutating func handle(_ event: PollEvent) {
    switch event {
    case .connected(let slot, let code): endConnecting(connections + slot, code: code)
    case .received(let slot, let bytes, let isMore):
      let connection = connections + slot
      switch connection.pointee.phase {
      case .busy: take(bytes, for: connection, isMore: isMore)
      case .idle: backOff(connection)
      case .connecting, .waiting: break
      }
    case .sent(let slot, let count):
      let connection = connections + slot
      guard connection.pointee.phase == .busy else { return }
      note(sent: count, on: connection)
      send(connection)
    case .ended(let slot, let code):
      let connection = connections + slot
      switch connection.pointee.phase {
      case .busy: end(connection, isReset: code != 0)
      case .idle: backOff(connection)
      case .connecting, .waiting: break
      }
    case .stopped: isStopped = true
    }
  }

  // MARK: Connecting

  /// Starts a connection attempt; its end is an event.
  mutating func open(_ connection: UnsafeMutablePointer<Connection>) {
    let stream = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let socket = Glibc.socket(target.family, stream, 0)
    guard socket >= 0 else { return failToConnect(connection, code: errno) }
    connection.pointee.socket = socket
    var on: Int32 = 1
    if target.family != AF_UNIX {
      setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }
    let outcome = target.withKernelForm { connect(socket, $0, $1) }
    guard outcome == 0 || errno == EINPROGRESS else { return failToConnect(connection, code: errno) }
    do throws(SystemError) {
      try poller.add(socket, slot: connection - connections)
    } catch {
      return failToConnect(connection, code: error.code)
    }
    connection.pointee.phase = .connecting
    connection.pointee.startedNanoseconds = clock.nanoseconds
    connecting &+= 1
  }

  private mutating func endConnecting(_ connection: UnsafeMutablePointer<Connection>, code: Int32) {
    guard connection.pointee.phase == .connecting else { return }
    connecting &-= 1
    guard code == 0 else { return failToConnect(connection, code: code) }
    result.connectionsOpened += 1
    goOn(connection)
  }

  /// Closes the connection's socket, if it has one.
  mutating func close(_ connection: UnsafeMutablePointer<Connection>) {
    if connection.pointee.socket >= 0 { poller.remove(slot: connection - connections) }
    connection.pointee.close()
  }

  // MARK: Bytes

  /// Writes what is left of the request, as far as the kernel takes it.
  mutating func send(_ connection: UnsafeMutablePointer<Connection>) {
    let request = requests[connection.pointee.variant]
    let written = connection.pointee.written
    guard written < request.count else { return }
    let count = poller.send(
      request.bytes + written, count: request.count &- written, slot: connection - connections)
    note(sent: count, on: connection)
  }

  private mutating func note(sent count: Int, on connection: UnsafeMutablePointer<Connection>) {
    connection.pointee.written &+= count
    result.bytesSent &+= count
  }

  /// Takes in received bytes; an answer that they complete is followed by the next request.
  private mutating func take(_ bytes: Bytes, for connection: UnsafeMutablePointer<Connection>, isMore: Bool) {
    let now = clock.nanoseconds
    result.bytesReceived &+= bytes.count
    let isFirst = !connection.pointee.parser.hasBegun
    if isFirst, connection.pointee.capture == nil,
      let status = templates.status(of: bytes, variant: connection.pointee.variant)
    {
      return finish(connection, status: status, at: now, isReusable: !isMore)
    }
    do throws(Malformation) {
      switch try connection.pointee.parser.consume(bytes, capture: connection.pointee.capture) {
      case .incomplete: break
      case .complete(surplus: 0):
        if isFirst {
          templates.remember(bytes, head: connection.pointee.parser.head, variant: connection.pointee.variant)
        }
        finishParsed(connection, at: now, isReusable: !isMore)
      case .complete: throw .surplus
      }
    } catch {
      result.firstMalformation = result.firstMalformation ?? error
      fail(connection, .malformed)
    }
  }

  private mutating func finishParsed(
    _ connection: UnsafeMutablePointer<Connection>, at now: UInt64, isReusable: Bool
  ) {
    let head = connection.pointee.parser.head
    finish(connection, status: head.status, at: now, isReusable: isReusable && head.keepsConnection)
  }

  /// The server sends no more.
  private mutating func end(_ connection: UnsafeMutablePointer<Connection>, isReset: Bool) {
    if !isReset, connection.pointee.parser.endsWithConnection {
      finishParsed(connection, at: clock.nanoseconds, isReusable: false)
    } else {
      fail(connection, connection.pointee.parser.hasBegun && !isReset ? .truncated : .reset)
    }
  }
}
