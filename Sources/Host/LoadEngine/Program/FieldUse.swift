/// A variable that takes the value of a header field, or of a cookie that one sets.
struct FieldUse {
  /// The field's name in small letters, or the cookie's as it is.
  let name: Bytes
  let isCookie: Bool
  let variable: Int

  /// The value that a field line has for it; nil: it has none.
  func value(in line: Bytes) -> Bytes? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let field = Bytes(rebasing: line[..<colon])
    let value = FieldSyntax.trimmed(Bytes(rebasing: line[(colon + 1)...]))
    guard isCookie else { return isName(of: field) ? value : nil }
    // RFC 6265 §5.2: the name ends with the first `=`, the value with the first `;`.
    guard FieldSyntax.equals(field, "set-cookie"), value.count > name.count,
      value[name.count] == UInt8(ascii: "="),
      value[..<name.count].elementsEqual(name)
    else { return nil }
    let rest = value[(name.count + 1)...]
    return FieldSyntax.trimmed(Bytes(rebasing: rest.prefix { $0 != UInt8(ascii: ";") }))
  }

  private func isName(of field: Bytes) -> Bool {
    guard field.count == name.count else { return false }
    for (byte, own) in zip(field, name) {
      guard own == (UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte) else { return false }
    }
    return true
  }
}
