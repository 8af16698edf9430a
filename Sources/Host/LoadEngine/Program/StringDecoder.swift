/// A few bytes, the first one lowest.
struct FewBytes {
  private(set) var word: UInt64 = 0
  private(set) var count = 0

  /// Adds one; there is room for eight.
  mutating func append(_ byte: UInt8) {
    word |= UInt64(byte) << UInt64(8 * count)
    count += 1
  }

  /// Takes the first one; nil: there is none.
  mutating func next() -> UInt8? {
    guard count > 0 else { return nil }
    defer { (word, count) = (word >> 8, count - 1) }
    return UInt8(truncatingIfNeeded: word)
  }
}

/// Decodes the inside of a JSON text, byte by byte, to UTF-8. A surrogate without its pair becomes U+FFFD.
struct StringDecoder {
  private enum State: Equatable { case plain, escape, digits(Int) }

  private var state = State.plain
  /// What the digits of an escape make.
  private var code: UInt32 = 0
  /// The first half of a pair of surrogates that waits for the second one; 0: none.
  private var half: UInt32 = 0

  /// Whether the next byte is no part of an escape, unless it begins one.
  var isPlain: Bool { state == .plain }

  /// Takes in a byte; what is decoded with it, nil: it is no escape.
  mutating func take(_ byte: UInt8) -> FewBytes? {
    switch state {
    case .plain where byte == Byte.backslash: state = .escape
    case .plain: return decoded(byte)
    case .escape where byte == UInt8(ascii: "u"): (state, code) = (.digits(4), 0)
    case .escape:
      state = .plain
      return Self.short(byte).map { decoded($0) }
    case .digits(let left):
      guard let digit = byte.hexadecimal else { return nil }
      code = code << 4 | UInt32(digit)
      state = left == 1 ? .plain : .digits(left - 1)
      if left == 1 { return decoded(unit: code) }
    }
    return FewBytes()
  }

  /// The text is over; what is still decoded.
  mutating func end() -> FewBytes {
    var bytes = FewBytes()
    endHalf(&bytes)
    return bytes
  }

  private static func short(_ byte: UInt8) -> UInt8? {
    switch byte {
    case Byte.quote, Byte.backslash, UInt8(ascii: "/"): byte
    case UInt8(ascii: "b"): 8
    case UInt8(ascii: "f"): 12
    case UInt8(ascii: "n"): 10
    case UInt8(ascii: "r"): 13
    case UInt8(ascii: "t"): 9
    default: nil
    }
  }

  private mutating func decoded(_ byte: UInt8) -> FewBytes {
    var bytes = end()
    bytes.append(byte)
    return bytes
  }

  /// What a unit of UTF-16 makes.
  private mutating func decoded(unit: UInt32) -> FewBytes {
    var bytes = FewBytes()
    let isSecond = (0xDC00...0xDFFF).contains(unit)
    if isSecond, half > 0 {
      Self.append(Unicode.Scalar(0x10000 + (half - 0xD800) << 10 + (unit - 0xDC00)), to: &bytes)
      half = 0
      return bytes
    }
    endHalf(&bytes)
    if (0xD800...0xDBFF).contains(unit) { half = unit } else { Self.append(Unicode.Scalar(unit), to: &bytes) }
    return bytes
  }

  private mutating func endHalf(_ bytes: inout FewBytes) {
    guard half > 0 else { return }
    half = 0
    Self.append(nil, to: &bytes)
  }

  private static func append(_ scalar: Unicode.Scalar?, to bytes: inout FewBytes) {
    for byte in UTF8.encode(scalar ?? "\u{FFFD}")! { bytes.append(byte) }
  }
}
