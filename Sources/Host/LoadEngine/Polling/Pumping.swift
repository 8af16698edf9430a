import Glibc
import Platform

/// The worker's side of polling: what it makes of the events, and how it connects.
extension Worker where Polling: ~Copyable, Source: ~Copyable {
  /// Waits for events and handles them, until the phase is over or `deadline` has come.
  mutating func pump(until deadline: UInt64) {
    var now = clock.nanoseconds
    while !isStopped, now < deadline, !isPhaseOver {
      poller.wait(
        nanoseconds: isLaunching ? 0 : sleep(from: now, until: deadline), outstanding: outstanding)
      let woke = clock.nanoseconds
      usage.blockedNanoseconds &+= woke &- now
      while let event = poller.next() { handle(event) }
      progress.tell(result.answered, open: phase == .opening ? result.connectionsReached : source.endless)
      if woke >= nextSweepNanoseconds { sweep() }
      if woke >= intervals.next {
        intervals.report(at: woke, result, items: source.items, sessions: source.sessions, latency)
      }
      if isLaunching { launch() }
      sendDue()
      wakeSlots()
      now = clock.nanoseconds
      usage.maxLoopNanoseconds = max(usage.maxLoopNanoseconds, now &- woke)
    }
  }

  /// How long nothing is to be done.
  private func sleep(from now: UInt64, until deadline: UInt64) -> UInt64 {
    let wake = min(
      min(deadline, nextSweepNanoseconds), min(awakening.time(for: nextDueNanoseconds), wakeForSlots))
    return wake > now ? wake &- now : 0
  }

  private var isLaunching: Bool {
    phase == .window && launched < share.connections.count && !Source.connectsOnDemand
  }

  private var isPhaseOver: Bool {
    switch phase {
    case .opening: connecting == 0
    case .window: isSpent || isClosing || source.hasReachedLimit
    case .closing: result.answered > answeredInTime || outstanding == 0
    case .draining: outstanding <= source.endless && source.isResting
    }
  }

