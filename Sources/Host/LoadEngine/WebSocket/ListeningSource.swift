/// Each slot sends nothing, and takes what its server pushes: a stream of messages that ends with its connection.
struct ListeningSource: RequestSource, ~Copyable {
  static var readsMessages: Bool { true }
  /// Nobody promised to push anything.
  static var hasTimeLimit: Bool { false }

  let kinds = 1
  private let exchange = UnsafeMutablePointer<Exchange>.allocate(capacity: 1)
  private let nothing = UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1)
  private var streams: StreamRecorder
  /// The slot whose connection the server has closed as it should; -1: none.
  private var closed = -1

  /// A worker's source for so many connections.
  init(slots: Int) {
    exchange.initialize(
      to: Exchange(bytes: nothing, count: 0, acceptedStatuses: 0...0, isHead: false, kind: 0))
    streams = StreamRecorder(slots: slots, silentAreOpen: true)
  }

  deinit {
    exchange.deallocate()
    nothing.deallocate()
  }

  mutating func next(slot: Int, due: inout UInt64) -> UnsafePointer<Exchange>? {
    streams.ask(slot: slot, due: due)
    return UnsafePointer(exchange)
  }

  mutating func read(message piece: Bytes, isText: Bool, isEnd: Bool, slot: Int, at now: UInt64) {
    streams.notice(slot: slot, at: now, began: now)
    if isEnd { streams.take(slot: slot, at: now) }
  }

  mutating func endsWithConnection(slot: Int) -> Bool {
    closed = slot
    return true
  }

  mutating func end(
    _ exchange: UnsafePointer<Exchange>, slot: Int, status: Int, at now: UInt64
  ) -> ExchangeOutcome {
    guard slot == closed else { return .goesOn }
    closed = -1
    return streams.end(slot: slot) ? .accepted : .failed(.wrongBody)
  }

  mutating func abandon(
    _ exchange: UnsafePointer<Exchange>, slot: Int, _ kind: ErrorLedger.Kind, at now: UInt64
  ) -> UInt64? {
    streams.abandon(slot: slot)
    return nil
  }

  mutating func windowChanged(isOpen: Bool, at now: UInt64) { streams.isInWindow = isOpen }

  var items: Int? { streams.items }

  var endless: Int { streams.open }

  mutating func report(to result: inout LoadResult) { result.streams = streams.snapshot() }
}
