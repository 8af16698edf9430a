/// Why a text is no JSON.
public struct JSONSyntaxError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, e.g. `a text without an end`.
  public let problem: String
  /// The byte at which it was found, from 0.
  public let offset: Int

  /// In words, for an error message.
  public var description: String { "\(problem) at byte \(offset)" }
}

extension JSONValue {
  /// How deep arrays and objects may lie in one another; `[]` is one level.
  public static let maximumDepth = 512

  /// Reads a text as RFC 8259 has it, in UTF-8 without a byte order mark, in time that is linear in its length.
  ///
  /// What is valid JSON and no value of ours is taken all the same: a number that no double holds is infinite, a surrogate without its
  /// pair U+FFFD. Of members of the same name the last counts.
  public init(parsing text: some Sequence<UInt8>) throws(JSONSyntaxError) {
    var parser = JSONParser(text)
    self = try parser.document()
  }
}

/// Reads one text, byte by byte.
private struct JSONParser {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: some Sequence<UInt8>) { bytes = Array(text) }

  mutating func document() throws(JSONSyntaxError) -> JSONValue {
    let value = try value(depth: 0)
    guard position == bytes.count else { throw problem("something after the value") }
    return value
  }

  private func problem(_ text: String) -> JSONSyntaxError { JSONSyntaxError(problem: text, offset: position) }

  /// The next byte; 0, which no JSON has outside of texts, at the end.
  private var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private mutating func skip(_ byte: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: byte) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ byte: Unicode.Scalar) throws(JSONSyntaxError) {
    guard skip(byte) else { throw problem("no `\(byte)`") }
  }

  private mutating func skipBlanks() {
    while next == 0x20 || next == 0x0A || next == 0x0D || next == 0x09 { position += 1 }
  }

  /// A value, with the blanks around it.
  private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    skipBlanks()
    defer { skipBlanks() }
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth + 1)
    case UInt8(ascii: "["): return try array(depth: depth + 1)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: return try number()
    }
  }

  private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue
  {
    for index in 0..<word.utf8CodeUnitCount {
      guard next == word.utf8Start[index] else { throw problem("no value") }
      position += 1
    }
    return value
  }

  private mutating func descend(to depth: Int) throws(JSONSyntaxError) {
    guard depth <= JSONValue.maximumDepth else {
      throw problem("more than \(JSONValue.maximumDepth) levels of arrays and objects")
    }
    position += 1
    skipBlanks()
  }

  private mutating func array(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    try descend(to: depth)
    var values: [JSONValue] = []
    if skip("]") { return .array(values) }
    repeat { values.append(try value(depth: depth)) } while skip(",")
    try expect("]")
    return .array(values)
  }

  private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    try descend(to: depth)
    var members: [String: JSONValue] = [:]
    if skip("}") { return .object(members) }
    repeat {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw problem("no name of a member") }
      let name = try string()
      skipBlanks()
      try expect(":")
      members[name] = try value(depth: depth)
    } while skip(",")
    try expect("}")
    return .object(members)
  }

  private mutating func number() throws(JSONSyntaxError) -> JSONValue {
    let start = position
    _ = skip("-")
    let hasLeadingZero = next == UInt8(ascii: "0")
    let digits = skipDigits()
    guard digits > 0 else { throw problem("no value") }
    guard digits == 1 || !hasLeadingZero else { throw problem("a number that begins with 0") }
    var isWhole = true
    if skip(".") {
      isWhole = false
      guard skipDigits() > 0 else { throw problem("no digit after the point") }
    }
    if skip("e") || skip("E") {
      isWhole = false
      _ = skip("+") || skip("-")
      guard skipDigits() > 0 else { throw problem("no digit of the exponent") }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let integer = Int64(text) { return .integer(integer) }
    return .number(Double(text) ?? .infinity)
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) { position += 1 }
    return position - start
  }

  /// A text, from its opening quotation mark on.
  private mutating func string() throws(JSONSyntaxError) -> String {
    position += 1
    var text = ""
    var start = position
    while position < bytes.count {
      let byte = bytes[position]
      guard byte >= 0x20 else { throw problem("a control character in a text") }
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        text += try unescaped(from: start)
        position += 1
        if byte == UInt8(ascii: "\"") { return text }
        text.unicodeScalars.append(try escape())
        start = position
      } else {
        position += 1
      }
    }
    throw problem("a text without an end")
  }

  private func unescaped(from start: Int) throws(JSONSyntaxError) -> String {
    guard let text = String(validating: bytes[start..<position], as: UTF8.self) else {
      throw JSONSyntaxError(problem: "a text that is not UTF-8", offset: start)
    }
    return text
  }

  /// What stands after a backslash.
  private mutating func escape() throws(JSONSyntaxError) -> Unicode.Scalar {
    let letter = next
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try utf16()
    default:
      position -= 1
      throw problem("an unknown escape in a text")
    }
  }

  /// One code unit of UTF-16, or two that are a pair.
  private mutating func utf16() throws(JSONSyntaxError) -> Unicode.Scalar {
    let unit = try fourDigits()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    let rest = position
    if unit < 0xDC00, skip("\\"), skip("u") {
      let low = try fourDigits()
      if (0xDC00...0xDFFF).contains(low) {
        return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
      }
    }
    position = rest
    return "\u{FFFD}"
  }

  private mutating func fourDigits() throws(JSONSyntaxError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(next)).hexDigitValue else {
        throw problem("an escape without four digits")
      }
      unit = unit << 4 + UInt32(digit)
      position += 1
    }
    return unit
  }
}
