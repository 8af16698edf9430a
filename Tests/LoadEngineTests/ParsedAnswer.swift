@testable import LoadEngine

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

  init(_ outcome: Outcome, status: Int = 0, body: String = "", keepsConnection: Bool = false) {
    self.outcome = outcome
    self.status = status
    self.body = Array(body.utf8)
    self.keepsConnection = keepsConnection
  }

  /// Bytes after the end of the answer are counted over all pieces.
  init(pieces: [[UInt8]], maximumBodyBytes: Int = 1 << 20) {
    var parser = AnswerParser(maximumBodyBytes: maximumBodyBytes)
    var capture = CapturedAnswer(variant: 0)
    do {
      for (index, piece) in pieces.enumerated() {
        let progress = try piece.withUnsafeBufferPointer { bytes throws(Malformation) in
          try parser.consume(bytes, capture: &capture)
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
    switch outcome {
    case .complete, .completeAtClose:
      status = parser.head.status
      body = capture.body
      keepsConnection = parser.head.keepsConnection
    case .truncated, .malformed: break
    }
  }

  /// Which fault of several is seen first depends on how much was seen; that there is one does not.
  func equalsButForReason(_ other: ParsedAnswer) -> Bool {
    if case .malformed = outcome, case .malformed = other.outcome { return true }
    return self == other
  }
}

extension Array {
  func pieces(atMost count: Int) -> [[Element]] {
    stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
  }
}
