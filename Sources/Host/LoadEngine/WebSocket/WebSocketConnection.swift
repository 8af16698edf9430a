/// A WebSocket's state of one slot: how far it is, and what is on its way out.
struct WebSocketConnection: ~Copyable {
  enum Phase {
    case closed, shaking, open
    /// We said that we send no more.
    case leaving
  }

  var phase = Phase.closed
  var parser = FrameParser()
  var upgrade = UpgradeReader()
  /// What the answer to its handshake must say.
  var accept = ""
  /// When the handshake was written.
  var startedNanoseconds: UInt64 = 0
  /// Whether the worker waits to be told that there is room.
  var wantsRoom = false
  /// The bytes on their way out, of which the first `sent` are handed over.
  private var output: UnsafeMutableRawPointer?
  private let capacity: Int
  private var filled = 0
  /// How many of them are control frames, for which there is room beside the largest send.
  private var controls = 0
  var sent = 0
  /// Whether more of them can be handed over only after the poller's next word.
  var isSending = false
  /// The wait before which they were written.
  private var wait: UInt32 = 0

  /// One whose largest send has so many bytes; beside it there is room for control frames.
  init(mostBytes: Int) { capacity = mostBytes + Self.mostControls }

  private static let mostControls = 4 * (OutgoingFrame.mostHeadBytes + FrameParser.mostControlBytes)

  deinit { output?.deallocate() }

  /// Begins anew, on another socket.
  mutating func reset(_ phase: Phase) {
    self.phase = phase
    parser = FrameParser()
    upgrade.reset()
    (filled, sent, controls, isSending, wantsRoom) = (0, 0, 0, false, false)
  }

  /// What was not handed over yet; nil when there is nothing.
  var unsent: UnsafeRawBufferPointer? {
    guard let output, sent < filled else { return nil }
    return UnsafeRawBufferPointer(start: output + sent, count: filled &- sent)
  }

  /// A place for so many bytes after those on their way out; nil when there is none now. What the kernel may not have taken stays where it
  /// is: what was handed over before the last wait is.
  mutating func place(for count: Int, wait: UInt32) -> UnsafeMutableRawPointer? {
    if sent == filled, wait != self.wait { (filled, sent, controls) = (0, 0, 0) }
    guard filled &+ count <= capacity else { return nil }
    if output == nil { output = .allocate(byteCount: capacity, alignment: 16) }
    self.wait = wait
    defer { filled &+= count }
    return output.map { $0 + filled }
  }

  /// Adds a control frame, if there is room: of many pings that come together only the last need be answered (5.5.3), and few are.
  mutating func add(_ kind: FrameKind, _ payload: [UInt8], key: UInt32, wait: UInt32) -> Bool {
    let size = OutgoingFrame.size(of: payload.count)
    guard controls &+ size <= Self.mostControls, let place = place(for: size, wait: wait) else {
      return false
    }
    controls &+= size
    payload.withUnsafeBufferPointer { _ = OutgoingFrame.write(kind, $0, key: key, to: place) }
    return true
  }
}
