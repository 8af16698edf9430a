import Glibc
import HTTP
import Platform
import SeededRandom
import Statistics

/// A poller whose connections are WebSockets (RFC 6455): it opens them over another poller's bytes, masks what is sent, answers pings and
/// close frames, and tells of messages.
///
/// What it is given to send are whole frames as `OutgoingFrame` writes them with the key 0, which it copies. A connection counts as connected
/// after its handshake.
struct WebSocketPoller<Base: Poller & ~Copyable>: Poller, ~Copyable {
  /// How long close frames are waited for at the end.
  private static var patienceNanoseconds: UInt64 { 2_000_000_000 }

  private var base: Base
  private let settings: WebSocketSettings
  private let connections: UnsafeMutablePointer<WebSocketConnection>
  private let count: Int
  private let clock = MonotonicClock()
  private var random: SeededGenerator
  private var use = WebSocketUse()
  private var handshakes = HistogramRecorder()
  /// Counts the waits, after which what was handed over before has left its buffer.
  private var waits: UInt32 = 0
  /// Slots that found no room for what they send, and those of them that may find it since the last wait.
  private var crowded: [Int] = []
  private var relieved: [Int] = []
  private(set) var received = 0
  /// The slot that is being read, negative for none, and what is left of its bytes.
  private var reading = -1
  private var input = Bytes(start: nil, count: 0)

  init(_ spec: PollerSpec) throws(SystemError) {
    guard let settings = spec.webSocket else { preconditionFailure("WebSockets without settings") }
    base = try Base(spec)
    self.settings = settings
    count = spec.connections
    connections = .allocate(capacity: count)
    let handshake = Self.handshake(settings, nonce: 0, 0).request.bytes.count
    for slot in 0..<count {
      (connections + slot).initialize(to: WebSocketConnection(mostBytes: max(spec.largestSend, handshake)))
    }
    // Masks are to be unpredictable to whoever chooses the messages (10.3), which here is who runs the load.
    var system = SystemRandomNumberGenerator()
    random = SeededGenerator(seed: system.next())
  }

  deinit { connections.deinitialize(count: count).deallocate() }

  static var defersSends: Bool { false }
  var name: String { base.name }
  var receivedNanoseconds: UInt64 { base.receivedNanoseconds }
  var bytesSent: Int { base.bytesSent }
  var bytesReceived: Int? { received }
  var tls: TLSUse? { base.tls }
  var webSocket: WebSocketUse? {
    var use = use
    use.handshakes = handshakes.snapshot()
    return use
  }

  mutating func add(_ socket: Int32, slot: Int) throws(SystemError) {
    (connections + slot).pointee.reset(.closed)
    try base.add(socket, slot: slot)
  }

  mutating func remove(slot: Int) {
    switch connections[slot].phase {
    case .open: leave(slot, CloseCode.normal)
    case .shaking: note("the server accepted the connection and did not answer the handshake")
    case .closed, .leaving: break
    }
    (connections + slot).pointee.reset(.closed)
    if reading == slot { reading = -1 }
    base.remove(slot: slot)
  }

  mutating func wait(nanoseconds: UInt64, outstanding: Int) {
    waits &+= 1
    base.wait(nanoseconds: crowded.isEmpty ? nanoseconds : 0, outstanding: outstanding)
    swap(&crowded, &relieved)
  }

  mutating func send(_ bytes: UnsafeRawPointer, count: Int, slot: Int) -> Int {
    let connection = connections + slot
    guard connection.pointee.phase == .open else { return 0 }
    guard let place = connection.pointee.place(for: count, wait: waits) else {
      connection.pointee.wantsRoom = true
      crowded.append(slot)
      return 0
    }
    var done = 0
    while done < count {
      done &+= OutgoingFrame.remask(bytes + done, key: nextKey(), to: place + done)
    }
    flush(slot)
    return count
  }

  /// Hands over what is on its way out, as far as the base takes it.
  private mutating func flush(_ slot: Int) {
    let connection = connections + slot
    guard !connection.pointee.isSending, let bytes = connection.pointee.unsent, let start = bytes.baseAddress
    else { return }
    connection.pointee.sent &+= base.send(start, count: bytes.count, slot: slot)
    if !Base.defersSends { waits &+= 1 }
    connection.pointee.isSending = connection.pointee.unsent != nil
  }

  private mutating func nextKey() -> UInt32 { UInt32(truncatingIfNeeded: random.next()) }

  mutating func next() -> PollEvent? {
    while true {
      if reading >= 0, let event = read(reading) { return event }
      while let slot = relieved.popLast() {
        if let event = relieve(slot) { return event }
      }
      guard let event = base.next() else { return nil }
      switch event {
      case .connected(let slot, code: 0): shakeHands(slot)
      case .connected, .stopped, .message: return event
      case .received(let slot, let bytes, _):
        (reading, input) = (slot, bytes)
        received &+= bytes.count
      case .sent(let slot, let count):
        (connections + slot).pointee.sent &+= count
        (connections + slot).pointee.isSending = false
        flush(slot)
        if let event = relieve(slot) { return event }
      case .ended(let slot, let code):
        if connections[slot].phase == .shaking {
          return refused(slot, code == 0 ? ECONNRESET : code, "the server closed the connection")
        }
        let isWithin = connections[slot].parser.isInMessage
        (connections + slot).pointee.phase = .closed
        // Who leaves without a close frame has not ended as the protocol wants it.
        return .ended(slot: slot, code: code != 0 ? code : isWithin ? ENODATA : ECONNRESET)
      }
    }
  }

