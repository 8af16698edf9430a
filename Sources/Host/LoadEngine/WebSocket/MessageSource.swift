import Glibc

/// Each slot sends the same messages in rotation, and takes a message that comes for the answer to the one that waits for longest.
struct MessageSource: RequestSource, ~Copyable {
  static var readsMessages: Bool { true }

  let largestSend: Int
  private var rotation: RotatingSource
  /// Whether what comes back must be the message itself; otherwise any message is an answer.
  private let areEchoed: Bool
  private let slots: UnsafeMutablePointer<Slot>

  private struct Slot {
    /// The message that it sent last.
    var message = OutgoingFrame.Content()
    /// How much of the answer has come, and whether that is what was sent.
    var count = 0
    var isEcho = true
  }

  /// A worker's source for these of the load's connections, each of which has `copies` messages under way at once.
  init(_ messages: [PreparedMessage], areEchoed: Bool, connections: Range<Int>, copies: Int) {
    let frames = messages.map(\.frame)
    largestSend = copies * (frames.map(\.bytes.count).max() ?? 0)
    rotation = RotatingSource(frames, connections: connections, copies: copies)
    self.areEchoed = areEchoed
    slots = .allocate(capacity: connections.count)
    slots.initialize(repeating: Slot(), count: connections.count)
  }

  deinit { slots.deallocate() }

  var kinds: Int { rotation.kinds }
  var copies: Int { rotation.copies }

  mutating func next(slot: Int, due: inout UInt64) -> UnsafePointer<Exchange>? {
    let exchange = rotation.next(slot: slot, due: &due)
    if let exchange { slots[slot] = Slot(message: OutgoingFrame.content(of: exchange.pointee.bytes)) }
    return exchange
  }

  mutating func read(message piece: Bytes, isText: Bool, isEnd: Bool, slot: Int, at now: UInt64) {
    guard areEchoed else { return }
    let answer = slots + slot
    let place = answer.pointee.count
    answer.pointee.count &+= piece.count
    guard let start = piece.baseAddress, answer.pointee.isEcho else { return }
    let message = answer.pointee.message
    answer.pointee.isEcho =
      isText == message.isText && answer.pointee.count <= message.payload.count
      && message.payload.baseAddress.map { memcmp($0 + place, start, piece.count) == 0 } ?? false
  }

  mutating func end(
    _ exchange: UnsafePointer<Exchange>, slot: Int, status: Int, at now: UInt64
  ) -> ExchangeOutcome {
    guard areEchoed else { return .accepted }
    let answer = slots[slot]
    slots[slot] = Slot(message: answer.message)
    return answer.isEcho && answer.count == answer.message.payload.count ? .accepted : .failed(.wrongBody)
  }
}
