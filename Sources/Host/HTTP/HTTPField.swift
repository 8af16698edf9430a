/// A header field of a request.
package struct HTTPField: Equatable, Sendable {
  /// In small letters.
  package let name: String
  /// Without blanks at its ends.
  package let value: String

  /// The field of a line `name: value`; nil when the name is no token (RFC 9110 §5.6.2) or there is a control character.
  package init?(_ line: String) {
    guard let colon = line.firstIndex(of: ":"), Self.isToken(line[..<colon]),
      !line.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 })
    else { return nil }
    name = line[..<colon].lowercased()
    var value = line[line.index(after: colon)...].drop { $0 == " " }
    while value.last == " " { value.removeLast() }
    self.value = String(value)
  }

  /// The members of a list, in small letters.
  package var members: [String] {
    value.lowercased().split { $0 == "," || $0 == " " }.map(String.init)
  }

  /// Whether a text is a name that HTTP allows for a field or a method.
  package static func isToken(_ text: some StringProtocol) -> Bool {
    !text.isEmpty
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "!#$%&'*+-.^_`|~".contains($0)) }
  }
}
