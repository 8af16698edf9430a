import SeededRandom
import Testing

@testable import LoadEngine

struct FrameParserTests {
  /// What frames come to: messages and control frames, each by its kind.
  private struct Heard: Equatable {
    var messages: [String] = []
    var controls: [String] = []

    static func text(_ bytes: some Collection<UInt8>) -> String {
      bytes.map { String($0, radix: 16) }.joined(separator: " ")
    }
  }

  private static func heard(_ frames: [UInt8], cuts: [Int] = []) throws -> Heard {
    var (parser, heard, start, payload) = (FrameParser(), Heard(), 0, [UInt8]())
    for end in cuts + [frames.count] {
      try Array(frames[start..<end]).withUnsafeBufferPointer { bytes in
        var input = bytes
        while let incoming = try parser.next(&input) {
          switch incoming {
          case .message(let piece, let kind, let isEnd):
            payload += piece
            guard isEnd else { continue }
            heard.messages.append("\(kind) \(payload.count) \(Heard.text(payload.prefix(40)))")
            payload = []
          case .control(let kind): heard.controls.append("\(kind) \(Heard.text(parser.control))")
          }
        }
        #expect(input.isEmpty)
      }
      start = end
    }
    return heard
  }

  /// RFC 6455, 5.7, and the shapes between which lengths change their form.
  @Test func `the standard's examples are messages`() throws {
    #expect(try Self.heard([0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f]).messages == ["text 5 48 65 6c 6c 6f"])
    #expect(
      try Self.heard([0x01, 0x03, 0x48, 0x65, 0x6c, 0x80, 0x02, 0x6c, 0x6f]).messages == [
        "text 5 48 65 6c 6c 6f"
      ])
    #expect(try Self.heard([0x89, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f]).controls == ["ping 48 65 6c 6c 6f"])
    #expect(
      try Self.heard([0x82, 0x7E, 0x01, 0x00] + [UInt8](repeating: 7, count: 256)).messages[0].hasPrefix(
        "binary 256 7 7"))
    let large: [UInt8] = [0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0]
    #expect(
      try Self.heard(large + [UInt8](repeating: 7, count: 65_536)).messages[0].hasPrefix("binary 65536 "))
    #expect(try Self.heard([0x81, 0x00]).messages == ["text 0 "])
    #expect(try Self.heard([0x01, 0x00, 0x00, 0x00, 0x80, 0x00]).messages == ["text 0 "])
  }

  @Test func `control frames stand between fragments, and text may be cut anywhere`() throws {
    // é is C3 A9, and its bytes are in two frames, with a ping between them.
    let frames: [UInt8] = [0x01, 0x01, 0xC3, 0x89, 0x01, 0x21, 0x80, 0x01, 0xA9, 0x88, 0x02, 0x03, 0xE8]
    let heard = try Self.heard(frames)
    #expect(heard.messages == ["text 2 c3 a9"] && heard.controls == ["ping 21", "close 3 e8"])
    #expect(try Self.heard(frames, cuts: Array(frames.indices)) == heard)
  }

  static let violations: [(FrameViolation, [UInt8])] = [
    (.reservedBit, [0xC1, 0x00]), (.reservedBit, [0xA1, 0x00]), (.reservedBit, [0x91, 0x00]),
    (.opcode, [0x83, 0x00]), (.opcode, [0x87, 0x00]), (.opcode, [0x8B, 0x00]), (.opcode, [0x8F, 0x00]),
    (.masked, [0x81, 0x80, 0, 0, 0, 0]), (.length, [0x81, 0x7E, 0x00, 0x7D]),
    (.length, [0x81, 0x7F, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
    (.length, [0x81, 0x7F, 0x80, 0, 0, 0, 0, 0, 0, 0]),
    (.longControl, [0x89, 0x7E, 0x00, 0x7E]), (.fragmentedControl, [0x09, 0x00]),
    (.fragmentedControl, [0x08, 0x00]),
    (.interleaved, [0x01, 0x00, 0x81, 0x00]), (.interleaved, [0x02, 0x00, 0x01, 0x00]),
    (.continuation, [0x80, 0x00]), (.continuation, [0x81, 0x00, 0x80, 0x00]),
    (.text, [0x81, 0x01, 0xFF]), (.text, [0x81, 0x02, 0xC0, 0x80]), (.text, [0x81, 0x01, 0xC3]),
    (.text, [0x81, 0x03, 0xED, 0xA0, 0x80]), (.text, [0x01, 0x01, 0xC3, 0x80, 0x01, 0x41]),
    (.close, [0x88, 0x01, 0x03]), (.close, [0x88, 0x02, 0x03, 0xEC]), (.close, [0x88, 0x02, 0x03, 0xED]),
    (.close, [0x88, 0x02, 0x03, 0xEE]), (.close, [0x88, 0x02, 0x03, 0xF7]),
    (.close, [0x88, 0x02, 0x00, 0x00]),
    (.close, [0x88, 0x02, 0x13, 0x88]), (.close, [0x88, 0x03, 0x03, 0xE8, 0xFF]),
    (.afterClose, [0x88, 0x00, 0x81, 0x00]), (.tooLarge, [0x82, 0x7F, 0, 0, 0, 0, 0x10, 0, 0, 0]),
  ]

  @Test(arguments: violations)
  func `a server that breaks a rule is told by which, however its bytes come`(
    rule: FrameViolation, frames: [UInt8]
  ) {
    #expect(throws: rule) { try Self.heard(frames) }
    #expect(throws: rule) { try Self.heard(frames, cuts: Array(frames.indices)) }
  }

  @Test func `codes that may be sent close a connection`() throws {
    for code in [1000, 1003, 1007, 1014, 3000, 4999] {
      let frames: [UInt8] = [0x88, 0x04, UInt8(code >> 8), UInt8(code & 0xFF), 0xC3, 0xA9]
      #expect(try Self.heard(frames).controls.count == 1, "\(code)")
    }
    #expect(try Self.heard([0x88, 0x00]).controls == ["close "])
  }

  @Test func `frames come to the same in any pieces, and nothing that comes is taken for a crash`() throws {
    var random = SeededGenerator(seed: 17)
    for _ in 0..<Fuzz.executions {
      var frames: [UInt8] = []
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let kinds: [UInt8] = [0x81, 0x82, 0x01, 0x00, 0x80, 0x89, 0x8A, 0x88]
        let count = UInt8.random(in: 0...6, using: &random)
        frames.append(
          Int.random(in: 0..<20, using: &random) == 0
            ? .random(in: 0...255, using: &random) : kinds.randomElement(using: &random) ?? 0)
        frames.append(count)
        frames += (0..<count).map { _ in [0x41, 0xC3, 0xA9, 0x03, 0xE8].randomElement(using: &random) ?? 0 }
      }
      let cuts = (0..<3).map { _ in Int.random(in: 0...frames.count, using: &random) }.sorted()
      let ways = [[], Array(frames.indices), cuts].map { cuts in
        Result { try Self.heard(frames, cuts: cuts) }
      }
      #expect(Self.same(ways[0], ways[1]) && Self.same(ways[0], ways[2]), "\(frames)")
    }
  }

  /// Whether two ways came to the same, a broken rule included.
  private static func same(_ first: Result<Heard, any Error>, _ second: Result<Heard, any Error>) -> Bool {
    switch (first, second) {
    case (.success(let first), .success(let second)): first == second
    case (.failure(let first), .failure(let second)): first as? FrameViolation == second as? FrameViolation
    default: false
    }
  }
}