  /// Lets a slot send what it found no room for; nil when there is still none, or it does not want any.
  private mutating func relieve(_ slot: Int) -> PollEvent? {
    let connection = connections + slot
    guard connection.pointee.wantsRoom, connection.pointee.unsent == nil else { return nil }
    connection.pointee.wantsRoom = false
    return .sent(slot: slot, count: 0)
  }

  // MARK: Opening

  private static func handshake(_ settings: WebSocketSettings, nonce: UInt64, _ rest: UInt64) -> Handshake {
    let nonce = [nonce, rest].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    return Handshake(target: settings.target, host: settings.host, fields: settings.fields, nonce: nonce)
  }

  private mutating func shakeHands(_ slot: Int) {
    let handshake = Self.handshake(settings, nonce: random.next(), random.next())
    let connection = connections + slot
    connection.pointee.reset(.shaking)
    connection.pointee.accept = handshake.accept
    connection.pointee.startedNanoseconds = clock.nanoseconds
    let bytes = handshake.request.bytes
    connection.pointee.place(for: bytes.count, wait: waits)?.copyMemory(from: bytes, byteCount: bytes.count)
    flush(slot)
  }

  private mutating func refused(_ slot: Int, _ code: Int32, _ reason: String) -> PollEvent {
    reading = -1
    (connections + slot).pointee.phase = .closed
    note("the WebSocket handshake failed: \(reason)")
    return .connected(slot: slot, code: code)
  }

  private mutating func note(_ problem: String) { use.problem = use.problem ?? problem }

  // MARK: Reading

  /// What the bytes at hand hold; nil when they hold nothing for the worker.
  private mutating func read(_ slot: Int) -> PollEvent? {
    switch connections[slot].phase {
    case .shaking: readAnswer(slot)
    case .open, .leaving: readFrames(slot)
    case .closed: stopReading()
    }
  }

  private mutating func stopReading() -> PollEvent? {
    reading = -1
    return nil
  }

  private mutating func readAnswer(_ slot: Int) -> PollEvent? {
    let connection = connections + slot
    do {
      guard let answer = try connection.pointee.upgrade.read(&input) else { return stopReading() }
      try Handshake.check(
        answer.fields, status: answer.status, accept: connection.pointee.accept,
        offered: settings.subprotocols)
    } catch {
      return refused(slot, EPROTO, "\(error)")
    }
    connection.pointee.phase = .open
    handshakes.record(clock.nanoseconds &- connection.pointee.startedNanoseconds)
    return .connected(slot: slot, code: 0)
  }

  private mutating func readFrames(_ slot: Int) -> PollEvent? {
    let connection = connections + slot
    do throws(FrameViolation) {
      while let incoming = try connection.pointee.parser.next(&input) {
        switch incoming {
        case .message(let bytes, let kind, let isEnd):
          return .message(slot: slot, bytes: bytes, isText: kind == .text, isEnd: isEnd)
        case .control(.ping) where connection.pointee.phase == .open:
          let key = nextKey()
          let isAnswered = connection.pointee.add(
            .pong, connection.pointee.parser.control, key: key, wait: waits)
          if isAnswered { use.pings += 1 }
          flush(slot)
        case .control(.close): return closed(slot, connection.pointee.parser.control)
        case .control: break
        }
      }
    } catch {
      note("\(error)")
      if connection.pointee.phase == .open { leave(slot, CloseCode.of(error)) }
      reading = -1
      return .ended(slot: slot, code: error == .tooLarge ? EMSGSIZE : EBADMSG)
    }
    return stopReading()
  }

  // MARK: Closing

  /// The server says that it sends no more, which is answered, unless it answers us.
  private mutating func closed(_ slot: Int, _ payload: [UInt8]) -> PollEvent {
    reading = -1
    let code = payload.count >= 2 ? UInt16(payload[0]) << 8 | UInt16(payload[1]) : nil
    if connections[slot].phase == .open {
      use.closes[Int(code ?? CloseCode.none), default: 0] += 1
      leave(slot, code)
    } else {
      use.farewells += 1
    }
    (connections + slot).pointee.phase = .closed
    return .ended(slot: slot, code: 0)
  }

  /// Says that we send no more.
  private mutating func leave(_ slot: Int, _ code: UInt16?) {
    let key = nextKey()
    let payload = code.map { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } ?? []
    _ = (connections + slot).pointee.add(.close, payload, key: key, wait: waits)
    (connections + slot).pointee.phase = .leaving
    flush(slot)
  }

  /// Closes all connections as the protocol wants it, and waits a little for the servers' own close frames.
  mutating func leave() {
    for slot in 0..<count where connections[slot].phase == .open { leave(slot, CloseCode.normal) }
    let deadline = clock.nanoseconds &+ Self.patienceNanoseconds
    while (0..<count).contains(where: { connections[$0].phase == .leaving }) {
      let now = clock.nanoseconds
      guard now < deadline else { return }
      wait(nanoseconds: deadline &- now, outstanding: 0)
      while let event = next() {
        if case .stopped = event { return }
      }
    }
  }
}
