/// Takes in the events of a stream.
protocol EventReading: ~Copyable {
  /// An event was dispatched: its type (empty: `message`), its data, lines joined by LF, and the last id that the stream gave. They are
  /// valid in the call.
  mutating func read(event type: Bytes, data: Bytes, id: Bytes)
  /// The stream wants its reader to wait so many milliseconds before it connects again.
  mutating func read(retry milliseconds: Int)
}

extension EventReading where Self: ~Copyable {
  mutating func read(retry milliseconds: Int) {}
}

/// Reads an event stream as it comes, in pieces of any size (WHATWG HTML, 9.2.6 "Interpreting an event stream").
///
/// Its buffers grow to the largest event and are kept, so that none is allocated for an event of usual size.
struct EventStreamParser {
  /// A line or an event is longer than is read of one.
  struct TooLarge: Error {}

  /// The longest line, and the longest data of an event.
  static let mostBytes = 1 << 20

  private enum Text {
    static let colon = UInt8(ascii: ":")
    static let space = UInt8(ascii: " ")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  }

  private var line: [UInt8] = []
  private var type: [UInt8] = []
  private var data: [UInt8] = []
  private var hasData = false
  /// What the block says of the id, and what the last event said.
  private var nextID: [UInt8] = []
  private var lastID: [UInt8] = []
  /// Whether the last byte was a CR, so that an LF is no other line's end.
  private var isAfterReturn = false
  private var isAtStart = true

  /// The id of the last event, empty if no event of the stream had one.
  var lastEventID: [UInt8] { lastID }

  /// Begins another stream, or goes on with one after the event of this id; buffers are kept.
  mutating func reset(after id: [UInt8] = []) {
    line.removeAll(keepingCapacity: true)
    type.removeAll(keepingCapacity: true)
    data.removeAll(keepingCapacity: true)
    nextID.replaceSubrange(0..., with: id)
    lastID.replaceSubrange(0..., with: id)
    (hasData, isAfterReturn, isAtStart) = (false, false, true)
  }

  /// Takes in the next bytes of the stream. What it ends without an empty line is no event, however long one waits.
  mutating func read(_ bytes: Bytes, to reader: inout some EventReading & ~Copyable) throws(TooLarge) {
    var rest = bytes[...]
    if isAfterReturn, let first = rest.first {
      if first == Text.lineFeed { rest.removeFirst() }
      isAfterReturn = false
    }
    while let end = rest.firstIndex(where: { $0 == Text.lineFeed || $0 == Text.carriageReturn }) {
      if line.isEmpty {
        try take(Bytes(rebasing: rest[..<end]), to: &reader)
      } else {
        try keep(rest[..<end])
        let whole = line
        line.removeAll(keepingCapacity: true)
        try whole.withUnsafeBufferPointer { whole throws(TooLarge) in try take(whole, to: &reader) }
      }
      let isReturn = rest[end] == Text.carriageReturn
      rest = rest[(end + 1)...]
      guard isReturn else { continue }
      if rest.first == Text.lineFeed { rest.removeFirst() } else if rest.isEmpty { isAfterReturn = true }
    }
    try keep(rest)
  }

  /// Keeps a part of a line until its end comes.
  private mutating func keep(_ part: Slice<Bytes>) throws(TooLarge) {
    guard line.count + part.count <= Self.mostBytes else { throw TooLarge() }
    line.append(contentsOf: part)
  }

  private mutating func take(_ line: Bytes, to reader: inout some EventReading & ~Copyable) throws(TooLarge) {
    var line = line
    if isAtStart {
      isAtStart = false
      if line.starts(with: Text.byteOrderMark) { line = Bytes(rebasing: line[3...]) }
    }
    guard !line.isEmpty else { return dispatch(to: &reader) }
    guard let colon = line.firstIndex(of: Text.colon) else {
      return try take(field: line, Bytes(start: nil, count: 0), to: &reader)
    }
    guard colon > 0 else { return }
    let start = colon + 1 < line.count && line[colon + 1] == Text.space ? colon + 2 : colon + 1
    try take(field: Bytes(rebasing: line[..<colon]), Bytes(rebasing: line[start...]), to: &reader)
  }

  private mutating func take(
    field: Bytes, _ value: Bytes, to reader: inout some EventReading & ~Copyable
  ) throws(TooLarge) {
    if Self.equals(field, "data") {
      guard data.count + value.count < Self.mostBytes else { throw TooLarge() }
      if hasData { data.append(Text.lineFeed) }
      data.append(contentsOf: value)
      hasData = true
    } else if Self.equals(field, "event") {
      type.replaceSubrange(0..., with: value)
    } else if Self.equals(field, "id") {
      if !value.contains(0) { nextID.replaceSubrange(0..., with: value) }
    } else if Self.equals(field, "retry"), let time = Self.number(value) {
      reader.read(retry: time)
    }
  }

  private mutating func dispatch(to reader: inout some EventReading & ~Copyable) {
    if lastID != nextID { lastID.replaceSubrange(0..., with: nextID) }
    if hasData {
      type.withUnsafeBufferPointer { type in
        data.withUnsafeBufferPointer { data in
          lastID.withUnsafeBufferPointer { reader.read(event: type, data: data, id: $0) }
        }
      }
    }
    type.removeAll(keepingCapacity: true)
    data.removeAll(keepingCapacity: true)
    hasData = false
  }

  /// Names of fields are compared as they are, capitals included.
  private static func equals(_ field: Bytes, _ name: StaticString) -> Bool {
    guard field.count == name.utf8CodeUnitCount else { return false }
    for index in 0..<field.count where field[index] != name.utf8Start[index] { return false }
    return true
  }

  /// A number of ASCII digits alone; nil for anything else, and for what is too large.
  static func number(_ digits: Bytes) -> Int? {
    guard !digits.isEmpty else { return nil }
    var number = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit), number < 1 << 50 else { return nil }
      number = number * 10 + Int(digit - 0x30)
    }
    return number
  }
}
