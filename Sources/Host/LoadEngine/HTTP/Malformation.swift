/// Why an answer is not HTTP/1.1 as RFC 9112 defines it.
package enum Malformation: String, Error, Sendable {
  /// The status line is not `HTTP/1.x SP 3DIGIT SP [reason]`, or the status is outside 100…599 (RFC 9112 §4).
  case statusLine = "bad status line"
  /// A line does not end in CR LF (RFC 9112 §2.2 lets a client accept a bare LF; we do not).
  case lineEnding = "line not ended by CR LF"
  /// A field line is not `name: value` or holds a control character (RFC 9112 §5), or one that frames the
  /// answer is folded.
  case field = "bad header field"
  /// Content-Length is not a number, overflows, or two of them differ (RFC 9112 §6.3).
  case contentLength = "bad or conflicting Content-Length"
  /// Transfer-Encoding is no list of codings, applies chunked twice or with parameters, or comes with
  /// HTTP/1.0 (RFC 9112 §6.1, §7.1).
  case transferEncoding = "bad Transfer-Encoding"
  /// A chunk's size, extension or end is wrong (RFC 9112 §7.1).
  case chunk = "bad chunk"
  /// The header block or the trailer is longer than 64 KiB.
  case headTooLarge = "header block over 64 KiB"
  /// The body is longer than the load allows.
  case bodyTooLarge = "body over the limit"
  /// 101 without our asking for another protocol (RFC 9110 §15.2.2).
  case switchedProtocols = "unasked 101 Switching Protocols"
  /// A server that was asked for HTTP/2 answered in another version.
  case notHTTP2 = "not HTTP/2"
  /// Bytes follow the complete answer although no further request was sent.
  case surplus = "bytes after the end of the answer"
}
