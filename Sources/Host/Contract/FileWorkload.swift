import JSON
import SeededRandom

/// A workload that a user's file describes: a request with drawn values in it, and what its answer has to be.
public struct FileWorkload: Sendable {
  /// What a request's body is.
  enum Body: Sendable {
    case json(JSONValue)
    case form([(name: String, text: String)])
    case text(String)
    case bytes([UInt8])
    /// So many random bytes.
    case random(Int)
  }

  /// What an answer's body has to be, in which values are still to be put.
  enum Expectation: Sendable {
    case any
    case json(JSONValue)
    case subset(JSONValue)
    case text(String)
    case pattern(String)
  }

  let name: String
  let category: String
  let summary: String
  let method: String
  /// The path with `{name}` where parameters go.
  let path: String
  let fields: [(name: String, text: String)]
  /// The values that each request has anew.
  let parameters: [Parameter]
  let contentType: String?
  let body: Body?
  let statuses: ClosedRange<Int>
  let expectedFields: [(name: String, rule: ExpectedAnswer.TextRule)]
  let expectation: Expectation

  /// Requests with random values: the same seed gives the same bytes on every machine.
  func requests(seed: UInt64, count: Int) -> [WorkloadRequest] {
    var values = ValueGenerator(SeededGenerator(seed: seed, stream: name))
    return (0..<count).map { _ in request(&values) }
  }

  private func request(_ values: inout ValueGenerator) -> WorkloadRequest {
    let drawn = Filling(parameters.map { ($0, values.text(for: $0, special: false)) })
    let bytes: [UInt8] =
      switch body {
      case nil: []
      case .json(let template): Array(JSONText.compact(drawn.filling(template)).utf8)
      case .form(let pairs):
        Array(PercentEncoding.pairs(pairs.map { ($0.name, drawn.filling($0.text)) }, spaceAsPlus: true).utf8)
      case .text(let text): Array(drawn.filling(text).utf8)
      case .bytes(let bytes): bytes
      case .random(let count): values.bytes(exactly: count)
      }
    let rule: ExpectedAnswer.BodyRule =
      switch expectation {
      case .any: .any
      case .json(let template): .json(drawn.filling(template))
      case .subset(let template): .subset(drawn.filling(template))
      case .text(let text): .text(.equal(drawn.filling(text)))
      case .pattern(let pattern): .text(.pattern(pattern))
      }
    return WorkloadRequest(
      method: method, target: drawn.filling(path) { PercentEncoding.component($0) },
      fields: fields.map { "\($0.name): \(drawn.filling($0.text))" }, contentType: contentType, body: bytes,
      expected: ExpectedAnswer(statuses: statuses, fields: expectedFields, body: rule))
  }
}

/// Values of parameters, to be put where `{name}` stands, or `{name:text}`, which is never anything but a text.
struct Filling {
  private let values: [(parameter: Parameter, text: String)]

  init(_ values: [(Parameter, String)]) { self.values = values.map { (parameter: $0, text: $1) } }

  /// A text with the values in it, each as `encode` writes it.
  func filling(_ template: String, encode: (String) -> String = { $0 }) -> String {
    values.reduce(template) { text, value in
      ["{\(value.parameter.name)}", "{\(value.parameter.name):text}"].reduce(text) {
        $0.replacing($1, with: encode(value.text))
      }
    }
  }

  /// A value with the values in it: a text that is nothing but `{name}` becomes a number or a boolean where the parameter is one.
  func filling(_ template: JSONValue) -> JSONValue {
    switch template {
    case .string(let text):
      if let value = values.first(where: { text == "{\($0.parameter.name)}" }) {
        return value.parameter.typed(value.text) ?? .string(value.text)
      }
      return .string(filling(text))
    case .array(let elements): return .array(elements.map(filling))
    case .object(let members):
      return .object(
        Dictionary(members.map { (filling($0), filling($1)) }) { first, _ in first })
    case .null, .bool, .integer, .number: return template
    }
  }
}