  private mutating func handle(_ event: PollEvent) {
    switch event {
    case .connected(let slot, let code): endConnecting(connections + slot, code: code)
    case .received(let slot, let bytes, let isMore):
      let connection = connections + slot
      switch connection.pointee.phase {
      case .busy: take(bytes, for: connection, isMore: isMore)
      case .idle, .pausing:
        result.bytesReceived &+= bytes.count
        note(surplus: bytes.count)
        lose(connection)
      case .connecting, .waiting: break
      }
    case .message(let slot, let bytes, let isText, let isEnd):
      guard Source.readsMessages else { return }
      take(message: bytes, isText: isText, isEnd: isEnd, for: connections + slot)
    case .sent(let slot, let count):
      let connection = connections + slot
      guard connection.pointee.phase == .busy, let exchange = connection.pointee.exchange else { return }
      note(sent: count, on: connection)
      send(connection, exchange)
    case .ended(let slot, let code):
      let connection = connections + slot
      switch connection.pointee.phase {
      case .busy: end(connection, code)
      case .idle, .pausing: lose(connection)
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
    if Source.connectsOnDemand { connectQueue.noteOpened() }
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

  /// Opens what the server closed while others had their turns: it waits for requests no longer than it likes, and the next one would be
  /// lost on a connection that is gone.
  mutating func reopenConnections() {
    phase = .opening
    var hasMore = true
    while hasMore, !isStopped {
      hasMore = false
      poller.wait(nanoseconds: 0, outstanding: outstanding)
      while let event = poller.next() {
        hasMore = true
        handle(event)
      }
    }
    for slot in 0..<share.connections.count
    where connections[slot].phase == .waiting && connections[slot].pending == 0 {
      open(connections + slot)
    }
    pump(until: clock.nanoseconds &+ timeoutNanoseconds)
  }

  private mutating func endConnecting(_ connection: UnsafeMutablePointer<Connection>, code: Int32) {
    guard connection.pointee.phase == .connecting else { return }
    connecting &-= 1
    guard code == 0 else { return failToConnect(connection, code: code) }
    result.connectionsOpened += 1
    if !connection.pointee.wasOpen {
      connection.pointee.wasOpen = true
      result.connectionsReached += 1
    }
    if connection.pointee.pending > 0 { repeatRequest(of: connection) } else { goOn(connection) }
  }

  /// The server ended a connection that had nothing to wait for; a request that is to be sent again keeps its time.
  private mutating func lose(_ connection: UnsafeMutablePointer<Connection>) {
    let time = connection.pointee.phase == .pausing ? connection.pointee.retryNanoseconds : 0
    backOff(connection)
    connection.pointee.retryNanoseconds = max(time, connection.pointee.retryNanoseconds)
  }

  /// Closes the connection's socket, if it has one.
  mutating func close(_ connection: UnsafeMutablePointer<Connection>) {
    if connection.pointee.socket >= 0 {
      poller.remove(slot: connection - connections)
      if Source.connectsOnDemand, !connection.pointee.isReused { connectQueue.noteProven() }
    }
    connection.pointee.close()
  }

  // MARK: Bytes

  /// Writes what is left of the request, as far as the kernel takes it.
  mutating func send(_ connection: UnsafeMutablePointer<Connection>, _ exchange: UnsafePointer<Exchange>) {
    let written = connection.pointee.written
    guard written < connection.pointee.size else { return }
    let count = poller.send(
      exchange.pointee.bytes + written, count: connection.pointee.size &- written,
      slot: connection - connections)
    note(sent: count, on: connection)
  }

  private mutating func note(sent count: Int, on connection: UnsafeMutablePointer<Connection>) {
    connection.pointee.written &+= count
  }

  /// Takes in received bytes; the last answer that they complete is followed by the next request.
  private mutating func take(_ bytes: Bytes, for connection: UnsafeMutablePointer<Connection>, isMore: Bool) {
    guard let exchange = connection.pointee.exchange else { return }
    let now = arrival(on: connection)
    result.bytesReceived &+= bytes.count
    var rest = bytes
    do throws(Malformation) {
      repeat {
        guard let answer = try complete(rest, of: connection, exchange, at: now) else { return }
        let isLast = connection.pointee.pending == 1
        guard answer.surplus == 0 || !isLast else {
          note(surplus: answer.surplus)
          throw .surplus
        }
        rest = Bytes(rebasing: rest[(rest.count &- answer.surplus)...])
        finish(
          connection, exchange, status: answer.status, at: now,
          isReusable: answer.isReusable && !(isLast && isMore))
      } while !rest.isEmpty && connection.pointee.phase == .busy
    } catch {
      result.firstMalformation = result.firstMalformation ?? error
      fail(connection, error.isLimit ? .tooLarge : .malformed)
    }
  }

  /// Takes in a piece of a message; a whole one is an answer, unless nothing was sent that it could answer.
  private mutating func take(
    message bytes: Bytes, isText: Bool, isEnd: Bool, for connection: UnsafeMutablePointer<Connection>
  ) {
    guard connection.pointee.phase == .busy, let exchange = connection.pointee.exchange,
      connection.pointee.written == connection.pointee.size
    else {
      if isEnd { result.unasked &+= 1 }
      return
    }
    let now = arrival(on: connection)
    let slot = connection - connections
    connection.pointee.capture?.pointee.body.append(contentsOf: bytes)
    source.read(message: bytes, isText: isText, isEnd: isEnd, slot: slot, at: now)
    if isEnd { finish(connection, exchange, status: 0, at: now, isReusable: true) }
  }

  /// Counts bytes that came after all that were asked for.
  private mutating func note(surplus count: Int) {
    result.surplusBytes += count
    result.firstMalformation = result.firstMalformation ?? .surplus
  }

  /// When the last received bytes came: by the kernel's word if that is plausible, otherwise now.
  @inline(__always)
  private mutating func arrival(on connection: UnsafeMutablePointer<Connection>) -> UInt64 {
    let now = clock.nanoseconds
    let stamp = poller.receivedNanoseconds
    guard stamp > connection.pointee.startedNanoseconds, stamp <= now else { return now }
    result.stampedReads &+= 1
    return stamp
  }

  /// The answer that these bytes complete, and how many of them are left; nil when it goes on.
  @inline(__always)
  private mutating func complete(
    _ bytes: Bytes, of connection: UnsafeMutablePointer<Connection>, _ exchange: UnsafePointer<Exchange>,
    at now: UInt64
  ) throws(Malformation) -> (status: Int, surplus: Int, isReusable: Bool)? {
    let kind = exchange.pointee.kind
    let slot = connection - connections
    let isWhole = !connection.pointee.parser.hasBegun
    if Source.timesAnswers, isWhole { source.begin(slot: slot, at: now) }
    if isWhole, !source.readsFields(slot: slot), connection.pointee.capture == nil,
      let known = templates.match(bytes, kind: kind)
    {
      if Source.readsBodies { source.read(known.body(of: bytes), slot: slot, at: now) }
      return (known.status, bytes.count &- known.totalCount, true)
    }
    guard
      case .complete(let surplus) = try connection.pointee.parser.consume(
        bytes, capture: connection.pointee.capture, slot: slot, at: now, to: &source)
    else { return nil }
    let head = connection.pointee.parser.head
    if isWhole {
      templates.remember(Bytes(rebasing: bytes[..<(bytes.count &- surplus)]), head: head, kind: kind)
    }
    return (head.status, surplus, head.keepsConnection)
  }

  /// The server sends no more, or nothing that could be read.
  private mutating func end(_ connection: UnsafeMutablePointer<Connection>, _ code: Int32) {
    let isReset = code != 0
    if Source.readsMessages {
      endMessages(of: connection, code)
    } else if !isReset, connection.pointee.parser.endsWithConnection,
      let exchange = connection.pointee.exchange
    {
      let status = connection.pointee.parser.head.status
      finish(connection, exchange, status: status, at: clock.nanoseconds, isReusable: false)
    } else if connection.pointee.parser.hasBegun {
      fail(connection, isReset ? .reset : .truncated)
    } else {
      fail(connection, connection.pointee.isReused && connection.pointee.awaitsAll ? .closedIdle : .reset)
    }
  }

  /// The server has closed a WebSocket, or sends what is none.
  private mutating func endMessages(of connection: UnsafeMutablePointer<Connection>, _ code: Int32) {
    switch code {
    case 0 where source.endsWithConnection(slot: connection - connections):
      guard let exchange = connection.pointee.exchange else { return }
      finish(connection, exchange, status: 0, at: clock.nanoseconds, isReusable: false)
    case EBADMSG: fail(connection, .malformed)
    case EMSGSIZE: fail(connection, .tooLarge)
    case ENODATA: fail(connection, .truncated)
    default: fail(connection, connection.pointee.isReused ? .closedIdle : .reset)
    }
  }
}
