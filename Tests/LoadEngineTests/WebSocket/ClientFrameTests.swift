import HTTP
import SeededRandom
import Testing

@testable import LoadEngine

struct ClientFrameTests {
  private static func frame(_ kind: FrameKind, _ payload: [UInt8], key: UInt32, isFinal: Bool = true)
    -> [UInt8]
  {
    let size = OutgoingFrame.size(of: payload.count)
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = payload.withUnsafeBufferPointer {
        OutgoingFrame.write(
          kind, $0, key: key, isFinal: isFinal, to: UnsafeMutableRawPointer(buffer.baseAddress!))
      }
    }
  }

  @Test func `a masked text is that of the standard`() {
    // RFC 6455, 5.7: the key is 37 fa 21 3d, as it stands in memory.
    let frame = Self.frame(.text, Array("Hello".utf8), key: UInt32(littleEndian: 0x3d21_fa37))
    #expect(frame == [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58])
    #expect(Self.frame(.ping, [], key: 1).prefix(2) == [0x89, 0x80])
    #expect(Self.frame(.text, [], key: 1, isFinal: false).first == 0x01)
  }

  @Test(arguments: [0, 1, 7, 8, 9, 125, 126, 127, 65_535, 65_536, 70_001])
  func `a frame of any size has the shortest length, and its payload when the mask is taken off`(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let payload = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    let frame = Self.frame(.binary, payload, key: .random(in: 0...UInt32.max, using: &random))
    #expect(frame.count == OutgoingFrame.size(of: count))
    let (form, skip) = count < 126 ? (UInt8(count), 0) : count <= 0xFFFF ? (126, 2) : (127, 8)
    #expect(frame[1] == 0x80 | form)
    let length = frame[2..<2 + skip].reduce(0) { $0 << 8 | Int($1) }
    #expect(skip == 0 || length == count)
    let key = Array(frame[(2 + skip)..<(6 + skip)])
    #expect(frame.dropFirst(6 + skip).enumerated().map { $0.element ^ key[$0.offset % 4] } == payload)
  }

  @Test(arguments: [0, 5, 125, 126, 65_535, 65_536, 70_001])
  func `a frame that is masked again is the one that is written with that key`(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let payload = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    let plain = Self.frame(.text, payload, key: 0)
    let again = [UInt8](unsafeUninitializedCapacity: plain.count) { buffer, written in
      written = plain.withUnsafeBytes {
        OutgoingFrame.remask(
          $0.baseAddress!, key: 0x1234_5678, to: UnsafeMutableRawPointer(buffer.baseAddress!))
      }
    }
    #expect(again == Self.frame(.text, payload, key: 0x1234_5678))
    plain.withUnsafeBytes {
      let content = OutgoingFrame.content(of: $0.baseAddress!)
      #expect(content.isText && content.payload.elementsEqual(payload))
    }
  }

  @Test func `a handshake asks for what the standard says, and its answer must belong to it`() throws {
    #expect(Handshake.accept(of: "dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    let handshake = Handshake(target: "/ws", host: "a:1", nonce: Array("the sample nonce".utf8))
    #expect(handshake.accept == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    let request = String(decoding: handshake.request.bytes, as: UTF8.self)
    for line in [
      "GET /ws HTTP/1.1\r\n", "Upgrade: websocket\r\n", "Connection: Upgrade\r\n",
      "Sec-WebSocket-Version: 13\r\n", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
    ] {
      #expect(request.contains(line), "\(request)")
    }
    let right = [
      ("upgrade", "WebSocket"), ("connection", "keep-alive, Upgrade"),
      ("sec-websocket-accept", handshake.accept),
    ]
    try Handshake.check(right, status: 101, accept: handshake.accept)
    func refusal(_ fields: [(String, String)], status: Int = 101) -> Handshake.Refusal? {
      do throws(Handshake.Refusal) {
        try Handshake.check(fields, status: status, accept: handshake.accept)
      } catch {
        return error
      }
      return nil
    }
    #expect(refusal(right, status: 200) == .status(200) && refusal(Array(right.dropFirst())) == .upgrade)
    #expect(refusal([right[0], ("connection", "close"), right[2]]) == .connection)
    #expect(refusal([right[0], right[1], ("sec-websocket-accept", "x")]) == .accept)
    #expect(refusal(right + [right[2]]) == .accept)
    #expect(refusal(right + [("sec-websocket-extensions", "permessage-deflate")]) == .extension)
    #expect(refusal(right + [("sec-websocket-protocol", "chat")]) == .subprotocol)
  }

  @Test func `UTF-8 is what the standard library takes for it, in any pieces`() {
    var random = SeededGenerator(seed: 18)
    let parts: [[UInt8]] = [
      [0x41], [0xC3, 0xA9], [0xE2, 0x82, 0xAC], [0xF0, 0x9F, 0x98, 0x80], [0xC0], [0xED, 0xA0], [0xF4, 0x90],
      [0x80], [0xF5],
    ]
    for _ in 0..<20_000 {
      var text = (0..<Int.random(in: 0...5, using: &random)).flatMap { _ in
        parts.randomElement(using: &random) ?? []
      }
      if Bool.random(using: &random), !text.isEmpty {
        text.remove(at: .random(in: text.indices, using: &random))
      }
      var check = UTF8Check()
      let isText =
        text.allSatisfy { byte in [byte].withUnsafeBufferPointer { check.take($0) } } && check.isComplete
      #expect(isText == (String(validating: text, as: UTF8.self) != nil), "\(text)")
    }
  }
}
