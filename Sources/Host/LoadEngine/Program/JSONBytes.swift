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
    first(from: start) { $0.marks(Byte.quote) | $0.marks(Byte.backslash) }
  }

  /// The first place from `start` on with a quotation mark, a brace or a bracket; the end if there is none.
  func structure(from start: Int) -> Int {
    first(from: start) { word in
      // A brace and a bracket differ in this bit, as those that close do.
      let folded = word | UInt64(repeating: 0x20)
      return folded.marks(Byte.brace) | folded.marks(Byte.closingBrace) | word.marks(Byte.quote)
    }
  }

  /// The first place from `start` on that is marked in its word of eight bytes; the end if there is none. What is left of a word is looked
  /// at with zeros behind it, which must have no mark.
  @inline(__always)
  private func first(from start: Int, _ marks: (UInt64) -> UInt64) -> Int {
    var position = start
    // Long texts have few places to stop at, two words of which are looked at together.
    while position &+ 16 <= count, marks(word(at: position)) | marks(word(at: position &+ 8)) == 0 {
      position &+= 16
    }
    while position &+ 8 <= count {
      let found = marks(word(at: position))
      if found != 0 { return position &+ found.trailingZeroBitCount / 8 }
      position &+= 8
    }
    var (rest, shift) = (UInt64(0), UInt64(0))
    for place in position..<count {
      rest |= UInt64(self[place]) &<< shift
      shift &+= 8
    }
    let found = marks(rest)
    return found != 0 ? position &+ found.trailingZeroBitCount / 8 : count
  }
}

extension Bytes {
  @inline(__always)
  private func word(at position: Int) -> UInt64 {
    UnsafeRawPointer(baseAddress! + position).loadUnaligned(as: UInt64.self).littleEndian
  }
}

extension UInt64 {
  /// Eight times the same byte.
  fileprivate init(repeating byte: UInt8) { self = UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// Bytes that are this one, each marked in its highest bit; those above the lowest of them may be marked wrongly (Mycroft 1987).
  @inline(__always)
  fileprivate func marks(_ byte: UInt8) -> UInt64 {
    let zeros = self ^ UInt64(repeating: byte)
    return (zeros &- UInt64(repeating: 1)) & ~zeros & UInt64(repeating: 0x80)
  }
}
