package import HTTP

/// A request as it goes over the wire.
package struct PreparedRequest: Equatable, Sendable {
  /// The whole HTTP/1.1 request, head and body.
  package var bytes: [UInt8]
  /// The statuses that are an answer; any other is an error.
  package var acceptedStatuses: ClosedRange<Int>
  /// Whether it is a HEAD request, whose answer has no body whatever its head says (RFC 9112 §6.3).
  package var isHead: Bool

  /// Whether its method says that sending it twice has the effect of sending it once (RFC 9110 §9.2.2).
  var isIdempotent: Bool {
    let method = String(decoding: bytes.prefix(8).prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
    return ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"].contains(method)
  }

  /// A request, by default one that expects success.
  package init(bytes: [UInt8], acceptedStatuses: ClosedRange<Int> = 200...299, isHead: Bool = false) {
    precondition(!bytes.isEmpty, "a request has bytes")
    self.bytes = bytes
    self.acceptedStatuses = acceptedStatuses
    self.isHead = isHead
  }

  /// The same, of a request that is not in bytes yet.
  package init(_ request: HTTPRequest, acceptedStatuses: ClosedRange<Int> = 200...299) {
    self.init(
      bytes: request.bytes, acceptedStatuses: acceptedStatuses, isHead: request.method == "HEAD")
  }
}
