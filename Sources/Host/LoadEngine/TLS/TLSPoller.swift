import COpenSSL
import Glibc
import Platform

/// A poller whose connections are encrypted: it speaks TLS over another poller's bytes, and tells of the plain ones.
///
/// A connection counts as connected after its handshake. A stream that ends without TLS's own end (RFC 8446 §6.1) was cut off.
struct TLSPoller<Base: Poller & ~Copyable>: Poller, ~Copyable {
  /// The most that one record holds (RFC 8446 §5.1).
  private static var recordBytes: Int { 16384 }
  private static var plainBytes: Int { 4 * recordBytes }

  private var base: Base
  private var context: TLSContext
  private let connections: UnsafeMutablePointer<TLSConnection>
  private let count: Int
  private let plain = UnsafeMutablePointer<UInt8>.allocate(capacity: plainBytes)
  private var use = TLSUse()
  private(set) var bytesSent = 0
  /// Counts the waits, after which what was handed over before has left its buffer.
  private var waits: UInt32 = 0
  /// The slot that is being read, negative for none, and whether its socket has more.
  private var reading = -1
  private var isMore = false

  init(_ spec: PollerSpec) throws(SystemError) {
    guard let settings = spec.tls else { preconditionFailure("a TLS poller without settings") }
    let base = try Base(spec)
    let context: TLSContext
    do throws(TLSError) { context = try TLSContext(settings) } catch {
      throw SystemError("begin TLS", code: EPROTO)
    }
    self.base = base
    self.context = context
    count = spec.connections
    connections = .allocate(capacity: count)
    for slot in 0..<count { (connections + slot).initialize(to: TLSConnection()) }
  }

  deinit {
    connections.deinitialize(count: count).deallocate()
    plain.deallocate()
  }

  static var defersSends: Bool { false }
  var name: String { base.name }
  var receivedNanoseconds: UInt64 { base.receivedNanoseconds }
  var tls: TLSUse? { use }

  mutating func add(_ socket: Int32, slot: Int) throws(SystemError) {
    guard (connections + slot).pointee.begin(in: context) else {
      throw SystemError("begin TLS", code: ENOMEM)
    }
    try base.add(socket, slot: slot)
  }

  mutating func remove(slot: Int) {
    if connections[slot].isShakingHands {
      use.problem =
        use.problem ?? "the TLS handshake had no end: the server accepted the connection and fell silent"
    }
    (connections + slot).pointee.end(in: &context)
    if reading == slot { reading = -1 }
    base.remove(slot: slot)
  }

  mutating func wait(nanoseconds: UInt64, outstanding: Int) {
    waits &+= 1
    base.wait(nanoseconds: nanoseconds, outstanding: outstanding)
  }

  mutating func send(_ bytes: UnsafeRawPointer, count: Int, slot: Int) -> Int {
    let connection = connections + slot
    var done = 0
    while done < count, connection.pointee.pendingPlain == 0 {
      let piece = min(count &- done, Self.recordBytes)
      guard connection.pointee.encrypt(bytes + done, count: piece, wait: waits) else { break }
      if flush(slot) { done &+= piece } else { connection.pointee.pendingPlain = piece }
    }
    bytesSent &+= done
    return done
  }

  /// Hands over what is encrypted; whether nothing is left.
  private mutating func flush(_ slot: Int) -> Bool {
    let connection = connections + slot
    guard let bytes = connection.pointee.unsent, let start = bytes.baseAddress else { return true }
    guard !connection.pointee.isSending else { return false }
    connection.pointee.sent &+= base.send(start, count: bytes.count, slot: slot)
    if !Base.defersSends { waits &+= 1 }
    connection.pointee.isSending = connection.pointee.unsent != nil
    return !connection.pointee.isSending
  }

  mutating func next() -> PollEvent? {
    while true {
      if reading >= 0, let event = read() { return event }
      guard let event = base.next() else { return nil }
      switch event {
      case .connected(let slot, code: 0):
        if let event = shakeHands(slot) { return event }
      case .connected, .stopped, .message: return event
      case .received(let slot, let bytes, let isMore):
        (connections + slot).pointee.take(bytes)
        reading = slot
        self.isMore = isMore
        if !connections[slot].isEstablished, let event = shakeHands(slot) { return event }
      case .sent(let slot, let count):
        if let event = noteSent(count, slot) { return event }
      case .ended(let slot, let code):
        let code = code == 0 ? ECONNRESET : code
        return connections[slot].isEstablished
          ? .ended(slot: slot, code: code) : failed(slot, code: code, "the server closed the connection")
      }
    }
  }

  /// Goes on with the handshake; an event when it has ended, well or not.
  private mutating func shakeHands(_ slot: Int) -> PollEvent? {
    let connection = connections + slot
    let outcome = connection.pointee.shakeHands(wait: waits)
    _ = flush(slot)
    switch outcome {
    case .goesOn: return nil
    case .failed(let reason): return failed(slot, code: EPROTO, reason)
    case .done:
      use.note(connection.pointee)
      return .connected(slot: slot, code: 0)
    }
  }

  private mutating func failed(_ slot: Int, code: Int32, _ reason: String) -> PollEvent {
    reading = -1
    use.problem = use.problem ?? "the TLS handshake failed: \(reason)"
    return .connected(slot: slot, code: code)
  }

  /// What the records that came hold; nil when they hold nothing for the worker.
  private mutating func read() -> PollEvent? {
    let slot = reading
    let connection = connections + slot
    guard connection.pointee.isEstablished else {
      reading = -1
      return nil
    }
    var filled = 0
    while true {
      switch connection.pointee.decrypt(into: plain + filled, capacity: Self.plainBytes - filled, wait: waits)
      {
      case .bytes(let count):
        filled += count
        let hasInput = connection.pointee.hasInput
        if !hasInput { reading = -1 }
        guard !hasInput || Self.plainBytes - filled < Self.recordBytes else { continue }
        return received(filled, isMore: hasInput || isMore, slot)
      case .end(let code):
        // Bytes before the end go first; asking again gives the end again.
        guard filled == 0 else { return received(filled, isMore: true, slot) }
        reading = -1
        return .ended(slot: slot, code: code)
      case .nothing:
        reading = -1
        _ = flush(slot)
        return filled == 0 ? nil : received(filled, isMore: isMore, slot)
      }
    }
  }

  private func received(_ count: Int, isMore: Bool, _ slot: Int) -> PollEvent {
    .received(slot: slot, bytes: Bytes(start: plain, count: count), isMore: isMore)
  }

  private mutating func noteSent(_ count: Int, _ slot: Int) -> PollEvent? {
    let connection = connections + slot
    connection.pointee.sent &+= count
    connection.pointee.isSending = false
    guard flush(slot), connection.pointee.pendingPlain > 0 else { return nil }
    defer { connection.pointee.pendingPlain = 0 }
    bytesSent &+= connection.pointee.pendingPlain
    return .sent(slot: slot, count: connection.pointee.pendingPlain)
  }
}

extension TLSUse {
  fileprivate mutating func note(_ connection: borrowing TLSConnection) {
    handshakes += 1
    if connection.isResumed { resumed += 1 }
    guard version == nil else { return }
    (version, cipher) = connection.protocolAndCipher
  }
}
