/// A request, whoever sends it: a load, a check of an app, or libcurl.
package struct HTTPRequest: Equatable, Sendable {
  /// The methods that anticipate a body, so that its absence is said too (RFC 9110 §8.6).
  private static let bodyMethods: Set = ["POST", "PUT", "PATCH"]

  /// E.g. "GET".
  package let method: String
  /// Path and query, beginning with a slash.
  package let target: String
  /// The header fields, each `name: value`: Host comes first unless they name one; what frames the body is there if somebody asked for it.
  package let fields: [String]
  /// The body; nil: none, and nobody would expect one.
  package let body: [UInt8]?

  /// A request; `host` is what its Host field says, unless `fields` have one of their own. A method that anticipates a body has one, if need
  /// be an empty one.
  package init(method: String, target: String, host: String, fields: [String] = [], body: [UInt8]? = nil) {
    self.method = method
    self.target = target
    self.fields = (Self.names("host", fields) ? [] : ["Host: \(host)"]) + fields
    self.body = body ?? (Self.bodyMethods.contains(method) ? [] : nil)
  }

  /// The head as it goes over the wire with HTTP/1.1, the empty line included.
  ///
  /// Content-Length is said of a body, but never beside a field that frames it already (RFC 9110 §8.6, RFC 9112 §6.2).
  package var head: [UInt8] {
    var lines = ["\(method) \(target) HTTP/1.1"] + fields
    let isFramed = ["content-length", "transfer-encoding"].contains { Self.names($0, fields) }
    if let body, !isFramed { lines.append("Content-Length: \(body.count)") }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }

  /// The whole of it, head and body, which is in chunks already where a field says so.
  package var bytes: [UInt8] { head + (body ?? []) }

  /// Whether fields have one of this name, which is in small letters.
  package static func names(_ name: String, _ fields: [String]) -> Bool {
    fields.contains { $0.lowercased().hasPrefix(name + ":") }
  }
}
