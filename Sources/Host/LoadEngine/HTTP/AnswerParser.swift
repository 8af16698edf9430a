/// Finds the end of one HTTP/1.x answer in a stream of byte ranges (RFC 9112), passing over 1xx answers.
///
/// Feed it with `consume`, and `reset` it before the next answer. Only a line across two ranges allocates.
struct AnswerParser: ~Copyable {
  enum Progress: Equatable {
    /// The answer goes on after these bytes.
    case incomplete
    /// The answer ends `surplus` bytes before the end of these bytes.
    case complete(surplus: Int)
  }

  private enum State {
    case statusLine, field, fixedBody, chunkSize, chunkData, chunkEnd, trailer, untilClose
  }

  /// RFC 9112 sets no bounds; these are far above what servers send.
  static let maximumHeadBytes = 65536
  static let maximumChunkLineBytes = 4096
  static let maximumBodyBytes = 128 << 20

  private(set) var head = AnswerHead()
  /// Whether a byte of the answer has been seen.
  private(set) var hasBegun = false
  private var state = State.statusLine
  private var answersHead = false
  private var lines = LineAssembler()
  private var lineBudget = Self.maximumHeadBytes
  /// Whether a line that begins with a blank goes on with the field before it.
  private var mayFold = false
  private var remaining = 0
  private var bodyBudget = 0
  private let maximumBodyBytes: Int

  init(maximumBodyBytes: Int) {
    self.maximumBodyBytes = maximumBodyBytes
  }

  /// Whether the end of the connection is the end of the answer.
  var endsWithConnection: Bool { state == .untilClose }

  /// Expects a new answer, to a HEAD request if `answersHead`.
  mutating func reset(answersHead: Bool = false) {
    self.answersHead = answersHead
    hasBegun = false
    state = .statusLine
    lines.reset()
    lineBudget = Self.maximumHeadBytes
  }

  /// Reads on; `capture`, if any, receives the head's lines and the body without its chunked framing, and `reader` each piece of the
  /// body as one of this slot's.
  mutating func consume<Reader: AnswerReading & ~Copyable>(
    _ bytes: Bytes, capture: UnsafeMutablePointer<CapturedAnswer>?, slot: Int, at now: UInt64,
    to reader: inout Reader
  ) throws(Malformation) -> Progress {
    var input = bytes
    if !bytes.isEmpty { hasBegun = true }
    while true {
      let isComplete =
        switch state {
        case .statusLine: try readStatusLine(&input, capture)
        case .field: try readField(&input, capture, slot, &reader)
        case .fixedBody, .chunkData: readData(&input, capture, slot, now, &reader)
        case .chunkSize: try readChunkSize(&input)
        case .chunkEnd: try readChunkEnd(&input)
        case .trailer: try readTrailer(&input)
        case .untilClose: try readUntilClose(&input, capture, slot, now, &reader)
        }
      if let isComplete { return isComplete ? .complete(surplus: input.count) : .incomplete }
    }
  }

  // Each of these returns true at the end of the answer, false when the input is used up, nil to go on.

  private mutating func readStatusLine(
    _ input: inout Bytes, _ capture: UnsafeMutablePointer<CapturedAnswer>?
  ) throws(Malformation) -> Bool? {
    // Before the line has ended: what does not speak HTTP may never end one.
    guard AnswerHead.canBegin(with: lines.unfinished, input) else { throw .statusLine }
    guard let line = try lines.next(from: &input, budget: &lineBudget, excess: .headTooLarge) else {
      return false
    }
    head = try AnswerHead(statusLine: line, answersHead: answersHead)
    if head.status == 101 { throw .switchedProtocols }
    capture?.pointee.head.removeAll()
    capture?.pointee.appendHead(line)
    state = .field
    mayFold = false
    return nil
  }

  private mutating func readField<Reader: AnswerReading & ~Copyable>(
    _ input: inout Bytes, _ capture: UnsafeMutablePointer<CapturedAnswer>?, _ slot: Int,
    _ reader: inout Reader
  ) throws(Malformation) -> Bool? {
    guard let line = try lines.next(from: &input, budget: &lineBudget, excess: .headTooLarge) else {
      return false
    }
    capture?.pointee.appendHead(line)
    if line.isEmpty { return try beginBody() }
    if try !continuesField(line) {
      mayFold = try head.readField(line)
      if Reader.readsFields, !head.isInterim { reader.read(field: line, slot: slot) }
    }
    return nil
  }

