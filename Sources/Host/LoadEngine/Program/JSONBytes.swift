/// The bytes that JSON is made of.
enum Byte {
  static let quote = UInt8(ascii: "\"")
  static let backslash = UInt8(ascii: "\\")
  static let colon = UInt8(ascii: ":")
  static let comma = UInt8(ascii: ",")
  static let brace = UInt8(ascii: "{")
  static let closingBrace = UInt8(ascii: "}")
  static let bracket = UInt8(ascii: "[")
  static let closingBracket = UInt8(ascii: "]")
}

extension UInt8 {
  /// Whether it stands between tokens and means nothing.
  var isBlank: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }

  /// Whether it comes after a number, true, false or null.
  var endsScalar: Bool {
    isBlank || self == Byte.comma || self == Byte.closingBrace || self == Byte.closingBracket
  }

  /// What it stands for as a hexadecimal digit; nil: it is none.
  var hexadecimal: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension Bytes {
  /// The first place from `start` on with a quotation mark or a backslash; the end if there is none.
  func quoteOrEscape(from start: Int) -> Int {
    var position = start
    while position + 16 <= count {
      let block = block(at: position)
      if any(block .== SIMD16(repeating: Byte.quote) .| block .== SIMD16(repeating: Byte.backslash)) { break }
      position += 16
    }
    while position < count, self[position] != Byte.quote, self[position] != Byte.backslash { position += 1 }
    return position
  }

  /// The first place from `start` on with a quotation mark, a brace or a bracket; the end if there is none.
  func structure(from start: Int) -> Int {
    // A brace and a bracket differ in this bit, as those that close do.
    let (bit, opening, closing) = (UInt8(0x20), Byte.brace, Byte.closingBrace)
    var position = start
    while position + 16 <= count {
      let block = block(at: position)
      let folded = block | SIMD16(repeating: bit)
      let isOne = folded .== SIMD16(repeating: opening) .| folded .== SIMD16(repeating: closing)
      if any(isOne .| block .== SIMD16(repeating: Byte.quote)) { break }
      position += 16
    }
    while position < count {
      let folded = self[position] | bit
      if folded == opening || folded == closing || self[position] == Byte.quote { break }
      position += 1
    }
    return position
  }

  private func block(at position: Int) -> SIMD16<UInt8> {
    UnsafeRawPointer(baseAddress! + position).loadUnaligned(as: SIMD16<UInt8>.self)
  }
}
