import Testing

@testable import LoadEngine

struct AnswerParserTests {
  @Test("the corpus has 180 cases or more, each with a name and an answer of its own")
  func corpus() {
    #expect(Corpus.cases.count >= 180)
    let names = Dictionary(grouping: Corpus.cases, by: \.name)
    #expect(names.values.filter { $0.count > 1 }.isEmpty)
    let answers = Dictionary(grouping: Corpus.cases) { Array($0.method.rawValue.utf8) + $0.bytes }
    #expect(answers.values.filter { $0.count > 1 }.isEmpty)
  }

  @Test("read in one piece, every answer is what it is", arguments: Corpus.topics)
  func whole(topic: Topic) {
    for answer in topic.cases {
      #expect(ParsedAnswer(pieces: [answer.bytes], isHead: answer.isHead) == answer.expected, "\(answer)")
    }
  }

  /// One corpus for loads and for those who judge answers without one.
  @Test(arguments: Corpus.topics) func `a reader without a load judges every answer alike`(topic: Topic) {
    for answer in topic.cases {
      for count in [1, answer.bytes.count + 1] {
        #expect(AnswerReader.outcome(of: answer, pieces: count) == answer.expected.outcome, "\(answer)")
      }
    }
  }

  @Test("fed byte by byte, it is the same", arguments: Corpus.topics)
  func bytewise(topic: Topic) {
    for answer in topic.cases {
      let parsed = ParsedAnswer(pieces: answer.bytes.pieces(atMost: 1), isHead: answer.isHead)
      #expect(parsed == answer.expected, "\(answer)")
    }
  }

  @Test("split in two anywhere, it is the same", arguments: Corpus.topics)
  func split(topic: Topic) {
    for answer in topic.cases {
      for cut in 0...answer.bytes.count {
        let pieces = [Array(answer.bytes[..<cut]), Array(answer.bytes[cut...])]
        let parsed = ParsedAnswer(pieces: pieces, isHead: answer.isHead)
        #expect(parsed == answer.expected, "\(answer), cut at \(cut)")
      }
    }
  }

  @Test("cut off anywhere, a complete answer is truncated, one until close only in its head")
  func cutOff() {
    for answer in Corpus.cases {
      let (length, body): (Int, Int?) =
        switch answer.expected.outcome {
        case .complete(let surplus): (answer.bytes.count - surplus, nil)
        case .completeAtClose: (answer.bytes.count, answer.bytes.count - answer.expected.body.count)
        case .truncated, .malformed: (0, nil)
        }
      for count in 0..<length {
        let parsed = ParsedAnswer(pieces: [Array(answer.bytes[..<count])], isHead: answer.isHead)
        if let body, count >= body {
          #expect(parsed.outcome == .completeAtClose, "\(answer) cut off at \(count)")
          #expect(parsed.body == Array(answer.bytes[body..<count]), "\(answer) cut off at \(count)")
        } else {
          #expect(parsed == .truncated, "\(answer) cut off at \(count)")
        }
      }
    }
  }

  @Test("of two answers in one piece the first leaves the second alone")
  func pipelined() {
    let complete = Corpus.cases.filter { $0.expected.outcome == .complete(surplus: 0) }
    for (index, first) in complete.enumerated() {
      let second = complete[(index + 7) % complete.count]
      var expected = first.expected
      expected.outcome = .complete(surplus: second.bytes.count)
      let parsed = ParsedAnswer(pieces: [first.bytes + second.bytes], isHead: first.isHead)
      #expect(parsed == expected, "\(first), then \(second)")
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

  @Test("fields may fill 64 KiB, however many they are, and one line more is refused")
  func fieldCount() {
    func answer(fields: Int) -> [UInt8] {
      Array("HTTP/1.1 204 \r\n\(String(repeating: "A:\r\n", count: fields))\r\n".utf8)
    }
    #expect(ParsedAnswer(pieces: [answer(fields: 16379)]) == .whole(status: 204))
    #expect(ParsedAnswer(pieces: [answer(fields: 16380)]) == .refused(.headTooLarge))
  }

  @Test("a trailer without end is refused at 64 KiB")
  func endlessTrailer() {
    let bytes = Array(Corpus.chunked("0\r\n" + String(repeating: "A: b\r\n", count: 11000)).utf8)
    #expect(ParsedAnswer(pieces: bytes.pieces(atMost: 1000)) == .refused(.headTooLarge))
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

  @Test func `what is more than is read of an answer is no fault of its syntax`() {
    let limits = [Malformation.headTooLarge, .bodyTooLarge, .chunkLineTooLong]
    #expect(limits.allSatisfy { $0.isLimit && $0.description.contains("larger than harness reads") })
    #expect(!Malformation.statusLine.isLimit)
    #expect("\(Malformation.statusLine)" == "an answer that is not HTTP/1.1: bad status line")
  }

  @Test("after a reset the parser reads the next answer, whatever came before")
  func reset() throws {
    for answer in Corpus.cases {
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
}

extension AnswerReader {
  /// What it says of an answer that comes in pieces of so many bytes and ends with its connection; the surplus is not counted.
  fileprivate static func outcome(of answer: AnswerCase, pieces count: Int) -> ParsedAnswer.Outcome {
    var reader = AnswerReader(answersHead: answer.isHead, maximumBodyBytes: 1 << 20)
    do throws(Malformation) {
      for piece in answer.bytes.pieces(atMost: count) {
        guard let found = try reader.read(piece) else { continue }
        #expect(found.status == answer.expected.status && found.body == answer.expected.body, "\(answer)")
        return complete(answer)
      }
    } catch {
      return error == .surplus ? complete(answer) : .malformed(error)
    }
    return reader.atEnd == nil ? .truncated : .completeAtClose
  }

  private static func complete(_ answer: AnswerCase) -> ParsedAnswer.Outcome {
    if case .complete = answer.expected.outcome { return answer.expected.outcome }
    return .complete(surplus: 0)
  }
}
