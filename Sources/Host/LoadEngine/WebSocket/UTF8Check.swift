/// Checks UTF-8 as it comes, in pieces of any size (Unicode 15, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF).
struct UTF8Check {
  /// How many bytes of the character are still to come, and what the next one may be.
  private var left = 0
  private var next: ClosedRange<UInt8> = 0x80...0xBF

  /// Whether the text may end here.
  var isComplete: Bool { left == 0 }

  /// Takes in the next bytes; whether they are UTF-8 so far.
  mutating func take(_ bytes: Bytes) -> Bool {
    var index = 0
    while index < bytes.count {
      if left == 0, Self.areASCII(bytes, from: index) {
        index += 8
        continue
      }
      let byte = bytes[index]
      index += 1
      if left > 0 {
        guard next.contains(byte) else { return false }
        left -= 1
        next = 0x80...0xBF
        continue
      }
      switch byte {
      case 0...0x7F: break
      case 0xC2...0xDF: begin(1)
      case 0xE0: begin(2, 0xA0...0xBF)
      case 0xE1...0xEC, 0xEE...0xEF: begin(2)
      case 0xED: begin(2, 0x80...0x9F)
      case 0xF0: begin(3, 0x90...0xBF)
      case 0xF1...0xF3: begin(3)
      case 0xF4: begin(3, 0x80...0x8F)
      default: return false
      }
    }
    return true
  }

  /// Whether there are eight more bytes, none of them above 0x7F.
  private static func areASCII(_ bytes: Bytes, from index: Int) -> Bool {
    guard index + 8 <= bytes.count else { return false }
    let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self)
    return word & 0x8080_8080_8080_8080 == 0
  }

  private mutating func begin(_ left: Int, _ next: ClosedRange<UInt8> = 0x80...0xBF) {
    (self.left, self.next) = (left, next)
  }
}
