import HTTP

/// What a load's own header fields say.
extension HTTPLoad {
  /// Whether a line is a header field.
  package static func isField(_ line: String) -> Bool { HTTPField(line) != nil }

  /// Whether a name may be that of a method.
  package static func isMethod(_ name: String) -> Bool { HTTPField.isToken(name) }

  /// What the Connection field asks for, in small letters.
  package var connectionOptions: [String] {
    headers.compactMap(HTTPField.init).filter { $0.name == "connection" }.flatMap(\.members)
  }

  /// What cannot be said of this request, or together with it; nil: all is well.
  package var contradiction: String? {
    let isHTTP2 = if case .http2 = driver { true } else { false }
    return Contradiction.sentence(method: method, fields: headers, body: body, isHTTP2: isHTTP2)
  }
}
