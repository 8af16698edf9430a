/// Reads one answer as the engine does, for those who judge it without a load.
package struct AnswerReader: ~Copyable {
  private struct Nobody: AnswerReading {}

  private var parser: AnswerParser
  private var answer = CapturedAnswer(variant: 0)
  private var nobody = Nobody()

  /// For an answer to a HEAD request if `answersHead`.
  package init(answersHead: Bool = false) {
    self.init(answersHead: answersHead, maximumBodyBytes: AnswerParser.maximumBodyBytes)
  }

  init(answersHead: Bool, maximumBodyBytes: Int) {
    parser = AnswerParser(maximumBodyBytes: maximumBodyBytes)
    parser.reset(answersHead: answersHead)
  }

  /// Takes in the next bytes; the answer once it is complete, nil while it goes on. Throws a `Malformation`, also for bytes after its end.
  package mutating func read(_ bytes: [UInt8]) throws(Malformation) -> CapturedAnswer? {
    let progress = try bytes.withUnsafeBufferPointer { bytes throws(Malformation) in
      try parser.consume(bytes, capture: &answer, slot: 0, at: 0, to: &nobody)
    }
    guard case .complete(let surplus) = progress else { return nil }
    if surplus > 0 { throw .surplus }
    return complete
  }

  /// The answer if it ends with its connection, which has ended; nil when it is cut off.
  package var atEnd: CapturedAnswer? { parser.endsWithConnection ? complete : nil }

  private var complete: CapturedAnswer {
    var answer = answer
    answer.status = parser.head.status
    return answer
  }
}
