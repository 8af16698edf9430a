import SeededRandom
import Testing

@testable import LoadEngine

struct EventStreamParserTests {
  /// What a stream comes to.
  private struct Heard: EventReading, Equatable {
    var events: [[String]] = []
    var retries: [Int] = []

    mutating func read(event type: Bytes, data: Bytes, id: Bytes) {
      events.append([type, data, id].map { String(decoding: $0, as: UTF8.self) })
    }

    mutating func read(retry milliseconds: Int) { retries.append(milliseconds) }
  }

  /// What the stream comes to in pieces that end where `cuts` say.
  private static func heard(_ stream: [UInt8], cuts: [Int] = []) throws -> Heard {
    var (parser, heard, start) = (EventStreamParser(), Heard(), 0)
    for end in cuts + [stream.count] {
      try Array(stream[start..<end]).withUnsafeBufferPointer { try parser.read($0, to: &heard) }
      start = end
    }
    return heard
  }

  private static func heard(_ text: String) throws -> Heard { try heard(Array(text.utf8)) }

  /// The examples of the standard, section 9.2.6, and what it says of each.
  static let examples: [(String, [[String]])] = [
    ("data: YHOO\ndata: +2\ndata: 10\n\n", [["", "YHOO\n+2\n10", ""]]),
    (
      ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
      [["", "first event", "1"], ["", "second event", ""], ["", " third event", ""]]
    ),
    // The last block has no empty line after it, so it is none.
    ("data\n\ndata\ndata\n\ndata:", [["", "", ""], ["", "\n", ""]]),
    ("data:test\n\ndata: test\n\n", [["", "test", ""], ["", "test", ""]]),
    (
      "event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\n",
      [["add", "73857293", ""], ["remove", "2153", ""]]
    ),
  ]

  @Test(arguments: examples)
  func `the standard's examples come to what it says`(text: String, events: [[String]]) throws {
    #expect(try Self.heard(text).events == events)
    for end in ["\r", "\r\n"] {
      let other = text.replacing("\n", with: end)
      let again = events.map { $0.map { $0 } }
      #expect(try Self.heard(other).events == again, "\(end.debugDescription)")
    }
  }

  static let rules: [(String, [[String]])] = [
    ("\u{FEFF}data: x\n\n", [["", "x", ""]]), ("data: x\n\u{FEFF}data: y\n\n", [["", "x", ""]]),
    ("event: only\n\ndata: x\n\n", [["", "x", ""]]), ("id: 1\n\ndata: x\n\n", [["", "x", "1"]]),
    ("id: a\u{0}b\ndata: x\n\n", [["", "x", ""]]),
    ("id: 1\ndata: x\n\ndata: y\n\n", [["", "x", "1"], ["", "y", "1"]]),
    ("DATA: x\n\n", []), ("data : x\n\n", []), ("data: a:b\n\n", [["", "a:b", ""]]),
    ("other: x\ndata\n\n", [["", "", ""]]),
    (":\n:data: x\n\n", []), ("event: a\nevent: b\ndata: x\n\n", [["b", "x", ""]]), ("\n\n\n", []),
    ("data: x\n", []), ("data: é\n\n", [["", "é", ""]]),
  ]

  @Test(arguments: rules)
  func `each rule of the standard is kept`(text: String, events: [[String]]) throws {
    #expect(try Self.heard(text).events == events, "\(text.debugDescription)")
  }

  @Test func `retry is a number of digits, and nothing else`() throws {
    #expect(
      try Self.heard(
        "retry: 2500\nretry: 1.5\nretry: -1\nretry:\nretry: 7x\nretry: 99999999999999999999\nretry: 0\n"
      ).retries == [2500, 0])
  }

  @Test func `a line and an event have a limit`() {
    let long = [UInt8](repeating: 97, count: EventStreamParser.mostBytes + 1)
    #expect(throws: EventStreamParser.TooLarge.self) { try Self.heard(long) }
    let lines = Array("data: ".utf8) + long.prefix(EventStreamParser.mostBytes / 2) + [10]
    #expect(throws: EventStreamParser.TooLarge.self) { try Self.heard(lines + lines + lines) }
  }

  @Test func `a stream comes to the same byte by byte, and in any pieces`() throws {
    var random = SeededGenerator(seed: 15)
    let pieces = [
      "data", "data: x", "id: 7", "id", "event: e", ":c", "retry: 5", "\n", "\r", "\r\n", "\n\n", "\u{FEFF}",
      "é", " ", ":",
    ]
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 1...24, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
      let stream = Array(text.utf8)
      let whole = try Self.heard(stream)
      #expect(try Self.heard(stream, cuts: Array(stream.indices)) == whole, "\(text.debugDescription)")
      let cuts = (0..<4).map { _ in Int.random(in: 0...stream.count, using: &random) }.sorted()
      #expect(try Self.heard(stream, cuts: cuts) == whole, "\(text.debugDescription) at \(cuts)")
    }
  }

  @Test func `whatever bytes come, none is taken for a crash`() throws {
    var random = SeededGenerator(seed: 16)
    let bytes: [UInt8] = Array("data:id\r\n: \0".utf8) + [0xEF, 0xBB, 0xBF, 0xFF]
    for _ in 0..<Fuzz.executions {
      let stream = (0..<Int.random(in: 0...64, using: &random)).map { _ in
        bytes.randomElement(using: &random) ?? 0
      }
      #expect(try Self.heard(stream) == Self.heard(stream, cuts: Array(stream.indices)))
    }
  }
}
