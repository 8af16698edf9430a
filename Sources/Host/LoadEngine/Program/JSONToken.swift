/// JSON values as they are written.
enum JSONToken {
  /// Whether two mean the same: texts by their characters, numbers by their value, others by how they are written.
  static func areEqual(_ first: Bytes, _ second: Bytes) -> Bool {
    if first.elementsEqual(second) { return true }
    guard let start = first.first, let other = second.first else { return false }
    if start == Byte.quote, other == Byte.quote { return haveEqualCharacters(first, second) }
    guard isNumber(start), isNumber(other) else { return false }
    let numbers = [first, second].map { Double(String(decoding: $0, as: UTF8.self)) }
    return numbers[0] != nil && numbers[0] == numbers[1]
  }

  private static func isNumber(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func haveEqualCharacters(_ first: Bytes, _ second: Bytes) -> Bool {
    decoded(first) == decoded(second)
  }

  private static func decoded(_ text: Bytes) -> [UInt8] {
    var (decoder, decoded) = (StringDecoder(), [UInt8]())
    func add(_ bytes: FewBytes) {
      var bytes = bytes
      while let byte = bytes.next() { decoded.append(byte) }
    }
    for byte in text.dropFirst().dropLast() { add(decoder.take(byte) ?? FewBytes()) }
    add(decoder.end())
    return decoded
  }
}
