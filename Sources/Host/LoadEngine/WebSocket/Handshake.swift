import COpenSSL
import Foundation
import HTTP

/// The opening of a WebSocket connection (RFC 6455, 4.1).
struct Handshake: Sendable {
  /// The request that asks for it; it offers neither extensions nor subprotocols.
  let request: HTTPRequest
  /// What the answer's `Sec-WebSocket-Accept` must be.
  let accept: String

  /// Why an answer does not open a connection.
  enum Refusal: Error, Equatable, CustomStringConvertible {
    case status(Int)
    case upgrade, connection, accept, `extension`, subprotocol

    var description: String {
      switch self {
      case .status(let status): "the server answered \(status) instead of 101"
      case .upgrade: "the answer has no `Upgrade: websocket`"
      case .connection: "the answer has no `Connection: Upgrade`"
      case .accept: "the answer's `Sec-WebSocket-Accept` does not belong to our key"
      case .extension: "the server uses an extension that was not offered"
      case .subprotocol: "the server speaks a subprotocol that was not offered"
      }
    }
  }

  /// A handshake for a target like `/ws` at a host, with 16 random bytes.
  init(target: String, host: String, fields: [String] = [], nonce: [UInt8]) {
    precondition(nonce.count == 16, "a nonce has 16 bytes")
    let key = Data(nonce).base64EncodedString()
    request = HTTPRequest(
      method: "GET", target: target, host: host,
      fields: [
        "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: \(key)", "Sec-WebSocket-Version: 13",
      ] + fields)
    accept = Self.accept(of: key)
  }

  /// The answer to a key (4.2.2).
  static func accept(of key: String) -> String {
    let text = Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)
    var digest = [UInt8](repeating: 0, count: 20)
    var count: UInt32 = 0
    EVP_Digest(text, text.count, &digest, &count, EVP_sha1(), nil)
    return Data(digest).base64EncodedString()
  }

  /// Throws a `Refusal` for an answer that does not open the connection, whose `Sec-WebSocket-Accept` must be this, and whose subprotocol one of
  /// those that were offered; names of fields are in small letters.
  static func check(
    _ fields: [(name: String, value: String)], status: Int, accept: String, offered: [String] = []
  ) throws(Refusal) {
    guard status == 101 else { throw .status(status) }
    func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
    func elements(_ name: String) -> [String] {
      values(name).flatMap { $0.split(separator: ",") }.map {
        $0.filter { $0 != " " && $0 != "\t" }.lowercased()
      }
    }
    guard elements("upgrade") == ["websocket"] else { throw .upgrade }
    guard elements("connection").contains("upgrade") else { throw .connection }
    guard values("sec-websocket-accept") == [accept] else { throw .accept }
    guard values("sec-websocket-extensions").isEmpty else { throw .extension }
    let chosen = values("sec-websocket-protocol")
    guard chosen.isEmpty || chosen.count == 1 && offered.contains(chosen[0]) else { throw .subprotocol }
  }
}
