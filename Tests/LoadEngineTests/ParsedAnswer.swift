import Testing

@testable import LoadEngine

/// Keeps the pieces of a body as they come.
struct BodyKeeper: AnswerReading {
  static var readsBodies: Bool { true }
  private(set) var body: [UInt8] = []

  mutating func read(_ piece: Bytes, slot: Int, at now: UInt64) { body += piece }
}

extension AnswerParser {
  /// Reads on without looking at the body.
  mutating func consume(_ bytes: Bytes) throws(Malformation) -> Progress {
    var keeper = BodyKeeper()
    return try consume(bytes, capture: nil, slot: 0, at: 0, to: &keeper)
  }
}

/// What the parser made of a stream, fed in pieces and then closed.
struct ParsedAnswer: Equatable {
  enum Outcome: Equatable {
    case complete(surplus: Int)
    case completeAtClose
    case truncated
    case malformed(Malformation)
  }

  var outcome = Outcome.truncated
  var status = 0
  var body: [UInt8] = []
  var keepsConnection = false

  /// What the parser made of these pieces of an answer, to HEAD if `isHead`.
  ///
  /// Bytes after the end of the answer are counted over all pieces.
  init(pieces: [[UInt8]], isHead: Bool = false, maximumBodyBytes: Int = 1 << 20) {
    var parser = AnswerParser(maximumBodyBytes: maximumBodyBytes)
    parser.reset(answersHead: isHead)
    var capture = CapturedAnswer(variant: 0)
    var keeper = BodyKeeper()
    do {
      for (index, piece) in pieces.enumerated() {
        let progress = try piece.withUnsafeBufferPointer { bytes throws(Malformation) in
          try parser.consume(bytes, capture: &capture, slot: 0, at: 0, to: &keeper)
        }
        if case .complete(let surplus) = progress {
          outcome = .complete(surplus: pieces[(index + 1)...].reduce(surplus) { $0 + $1.count })
          break
        }
      }
      if outcome == .truncated, parser.endsWithConnection { outcome = .completeAtClose }
    } catch {
      outcome = .malformed(error)
    }
    #expect(keeper.body == capture.body, "pieces are what is captured")
    switch outcome {
    case .complete, .completeAtClose:
      status = parser.head.status
      body = capture.body
      keepsConnection = parser.head.keepsConnection
    case .truncated, .malformed: break
    }
  }
}

/// What is expected; bodies are one byte per scalar.
extension ParsedAnswer {
  private init(_ outcome: Outcome, _ body: String = "", status: Int = 0, keepsConnection: Bool = false) {
    self.outcome = outcome
    self.status = status
    self.body = Array(latin1: body)
    self.keepsConnection = keepsConnection
  }

  /// Complete, with `rest` bytes after it.
  static func whole(_ body: String = "", status: Int = 200, closes: Bool = false, rest: Int = 0) -> Self {
    Self(.complete(surplus: rest), body, status: status, keepsConnection: !closes)
  }

  /// Complete when the connection closes.
  static func untilClose(_ body: String, status: Int = 200) -> Self {
    Self(.completeAtClose, body, status: status)
  }

  static let truncated = Self(.truncated)

  static func refused(_ reason: Malformation) -> Self { Self(.malformed(reason)) }
}

extension Array {
  func pieces(atMost count: Int) -> [[Element]] {
    stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
  }
}
