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

  /// The body as the fields frame it: in one chunk where they ask for chunks (RFC 9112 §7.1).
  var framedBody: [UInt8]? {
    guard HTTPRequest.names("transfer-encoding", headers) else { return body }
    let body = body ?? []
    let chunk = body.isEmpty ? [] : Array("\(String(body.count, radix: 16))\r\n".utf8) + body + [13, 10]
    return chunk + Array("0\r\n\r\n".utf8)
  }

  /// What cannot be said of this request, or together with it; nil: all is well.
  package var contradiction: String? {
    let isHTTP2 = if case .http2 = driver { true } else { false }
    return Contradiction.sentence(method: method, fields: headers, body: body, isHTTP2: isHTTP2)
  }
}
