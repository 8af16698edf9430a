import Testing

@testable import LoadEngine

/// An answer as a server could send it, and what must be made of it when the connection closes after it.
struct AnswerCase: CustomStringConvertible {
  enum Method: String { case get = "GET", head = "HEAD" }

  private(set) var name: String
  let bytes: [UInt8]
  /// What the answer was asked for with.
  let method: Method
  let expected: ParsedAnswer

  /// `text` is written one byte per scalar (ISO 8859-1), so that literals reach every byte.
  init(_ name: String, _ text: String, to method: Method = .get, _ expected: ParsedAnswer) {
    self.name = name
    self.bytes = Array(latin1: text)
    self.method = method
    self.expected = expected
  }

  var description: String { name }
  var isHead: Bool { method == .head }

  func within(_ topic: String) -> Self {
    var answer = self
    answer.name = "\(topic): \(name)"
    return answer
  }
}

/// The cases of one rule or of a few that belong together.
struct Topic: CustomTestStringConvertible {
  let name: String
  let cases: [AnswerCase]

  init(_ name: String, _ tables: [AnswerCase]...) {
    self.name = name
    cases = tables.flatMap { $0 }.map { $0.within(name) }
  }

  var testDescription: String { name }
}

/// Cases with the same outcome: what each shows, and its part of the answer, which `frame` completes.
func each(
  _ expected: ParsedAnswer, to method: AnswerCase.Method = .get, in frame: (String) -> String = { $0 },
  _ table: KeyValuePairs<String, String>
) -> [AnswerCase] {
  table.map { AnswerCase($0.key, frame($0.value), to: method, expected) }
}

extension Array where Element == UInt8 {
  init(latin1 text: String) {
    self = text.unicodeScalars.map { UInt8($0.value) }
  }
}
