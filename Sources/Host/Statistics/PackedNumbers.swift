/// Whole numbers as ZigZag LEB128, one after the other: small ones take a byte, whatever their sign.
public struct PackedNumbers: Sendable {
  /// The numbers that have not been taken.
  public private(set) var bytes: ArraySlice<UInt8>

  /// The numbers of `bytes`; by default none.
  public init(_ bytes: ArraySlice<UInt8> = []) { self.bytes = bytes }

  /// Adds a number at the end.
  public mutating func append(_ number: Int64) {
    var rest = UInt64(bitPattern: number << 1 ^ number >> 63)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Takes the first number; nil when there is none, or it is cut off.
  public mutating func popFirst() -> Int64? {
    var bits: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard let byte = bytes.popFirst() else { return nil }
      bits |= UInt64(byte & 0x7f) << UInt64(shift)
      if byte < 0x80 { return Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1) }
    }
    return nil
  }
}
