/// What the status line and the header fields say about an answer's framing.
struct AnswerHead {
  /// How the end of the body is found (RFC 9112 §6.3).
  enum Framing: Equatable {
    case length(Int)
    case chunked
    case untilClose
  }

  private(set) var status = 0
  private var answersHead = false
  private var isHTTP10 = false
  private var contentLength: Int?
  private var hasTransferEncoding = false
  private var hasChunked = false
  private var endsInChunked = false
  private var saysClose = false
  private var saysKeepAlive = false

  /// Whether the server will read another request from this connection (RFC 9112 §9.3).
  ///
  /// Transfer-Encoding beside Content-Length may be smuggling: such a connection is not reused (§6.1).
  var keepsConnection: Bool {
    guard !saysClose, framing != .untilClose else { return false }
    guard !hasTransferEncoding || contentLength == nil else { return false }
    return !isHTTP10 || saysKeepAlive
  }

  /// Whether another answer follows to the same request (RFC 9110 §15.2).
  var isInterim: Bool { (100..<200).contains(status) }

  var framing: Framing {
    if answersHead || isInterim || status == 204 || status == 304 { return .length(0) }
    if hasTransferEncoding { return endsInChunked ? .chunked : .untilClose }
    return contentLength.map(Framing.length) ?? .untilClose
  }

  /// Whether `start`, going on with `rest`, can still become a status line.
  static func canBegin(with start: Bytes, _ rest: Bytes = Bytes(start: nil, count: 0)) -> Bool {
    let prefix: StaticString = "HTTP/1."
    return (0..<min(start.count + rest.count, prefix.utf8CodeUnitCount)).allSatisfy { index in
      prefix.utf8Start[index] == (index < start.count ? start[index] : rest[index - start.count])
    }
  }

  /// Reads `HTTP/1.x SP 3DIGIT [SP [reason]]`; 1.0 is told apart from 1.1 and later minor versions. A status that is not valid is one
  /// (RFC 9110 §15), and the space without a reason may be missing, which frames nothing.
  /// `answersHead`: the request was a HEAD.
  init(statusLine line: Bytes, answersHead: Bool = false) throws(Malformation) {
    guard line.count >= 12, Self.canBegin(with: line), let minor = Self.digit(line[7]),
      line[8] == FieldSyntax.space, let hundreds = Self.digit(line[9]), let tens = Self.digit(line[10]),
      let ones = Self.digit(line[11]), line.count == 12 || line[12] == FieldSyntax.space,
      line[12...].allSatisfy(FieldSyntax.isText)
    else { throw .statusLine }
    status = 100 * hundreds + 10 * tens + ones
    isHTTP10 = minor == 0
    self.answersHead = answersHead
  }

  /// No answer yet.
  init() {}

  /// Where the colon of a field line is, which is a token, a colon and text (RFC 9112 §5).
  static func colon(in line: Bytes) throws(Malformation) -> Int {
    var colon = 0
    while colon < line.count, FieldSyntax.isToken(line[colon]) { colon += 1 }
    guard colon > 0, colon < line.count, line[colon] == UInt8(ascii: ":") else { throw .field }
    for index in colon + 1..<line.count where !FieldSyntax.isText(line[index]) { throw .field }
    return colon
  }

  /// Takes in one header field line; whether the field may go on in the next line (obs-fold, RFC 9112 §5.2).
  ///
  /// One that frames the answer may not, because recipients read such a fold differently.
  mutating func readField(_ line: Bytes) throws(Malformation) -> Bool {
    let colon = try Self.colon(in: line)
    let name = Bytes(rebasing: line[..<colon])
    let value = Bytes(rebasing: line[(colon + 1)...])
    switch colon {
    case 10 where FieldSyntax.equals(name, "connection"): try readConnection(value)
    case 14 where FieldSyntax.equals(name, "content-length"): try readContentLength(value)
    case 17 where FieldSyntax.equals(name, "transfer-encoding"): try readTransferEncoding(value)
    default: return true
    }
    return false
  }

  private mutating func readConnection(_ value: Bytes) throws(Malformation) {
    try FieldSyntax.forEachElement(of: value) { option throws(Malformation) in
      if FieldSyntax.equals(option, "close") { saysClose = true }
      if FieldSyntax.equals(option, "keep-alive") { saysKeepAlive = true }
    }
  }

  /// A list of equal numbers is accepted as one (RFC 9112 §6.3, rule 5).
  private mutating func readContentLength(_ value: Bytes) throws(Malformation) {
    var isEmpty = true
    try FieldSyntax.forEachElement(of: value) { element throws(Malformation) in
      var length = 0
      for byte in element {
        guard let digit = Self.digit(byte) else { throw .contentLength }
        let (tenfold, overflow) = length.multipliedReportingOverflow(by: 10)
        let (sum, carry) = tenfold.addingReportingOverflow(digit)
        guard !overflow, !carry else { throw .contentLength }
        length = sum
      }
      guard contentLength == nil || contentLength == length else { throw .contentLength }
      contentLength = length
      isEmpty = false
    }
    if isEmpty { throw .contentLength }
  }

  /// Only a final `chunked` frames the body; after any other it ends with the connection (RFC 9112 §6.3).
  ///
  /// A parameter of `chunked`, of which it has none (§7.1), or a coding that is no token is an error.
  private mutating func readTransferEncoding(_ value: Bytes) throws(Malformation) {
    guard !isHTTP10 else { throw .transferEncoding }
    var isEmpty = true
    try FieldSyntax.forEachElement(of: value) { coding throws(Malformation) in
      let name = FieldSyntax.trimmed(Bytes(rebasing: coding.prefix { $0 != UInt8(ascii: ";") }))
      guard !name.isEmpty, name.allSatisfy(FieldSyntax.isToken) else { throw .transferEncoding }
      endsInChunked = FieldSyntax.equals(name, "chunked")
      if endsInChunked, hasChunked || name.count < coding.count { throw .transferEncoding }
      hasChunked = hasChunked || endsInChunked
      isEmpty = false
    }
    if isEmpty { throw .transferEncoding }
    hasTransferEncoding = true
  }

  private static func digit(_ byte: UInt8) -> Int? {
    byte >= 48 && byte <= 57 ? Int(byte) - 48 : nil
  }
}
