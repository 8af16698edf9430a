/// Writes pieces one behind the other into memory that is large enough for them.
struct TextWriter {
  /// The most bytes that one byte of a value becomes.
  static func growth(_ encoding: Program.Encoding) -> Int {
    switch encoding {
    case .json, .jsonText: 6
    case .percent: 3
    case .field, .plain, .target: 1
    }
  }

  private(set) var position: UnsafeMutablePointer<UInt8>
  /// Whether there was a control character where none is possible.
  private(set) var hasControl = false

  /// Writes from there on.
  init(at position: UnsafeMutablePointer<UInt8>) { self.position = position }

  /// Writes bytes as they are.
  mutating func write(_ bytes: Bytes) {
    guard let start = bytes.baseAddress else { return }
    position.update(from: start, count: bytes.count)
    position += bytes.count
  }

  /// Writes a text of the source code.
  mutating func write(_ text: StaticString) {
    write(Bytes(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Writes a value, which is a JSON value as it is written or a text.
  mutating func write(_ value: Bytes, isToken: Bool, _ encoding: Program.Encoding) {
    let isString = isToken && value.first == Byte.quote
    let start = position
    switch (encoding, isToken) {
    case (.json, true): write(value)
    case (.json, false):
      write(Byte.quote)
      for byte in value { writeEscaped(byte) }
      write(Byte.quote)
    case (.jsonText, true) where isString: write(Bytes(rebasing: value[1..<(value.count - 1)]))
    case (.jsonText, true): write(value)
    case (.jsonText, false): for byte in value { writeEscaped(byte) }
    case (.percent, _), (.field, _), (.plain, _), (.target, _):
      if isString {
        var decoder = StringDecoder()
        for byte in value[1..<(value.count - 1)] { write(decoder.take(byte) ?? FewBytes(), encoding) }
        write(decoder.end(), encoding)
      } else {
        for byte in value { write(byte, encoding) }
      }
    }
    if encoding == .target { cutAuthority(from: start) }
  }

  /// Makes a target of the URL that was written from `start` on: scheme, server and fragment are left out (RFC 9112 §3.2.1). One that
  /// names neither a server nor a path from the root on is none.
  private mutating func cutAuthority(from start: UnsafeMutablePointer<UInt8>) {
    let (slash, written) = (UInt8(ascii: "/"), Bytes(start: start, count: position - start))
    let text = written.prefix { $0 != UInt8(ascii: "#") }
    position = start + text.count
    let scheme = text.prefix { $0.isOfScheme }
    let isSchemed = !scheme.isEmpty && text.dropFirst(scheme.count).first == UInt8(ascii: ":")
    let rest = isSchemed ? text.dropFirst(scheme.count + 1) : text
    guard rest.starts(with: [slash, slash]) else {
      if text.first != slash { hasControl = true }
      return
    }
    let end = rest.dropFirst(2).firstIndex { $0 == slash || $0 == UInt8(ascii: "?") } ?? text.endIndex
    let count = text.endIndex - end
    let isRooted = end < text.endIndex && text[end] == slash
    let place = isRooted ? start : start + 1
    place.update(from: start + end, count: count)
    if !isRooted { start.pointee = slash }
    position = place + count
  }

  private mutating func write(_ bytes: FewBytes, _ encoding: Program.Encoding) {
    var bytes = bytes
    while let byte = bytes.next() { write(byte, encoding) }
  }

  private mutating func write(_ byte: UInt8, _ encoding: Program.Encoding) {
    if encoding == .percent, !byte.isUnreserved {
      write(UInt8(ascii: "%"))
      writeHexadecimal(byte)
    } else {
      if encoding == .field || encoding == .target, byte < 32 || byte == 127 { hasControl = true }
      if encoding == .target, byte == FieldSyntax.space { hasControl = true }
      write(byte)
    }
  }

  private mutating func writeHexadecimal(_ byte: UInt8) {
    writeDigit(byte >> 4)
    writeDigit(byte & 15)
  }

  private mutating func writeDigit(_ digit: UInt8) {
    write(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") - 10 + digit)
  }

  /// Writes a byte of a text within quotation marks.
  private mutating func writeEscaped(_ byte: UInt8) {
    switch byte {
    case Byte.quote, Byte.backslash:
      write(Byte.backslash)
      write(byte)
    case 0..<32:
      for byte in "\\u00".utf8 { write(byte) }
      writeHexadecimal(byte)
    default: write(byte)
    }
  }

  private mutating func write(_ byte: UInt8) {
    position.pointee = byte
    position += 1
  }

  /// Writes a whole number.
  mutating func write(_ number: Int) { position += position.writeDecimal(number) }
}

extension UnsafeMutablePointer<UInt8> {
  /// Writes a whole number in at most 20 bytes, and returns how many they are.
  func writeDecimal(_ number: Int) -> Int {
    var (rest, count) = (number.magnitude, number < 0 ? 1 : 0)
    var digits = rest
    repeat { (digits, count) = (digits / 10, count + 1) } while digits > 0
    if number < 0 { self[0] = UInt8(ascii: "-") }
    var place = count
    repeat {
      place -= 1
      self[place] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    } while rest > 0
    return count
  }
}

extension UInt8 {
  /// Whether it can be in the scheme of a URL (RFC 3986 §3.1).
  fileprivate var isOfScheme: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// Whether it stands for itself in a URL (RFC 3986 §2.3).
  fileprivate var isUnreserved: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
