/// What a request's fields say that cannot be, or that nobody here would do.
package enum Contradiction {
  /// There is one of each, whoever says it (RFC 9110 §7.2, §8.6, RFC 9112 §6.1, §9.6).
  private static let single = ["Host", "Content-Length", "Transfer-Encoding", "Connection"]
  /// What is about a connection of HTTP/1.1 only (RFC 9113 §8.2.2).
  private static let ofConnections = [
    "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade",
  ]

  /// What is wrong with a request of these fields, which are well formed, in a sentence; nil: nothing.
  package static func sentence(
    method: String, fields lines: [String], body: [UInt8]?, isHTTP2: Bool = false
  ) -> String? {
    let fields = lines.compactMap(HTTPField.init)
    let value = { (name: String) in fields.first { $0.name == name }?.value }
    if let twice = single.first(where: { name in fields.count { $0.name == name.lowercased() } > 1 }) {
      return "\(twice) is given twice; a request has one"
    }
    if isHTTP2, let other = fields.first(where: { ofConnections.contains($0.name) }) {
      return "HTTP/2 has no `\(other.name)`"
    }
    if method == "TRACE", body != nil { return "TRACE has no body" }
    if let coding = value("transfer-encoding") {
      if value("content-length") != nil {
        return "Content-Length and Transfer-Encoding contradict each other"
      }
      if coding.lowercased() != "chunked" {
        return "the only transfer coding that is sent is chunked, not `\(coding)`"
      }
    }
    if let length = value("content-length"), Int(length) != body?.count ?? 0 || length.hasPrefix("+") {
      return "Content-Length says `\(length)`, and the body has \(body?.count ?? 0) bytes"
    }
    let connection = fields.first { $0.name == "connection" }?.members ?? []
    if connection.contains("close"), connection.contains("keep-alive") {
      return "a connection that is kept is not closed"
    }
    return connection.contains("upgrade") ? "no other protocol is spoken after an upgrade" : nil
  }
}
