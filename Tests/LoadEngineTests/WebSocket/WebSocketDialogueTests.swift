import Testing

@testable import LoadEngine

@Suite struct WebSocketDialogueTests {
  private static let nonce = Array("the sample nonce".utf8)
  private static let accept = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
  private static let opened =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\(accept)\r\n\r\n"

  private func dialogue() -> WebSocketDialogue {
    WebSocketDialogue(target: "/ws", host: "h", nonce: Self.nonce)
  }

  /// The handshake of RFC 6455, 1.3, and what may come after it.
  @Test func `it asks for the connection, and tells what comes, byte by byte`() throws {
    var dialogue = dialogue()
    #expect(
      String(decoding: dialogue.opening, as: UTF8.self).contains(
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="))
    let frames: [UInt8] =
      [0x01, 2, 72, 101, 0x89, 1, 7] + [0x80, 1, 108] + [0x82, 0] + [0x8A, 0, 0x88, 2, 3, 0xE8]
    var arrivals: [WebSocketDialogue.Arrival] = []
    for byte in Array(Self.opened.utf8) + frames { arrivals += try dialogue.read([byte]) }
    #expect(
      arrivals == [
        .opened, .ping([7]), .message(Array("Hel".utf8), isText: true), .message([], isText: false),
        .pong([]),
        .close([3, 0xE8]),
      ])
  }

  @Test
  func `a server that opens no WebSocket is told by its status, and one that breaks a rule by the rule`()
    throws
  {
    var refused = dialogue()
    #expect { try refused.read(Array("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".utf8)) } throws: {
      ($0 as? WebSocketDialogue.Refused)?.status == 404
    }
    var broken = dialogue()
    _ = try broken.read(Array(Self.opened.utf8))
    #expect(throws: FrameViolation.masked) { try broken.read([0x81, 0x80, 0, 0, 0, 0]) }
  }

  /// The masked examples of RFC 6455, 5.7, whose key is 37 fa 21 3d.
  @Test func `its frames are those of the standard`() {
    let key: UInt32 = 0x3d21_fa37
    let hello = WebSocketDialogue.message(Array("Hello".utf8), isText: true, key: key)
    #expect(hello == [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58])
    let kinds = [WebSocketDialogue.Part.whole, .first, .middle, .last].map {
      WebSocketDialogue.message([1], isText: false, $0, key: 0)[0]
    }
    #expect(kinds == [0x82, 0x02, 0x00, 0x80])
    #expect(WebSocketDialogue.ping([], key: 0)[0] == 0x89 && WebSocketDialogue.pong([], key: 0)[0] == 0x8A)
    #expect(WebSocketDialogue.close(key: 0) == [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8])
  }
}
