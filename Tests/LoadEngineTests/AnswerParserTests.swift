import Testing

@testable import LoadEngine

struct AnswerParserTests {
  @Test("every valid answer is read to its end, in one piece", arguments: AnswerCase.valid)
  func valid(answer: AnswerCase) {
    #expect(ParsedAnswer(pieces: [answer.bytes]) == answer.expected)
  }

  @Test("every invalid answer is refused for its reason", arguments: AnswerCase.invalid)
  func invalid(answer: AnswerCase) {
    #expect(ParsedAnswer(pieces: [answer.bytes]) == answer.expected)
  }

  @Test("fed byte by byte, the outcome is the same", arguments: AnswerCase.all)
  func bytewise(answer: AnswerCase) {
    let parsed = ParsedAnswer(pieces: answer.bytes.map { [$0] })
    #expect(parsed.equalsButForReason(answer.expected), "\(parsed)")
  }

  @Test("split in two anywhere, the outcome is the same", arguments: AnswerCase.all)
  func split(answer: AnswerCase) {
    for cut in 0...answer.bytes.count {
      let parsed = ParsedAnswer(pieces: [Array(answer.bytes[..<cut]), Array(answer.bytes[cut...])])
      #expect(parsed.equalsButForReason(answer.expected), "cut at \(cut): \(parsed)")
    }
  }

  @Test("a head of exactly 64 KiB is read, one byte more is refused", arguments: [1, 4096, 65537])
  func headLimit(pieceCount: Int) {
    func answer(headBytes: Int) -> [[UInt8]] {
      let frame = "HTTP/1.1 204 No Content\r\nX: \r\n\r\n"
      let filler = String(repeating: "a", count: headBytes - frame.utf8.count)
      return Array("HTTP/1.1 204 No Content\r\nX: \(filler)\r\n\r\n".utf8).pieces(atMost: pieceCount)
    }
    #expect(ParsedAnswer(pieces: answer(headBytes: 65536)).outcome == .complete(surplus: 0))
    #expect(ParsedAnswer(pieces: answer(headBytes: 65537)).outcome == .malformed(.headTooLarge))
  }

  @Test("interim answers without end are refused at 64 KiB")
  func endlessInterim() {
    let interim = Array(String(repeating: "HTTP/1.1 103 Early Hints\r\n\r\n", count: 3000).utf8)
    #expect(ParsedAnswer(pieces: [interim]).outcome == .malformed(.headTooLarge))
  }

  @Test("a head line without end is refused at 64 KiB, not kept for ever")
  func endlessLine() {
    let bytes = Array(("HTTP/1.1 200 " + String(repeating: "a", count: 70000)).utf8)
    #expect(ParsedAnswer(pieces: bytes.pieces(atMost: 1000)).outcome == .malformed(.headTooLarge))
  }

  @Test(
    "a body over the limit is refused, however it is framed",
    arguments: [
      "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n5\r\n",
      "HTTP/1.1 200 OK\r\n\r\n12345678901",
    ])
  func bodyLimit(answer: String) {
    let parsed = ParsedAnswer(pieces: [Array(answer.utf8)], maximumBodyBytes: 10)
    #expect(parsed.outcome == .malformed(.bodyTooLarge))
  }

  @Test("after a reset the parser reads the next answer, whatever came before")
  func reset() throws {
    for answer in AnswerCase.all {
      var parser = AnswerParser(maximumBodyBytes: 1 << 20)
      _ = answer.bytes.withUnsafeBufferPointer { bytes in try? parser.consume(bytes) }
      parser.reset()
      let hasBegun = parser.hasBegun
      #expect(!hasBegun)
      let next = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8)
      let progress = try next.withUnsafeBufferPointer { bytes in try parser.consume(bytes) }
      #expect(progress == .complete(surplus: 0), "after \(answer)")
      let keepsConnection = parser.head.keepsConnection
      #expect(keepsConnection, "after \(answer)")
    }
  }

  @Test("random bytes never break the parser and never hold it", arguments: 0..<8 as Range<UInt64>)
  func fuzz(seed: UInt64) {
    var random = SplitMix(state: seed)
    let alphabet = Array(
      "HTTP/1.1 200 OK\r\n\r\nContent-Length: 5Transfer-Encoding: chunked;0aF,\t \0\u{7f}é".utf8)
    for _ in 0..<2000 {
      var bytes = AnswerCase.all.randomElement(using: &random)?.bytes ?? []
      if Bool.random(using: &random) { bytes = [] }
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        let at = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0 where at < bytes.count: bytes.remove(at: at)
        case 1 where at < bytes.count: bytes[at] = .random(in: .min ... .max, using: &random)
        case 2: bytes.insert(contentsOf: alphabet.shuffled(using: &random).prefix(9), at: at)
        default: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: at)
        }
      }
      let whole = ParsedAnswer(pieces: [bytes])
      let pieces = ParsedAnswer(pieces: bytes.pieces(atMost: Int.random(in: 1...20, using: &random)))
      #expect(pieces.equalsButForReason(whole), "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
    }
  }
}

/// The generator of Steele, Lea & Flood (OOPSLA'14).
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
