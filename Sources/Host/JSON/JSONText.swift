/// JSON as text, the same on every machine: members sorted by name, no white space, only what must be escaped is.
public enum JSONText {
  /// The value in the shortest form.
  public static func compact(_ value: JSONValue) -> String {
    var text = ""
    write(value, to: &text, escape: { _ in false })
    return text
  }

  /// The value with white space between all tokens and every third character of a text escaped: the same value to a
  /// parser, but not the bytes that a serialiser would write.
  public static func disguised(_ value: JSONValue) -> String {
    var text = ""
    var count = 0
    write(value, to: &text, blank: " \n\t ") { _ in
      count += 1
      return count % 3 == 0
    }
    return text
  }

  private static func write(
    _ value: JSONValue, to text: inout String, blank: String = "", escape: (Unicode.Scalar) -> Bool
  ) {
    switch value {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value):
      text += value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value)).0" : "\(value)"
    case .string(let value): write(value, to: &text, escape)
    case .array(let values):
      text += "[" + blank
      for (index, value) in values.enumerated() {
        if index > 0 { text += blank + "," + blank }
        write(value, to: &text, blank: blank, escape: escape)
      }
      text += blank + "]"
    case .object(let members):
      text += "{" + blank
      for (index, (name, value)) in members.sorted(by: { $0.key < $1.key }).enumerated() {
        if index > 0 { text += blank + "," + blank }
        write(name, to: &text) { _ in false }
        text += blank + ":" + blank
        write(value, to: &text, blank: blank, escape: escape)
      }
      text += blank + "}"
    }
  }

  private static func write(_ string: String, to text: inout String, _ escape: (Unicode.Scalar) -> Bool) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case _ where scalar.value < 0x20 || escape(scalar):
        String(scalar).utf16.forEach { text += hexEscape($0) }
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  /// `\u` and four digits (RFC 8259 §7).
  private static func hexEscape(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
