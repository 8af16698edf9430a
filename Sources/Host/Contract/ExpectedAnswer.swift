import HTTP
public import JSON

/// What a right answer to a request is.
public struct ExpectedAnswer: Equatable, Sendable {
  /// What a text has to be.
  public enum TextRule: Equatable, Sendable {
    /// These very characters.
    case equal(String)
    /// Something in it is as a regular expression says.
    case pattern(String)
  }

  /// What a body has to be.
  public enum BodyRule: Equatable, Sendable {
    /// Whatever it is.
    case any
    /// This value as JSON, in any order of members.
    case json(JSONValue)
    /// JSON that has at least this in it: other members, and other elements after these, do not matter.
    case subset(JSONValue)
    /// A text.
    case text(TextRule)
    /// An event stream with the events of these numbers.
    case events(first: Int, last: Int)
  }

  /// The statuses that are right.
  public var statuses: ClosedRange<Int>
  /// Rules for fields, by their names in small letters; a field that is repeated must keep them once.
  public var fields: [(name: String, rule: TextRule)]
  /// The rule for the body.
  public var body: BodyRule

  /// An answer, by default one with status 200.
  public init(
    statuses: ClosedRange<Int> = 200...200, fields: [(name: String, rule: TextRule)] = [],
    body: BodyRule
  ) {
    self.statuses = statuses
    self.fields = fields
    self.body = body
  }

  /// Equal in everything, the order of the rules included.
  public static func == (first: Self, second: Self) -> Bool {
    first.statuses == second.statuses && first.body == second.body
      && first.fields.elementsEqual(second.fields) { $0.name == $1.name && $0.rule == $1.rule }
  }

  /// The value that the body has to be; nil when another rule holds.
  public var json: JSONValue? {
    if case .json(let value) = body { value } else { nil }
  }

  /// How an answer differs from what is right, in a short sentence; nil when it is right. `head` is the status line and the fields.
  public func difference(status: Int, head: [UInt8], body: [UInt8]) -> String? {
    guard statuses.contains(status) else { return "status \(status) instead of \(statuses.text)" }
    return fieldDifference(head) ?? bodyDifference(body)
  }

  private func fieldDifference(_ head: [UInt8]) -> String? {
    guard !fields.isEmpty else { return nil }
    let all = String(decoding: head, as: UTF8.self).split(separator: "\r\n").compactMap {
      HTTPField(String($0))
    }
    for (name, rule) in fields {
      let values = all.filter { $0.name == name }.map(\.value)
      if !values.contains(where: rule.holds) {
        return values.isEmpty
          ? "there is no field `\(name)`"
          : "the field `\(name)` is `\(values.joined(separator: ", "))`, not \(rule.text)"
      }
    }
    return nil
  }

  private func bodyDifference(_ body: [UInt8]) -> String? {
    switch self.body {
    case .any: return nil
    case .json(let expected):
      // What most apps write, without reading it.
      if body == Array(JSONText.compact(expected).utf8) { return nil }
      return Self.withJSON(body) { AnswerComparison.firstDifference(expected: expected, got: $0) }
    case .subset(let expected):
      return Self.withJSON(body) {
        AnswerComparison.firstDifference(expected: expected, got: $0, isSubset: true)
      }
    case .text(let rule):
      let text = String(decoding: body, as: UTF8.self)
      return rule.holds(text) ? nil : "the body is `\(text.prefix(80))`, not \(rule.text)"
    case .events(let first, let last): return StreamedEvent.difference(first: first, last: last, body: body)
    }
  }

  private static func withJSON(_ body: [UInt8], _ difference: (JSONValue) -> String?) -> String? {
    guard let answer = try? JSONValue(parsing: body) else {
      return "the body is not JSON: \(String(decoding: body.prefix(80), as: UTF8.self))"
    }
    return difference(answer)
  }

  /// What is right, in a short text.
  public var summary: String {
    let rules = fields.map { "\($0.name): \($0.rule.text)" }
    let body =
      switch body {
      case .any: [String]()
      case .json(let value): [JSONText.compact(value)]
      case .subset(let value): ["at least \(JSONText.compact(value))"]
      case .text(let rule): [rule.text]
      case .events(let first, let last): ["events \(first) to \(last)"]
      }
    return (["\(statuses.text)"] + rules + body).joined(separator: " ")
  }
}

extension ExpectedAnswer.TextRule {
  func holds(_ text: String) -> Bool {
    switch self {
    case .equal(let expected): text == expected
    case .pattern(let pattern): (try? Regex(pattern)).map { text.contains($0) } ?? false
    }
  }

  var text: String {
    switch self {
    case .equal(let expected): "`\(expected.prefix(80))`"
    case .pattern(let pattern): "/\(pattern)/"
    }
  }
}

extension ClosedRange<Int> {
  fileprivate var text: String { count == 1 ? "\(lowerBound)" : "\(lowerBound)-\(upperBound)" }
}

/// Semantic comparison of JSON: numbers by value, objects in any order, arrays in order.
public enum AnswerComparison {
  /// Where two values first differ, e.g. `at $.tags[2]: expected "a", got "b"`; nil when they are equal, or what is expected is in the other
  /// and that `isSubset`.
  public static func firstDifference(
    expected: JSONValue, got: JSONValue, at path: String = "$", isSubset: Bool = false
  ) -> String? {
    switch (expected, got) {
    case (.object(let first), .object(let second)):
      for key in first.keys.sorted() {
        guard let value = second[key] else { return "at \(path): member `\(key)` is missing" }
        guard let wanted = first[key] else { continue }
        if let difference = firstDifference(
          expected: wanted, got: value, at: "\(path).\(key)", isSubset: isSubset)
        {
          return difference
        }
      }
      let other = isSubset ? nil : second.keys.sorted().first { first[$0] == nil }
      return other.map { "at \(path): unexpected member `\($0)`" }
    case (.array(let first), .array(let second)):
      guard first.count == second.count || isSubset && first.count < second.count else {
        return "at \(path): expected \(first.count) elements, got \(second.count)"
      }
      for (index, (wanted, value)) in zip(first, second).enumerated() {
        if let difference = firstDifference(
          expected: wanted, got: value, at: "\(path)[\(index)]", isSubset: isSubset)
        {
          return difference
        }
      }
      return nil
    default:
      return expected == got ? nil : "at \(path): expected \(short(expected)), got \(short(got))"
    }
  }

  private static func short(_ value: JSONValue) -> String {
    let text = JSONText.compact(value)
    return text.count > 80 ? text.prefix(80) + "…" : text
  }
}
