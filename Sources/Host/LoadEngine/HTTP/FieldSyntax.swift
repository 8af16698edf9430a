typealias Bytes = UnsafeBufferPointer<UInt8>

/// The characters and elements RFC 9110 §5.6 builds header fields from.
enum FieldSyntax {
  static let tab = UInt8(ascii: "\t")
  static let space = UInt8(ascii: " ")

  /// tchar: a visible ASCII character that is no delimiter.
  @inline(__always)
  static func isToken(_ byte: UInt8) -> Bool {
    // ! # $ % & ' * + - . 0-9 and A-Z ^ _ ` a-z | ~ as bits of two words.
    let low: UInt64 = 0x03FF_6CFA_0000_0000
    let high: UInt64 = 0x57FF_FFFF_C7FF_FFFE
    guard byte < 128 else { return false }
    return ((byte < 64 ? low : high) &>> UInt64(byte & 63)) & 1 == 1
  }

  /// field-vchar, space or tab: everything but the other control characters.
  @inline(__always)
  static func isText(_ byte: UInt8) -> Bool {
    byte >= 32 ? byte != 127 : byte == tab
  }

  /// SP or HTAB, of which OWS, RWS and BWS are made.
  @inline(__always)
  static func isBlank(_ byte: UInt8) -> Bool {
    byte == space || byte == tab
  }

  /// The bytes without the spaces and tabs around them.
  static func trimmed(_ bytes: Bytes) -> Bytes {
    var (start, end) = (0, bytes.count)
    while start < end, isBlank(bytes[start]) { start += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return Bytes(rebasing: bytes[start..<end])
  }

  /// Whether the bytes are the lower-case `word` in any case.
  static func equals(_ bytes: Bytes, _ word: StaticString) -> Bool {
    guard bytes.count == word.utf8CodeUnitCount else { return false }
    for index in 0..<bytes.count {
      let byte = bytes[index]
      let lower = byte >= 65 && byte <= 90 ? byte | 0x20 : byte
      if lower != word.utf8Start[index] { return false }
    }
    return true
  }

  /// Calls `body` with each element of a comma-separated list, trimmed, but no empty one (RFC 9110 §5.6.1).
  static func forEachElement(
    of list: Bytes, _ body: (Bytes) throws(Malformation) -> Void
  ) throws(Malformation) {
    var start = 0
    for index in 0...list.count where index == list.count || list[index] == UInt8(ascii: ",") {
      let element = trimmed(Bytes(rebasing: list[start..<index]))
      start = index + 1
      if !element.isEmpty { try body(element) }
    }
  }
}
