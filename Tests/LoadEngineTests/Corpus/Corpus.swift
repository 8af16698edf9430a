/// Valid and invalid answers after RFC 9110 and RFC 9112: what every path to the parser is tried with.
enum Corpus {
  static let topics = [
    statusLines, interim, fields, contentLength, transferEncoding, chunks, chunkExtensions, trailers,
    connection, bodiless, head, untilClose, surplus, truncated,
  ]
  static let cases = topics.flatMap(\.cases)

  /// The head of an answer with these field lines.
  static func headOf(_ lines: String) -> String { "HTTP/1.1 200 OK\r\n\(lines)\r\n\r\n" }

  /// An answer with these field lines and the body `ok`.
  static func ok(_ lines: String) -> String { headOf("\(lines)\r\nContent-Length: 2") + "ok" }

  /// A chunked answer of these bytes after its head.
  static func chunked(_ body: String) -> String { headOf("Transfer-Encoding: chunked") + body }
}
