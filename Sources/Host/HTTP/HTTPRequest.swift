/// A request, whoever sends it: a load, a check of an app, or libcurl.
package struct HTTPRequest: Equatable, Sendable {
  /// The methods that anticipate a body, so that its absence is said too (RFC 9110 §8.6).
  private static let bodyMethods: Set = ["POST", "PUT", "PATCH"]

  /// E.g. "GET".
  package let method: String
  /// Path and query, beginning with a slash.
  package let target: String
  /// The header fields, each `name: value`: Host comes first unless they name one; what frames the body is not among them.
  package let fields: [String]
  /// The body; nil: none.
  package let body: [UInt8]?

  /// A request; `host` is what its Host field says, unless `fields` have one of their own.
  package init(method: String, target: String, host: String, fields: [String] = [], body: [UInt8]? = nil) {
    self.method = method
    self.target = target
    self.fields = (Self.has("host", in: fields) ? [] : ["Host: \(host)"]) + fields
    self.body = body
  }

  /// The head as it goes over the wire with HTTP/1.1, the empty line included.
  ///
  /// Content-Length is said of a body, and of none where the method anticipates one, but never beside a field that frames the body
  /// already (RFC 9110 §8.6, RFC 9112 §6.2).
  package var head: [UInt8] {
    var lines = ["\(method) \(target) HTTP/1.1"] + fields
    if let length = contentLength { lines.append("Content-Length: \(length)") }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }

  /// The whole of it, head and body.
  package var bytes: [UInt8] { head + (body ?? []) }

  private var contentLength: Int? {
    if ["content-length", "transfer-encoding"].contains(where: { Self.has($0, in: fields) }) { return nil }
    return body?.count ?? (Self.bodyMethods.contains(method) ? 0 : nil)
  }

  private static func has(_ name: String, in fields: [String]) -> Bool {
    fields.contains { $0.lowercased().hasPrefix(name + ":") }
  }
}
