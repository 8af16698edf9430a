/// Reads the answer to a handshake as it comes, in pieces of any size, up to the empty line after its fields.
struct UpgradeReader: ~Copyable {
  private var lines = LineAssembler()
  private var budget = AnswerParser.maximumHeadBytes
  private var head: AnswerHead?
  private var fields: [(name: String, value: String)] = []

  /// Expects a new answer.
  mutating func reset() {
    lines.reset()
    budget = AnswerParser.maximumHeadBytes
    head = nil
    fields.removeAll()
  }

  /// Takes the answer's next bytes off the input; status and fields once they are complete, names in small letters. Interim answers before it
  /// are passed over, but for 101, which is the one.
  mutating func read(
    _ input: inout Bytes
  ) throws(Malformation) -> (status: Int, fields: [(name: String, value: String)])? {
    while true {
      if head == nil, !AnswerHead.canBegin(with: lines.unfinished, input) { throw .statusLine }
      guard let line = try lines.next(from: &input, budget: &budget, excess: .headTooLarge) else {
        return nil
      }
      guard let head else {
        self.head = try AnswerHead(statusLine: line)
        continue
      }
      if !line.isEmpty {
        let colon = try AnswerHead.colon(in: line)
        let value = FieldSyntax.trimmed(Bytes(rebasing: line[(colon + 1)...]))
        fields.append(
          (
            String(decoding: line[..<colon], as: UTF8.self).lowercased(),
            String(decoding: value, as: UTF8.self)
          ))
      } else if head.isInterim, head.status != 101 {
        self.head = nil
        fields.removeAll()
      } else {
        return (head.status, fields)
      }
    }
  }
}
