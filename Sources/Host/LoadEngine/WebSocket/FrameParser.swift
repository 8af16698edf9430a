/// What a frame is (RFC 6455, 5.2).
enum FrameKind: UInt8 {
  case continuation = 0x0
  case text = 0x1
  case binary = 0x2
  case close = 0x8
  case ping = 0x9
  case pong = 0xA

  /// Whether it may stand between the fragments of a message.
  var isControl: Bool { rawValue & 0x8 != 0 }
}

/// Why what a server sent is not the WebSocket protocol (RFC 6455), or more than is read of it.
package enum FrameViolation: String, Error, Sendable, CustomStringConvertible {
  /// A reserved bit is set, though no extension was agreed on (5.2).
  case reservedBit = "a reserved bit is set, though no extension was offered"
  /// The opcode is none (5.2).
  case opcode = "an opcode that is reserved"
  /// A frame from a server is masked (5.1).
  case masked = "a masked frame from a server"
  /// The length does not take the fewest bytes, or its highest bit is set (5.2).
  case length = "a length that is not in its shortest form"
  /// A control frame is longer than 125 bytes (5.5).
  case longControl = "a control frame over 125 bytes"
  /// A control frame is a fragment (5.5).
  case fragmentedControl = "a control frame in fragments"
  /// A message begins within another one (5.4).
  case interleaved = "a message within another one"
  /// A continuation frame has nothing to continue (5.4).
  case continuation = "a continuation of nothing"
  /// Text is not UTF-8 (5.6, 8.1).
  case text = "text that is not UTF-8"
  /// A close frame has a payload of one byte, a code that is none, or a reason that is not UTF-8 (5.5.1, 7.4).
  case close = "a close frame with a wrong code or reason"
  /// Data follow a close frame (5.5.1).
  case afterClose = "data after a close frame"
  /// A message is longer than is read of one.
  case tooLarge = "a message over the limit"

  /// What is wrong, as people read it.
  package var description: String { "not the WebSocket protocol: \(rawValue)" }
}

/// What a server's frames bring.
enum Incoming {
  /// The next piece of a message's payload, valid as long as the input; the last one, which may be empty, ends the message.
  case message(Bytes, kind: FrameKind, isEnd: Bool)
  /// A ping, a pong or a close frame, whose payload the parser keeps until the next one.
  case control(FrameKind)
}

/// Reads a server's frames as they come, in pieces of any size, and holds the server to every rule that its client can see.
///
/// Payloads of messages are handed on as they come and never kept; only those of control frames are put together, which are at most 125 bytes.
struct FrameParser {
  /// The largest message that is read.
  static let mostBytes = 128 << 20
  /// The longest payload of a control frame (5.5).
  static let mostControlBytes = 125

  private var isInPayload = false
  /// The head's bytes so far: two, then the rest of the length.
  private var head: (count: Int, needed: Int, bytes: (UInt8, UInt8)) = (0, 2, (0, 0))
  private var length: UInt64 = 0
  private var left = 0
  private var kind = FrameKind.text
  private var isFinal = false
  /// The message that is not complete; nil: none is.
  private var message: (kind: FrameKind, count: Int)?
  private var text = UTF8Check()
  /// The payload of the last control frame.
  private(set) var control: [UInt8] = []
  /// Whether a close frame came, after which there is nothing more to come.
  private(set) var isClosed = false

  /// Whether a part of a message has come, but not all of it.
  var isInMessage: Bool { message != nil }

  /// Takes the next thing off the input; nil when that is used up.
  mutating func next(_ input: inout Bytes) throws(FrameViolation) -> Incoming? {
    while true {
      if isInPayload, let incoming = try takePayload(&input) { return incoming }
      guard let byte = input.first else { return nil }
      guard !isClosed else { throw .afterClose }
      input = Bytes(rebasing: input.dropFirst())
      try take(headByte: byte)
    }
  }

  /// What the payload comes to; nil when there is nothing to tell of it yet.
  private mutating func takePayload(_ input: inout Bytes) throws(FrameViolation) -> Incoming? {
    let count = min(left, input.count)
    let piece = Bytes(rebasing: input.prefix(count))
    input = Bytes(rebasing: input.dropFirst(count))
    left -= count
    isInPayload = left > 0
    if kind.isControl {
      control.append(contentsOf: piece)
      return isInPayload ? nil : .control(try endControl())
    }
    guard let current = message else { return nil }
    let isEnd = isFinal && !isInPayload
    if current.kind == .text {
      guard text.take(piece), !isEnd || text.isComplete else { throw .text }
    }
    message = isEnd ? nil : (current.kind, current.count + count)
    return count == 0 && !isEnd ? nil : .message(piece, kind: current.kind, isEnd: isEnd)
  }

  private mutating func endControl() throws(FrameViolation) -> FrameKind {
    if kind == .close {
      guard CloseCode.isValid(control) else { throw .close }
      isClosed = true
    }
    return kind
  }

  private mutating func take(headByte byte: UInt8) throws(FrameViolation) {
    switch head.count {
    case 0: head.bytes.0 = byte
    case 1:
      head.bytes.1 = byte
      try begin()
    default: length = length << 8 | UInt64(byte)
    }
    head.count += 1
    guard head.count == head.needed else { return }
    try endHead()
  }

  /// The first two bytes are there.
  private mutating func begin() throws(FrameViolation) {
    let (first, second) = head.bytes
    guard first & 0x70 == 0 else { throw .reservedBit }
    guard let kind = FrameKind(rawValue: first & 0x0F) else { throw .opcode }
    guard second & 0x80 == 0 else { throw .masked }
    self.kind = kind
    isFinal = first & 0x80 != 0
    let short = Int(second & 0x7F)
    if kind.isControl {
      guard isFinal else { throw .fragmentedControl }
      guard short <= Self.mostControlBytes else { throw .longControl }
      control.removeAll(keepingCapacity: true)
    } else if kind == .continuation {
      guard message != nil else { throw .continuation }
    } else {
      guard message == nil else { throw .interleaved }
      message = (kind, 0)
      text = UTF8Check()
    }
    length = short < 126 ? UInt64(short) : 0
    head.needed = short == 126 ? 4 : short == 127 ? 10 : 2
  }

  private mutating func endHead() throws(FrameViolation) {
    switch head.needed {
    case 4: guard length > 125 else { throw .length }
    case 10: guard length > 0xFFFF, length < 1 << 63 else { throw .length }
    default: break
    }
    if !kind.isControl, let message {
      guard length <= UInt64(Self.mostBytes - message.count) else { throw .tooLarge }
    }
    left = Int(length)
    head = (0, 2, (0, 0))
    isInPayload = true
  }
}