  /// Whether the line is an obs-fold, a space in a value that is not looked at (RFC 9112 §5.2).
  private func continuesField(_ line: Bytes) throws(Malformation) -> Bool {
    guard mayFold, FieldSyntax.isBlank(line[0]) else { return false }
    guard line.allSatisfy(FieldSyntax.isText) else { throw .field }
    return true
  }

  private mutating func beginBody() throws(Malformation) -> Bool? {
    if head.isInterim {
      state = .statusLine
      return nil
    }
    bodyBudget = maximumBodyBytes
    switch head.framing {
    case .length(let length):
      guard length <= bodyBudget else { throw .bodyTooLarge }
      remaining = length
      state = .fixedBody
      return length == 0 ? true : nil
    case .chunked: expectChunk()
    case .untilClose: state = .untilClose
    }
    return nil
  }

  private mutating func readData<Reader: AnswerReading & ~Copyable>(
    _ input: inout Bytes, _ capture: UnsafeMutablePointer<CapturedAnswer>?, _ slot: Int, _ now: UInt64,
    _ reader: inout Reader
  ) -> Bool? {
    let count = min(remaining, input.count)
    capture?.pointee.body.append(contentsOf: input[..<count])
    if Reader.readsBodies { reader.read(Bytes(rebasing: input[..<count]), slot: slot, at: now) }
    input = Bytes(rebasing: input[count...])
    remaining -= count
    guard remaining == 0 else { return false }
    guard state == .chunkData else { return true }
    state = .chunkEnd
    lineBudget = 2
    return nil
  }

  private mutating func expectChunk() {
    state = .chunkSize
    lineBudget = Self.maximumChunkLineBytes
  }

  private mutating func readChunkSize(_ input: inout Bytes) throws(Malformation) -> Bool? {
    guard let line = try lines.next(from: &input, budget: &lineBudget, excess: .chunkLineTooLong) else {
      return false
    }
    let size = try ChunkSize.read(line)
    guard size <= bodyBudget else { throw .bodyTooLarge }
    bodyBudget -= size
    remaining = size
    if size > 0 {
      state = .chunkData
    } else {
      state = .trailer
      mayFold = false
      lineBudget = Self.maximumHeadBytes
    }
    return nil
  }

  private mutating func readChunkEnd(_ input: inout Bytes) throws(Malformation) -> Bool? {
    guard try lines.next(from: &input, budget: &lineBudget, excess: .chunk) != nil else { return false }
    expectChunk()
    return nil
  }

  /// Trailer fields are checked and dropped (RFC 9112 §7.1.2); an empty line ends the answer.
  private mutating func readTrailer(_ input: inout Bytes) throws(Malformation) -> Bool? {
    guard let line = try lines.next(from: &input, budget: &lineBudget, excess: .headTooLarge) else {
      return false
    }
    if line.isEmpty { return true }
    if try !continuesField(line) {
      _ = try AnswerHead.colon(in: line)
      mayFold = true
    }
    return nil
  }

  private mutating func readUntilClose<Reader: AnswerReading & ~Copyable>(
    _ input: inout Bytes, _ capture: UnsafeMutablePointer<CapturedAnswer>?, _ slot: Int, _ now: UInt64,
    _ reader: inout Reader
  ) throws(Malformation) -> Bool? {
    guard input.count <= bodyBudget else { throw .bodyTooLarge }
    bodyBudget -= input.count
    capture?.pointee.body.append(contentsOf: input)
    if Reader.readsBodies { reader.read(input, slot: slot, at: now) }
    return false
  }
}

/// `1*HEXDIG [ BWS ";" extensions ]` (RFC 9112 §7.1).
private enum ChunkSize {
  static func read(_ line: Bytes) throws(Malformation) -> Int {
    var size = 0
    var index = 0
    while index < line.count, let digit = hexDigit(line[index]) {
      guard size <= Int.max >> 4 else { throw .chunk }
      size = size << 4 | digit
      index += 1
    }
    let rest = FieldSyntax.trimmed(Bytes(rebasing: line[index...]))
    guard index > 0, index == line.count || rest.first == UInt8(ascii: ";"),
      rest.allSatisfy(FieldSyntax.isText)
    else { throw .chunk }
    return size
  }

  private static func hexDigit(_ byte: UInt8) -> Int? {
    switch byte {
    case 48...57: Int(byte) - 48
    case 65...70: Int(byte) - 55
    case 97...102: Int(byte) - 87
    default: nil
    }
  }
}
