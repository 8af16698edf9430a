import HTTP
public import JSON

/// A request of a workload, and the answer it wants.
public struct WorkloadRequest: Equatable, Sendable {
  /// The HTTP method.
  public var method: String
  /// Path and query, escaped.
  public var target: String
  /// The body's media type; nil without a body.
  public var contentType: String?
  /// The body; empty without one.
  public var body: [UInt8]
  /// What a right answer means, in any order of members.
  public var expectedAnswer: JSONValue

  /// A request and the answer it wants.
  public init(method: String, target: String, contentType: String?, body: [UInt8], expectedAnswer: JSONValue)
  {
    self.method = method
    self.target = target
    self.contentType = contentType
    self.body = body
    self.expectedAnswer = expectedAnswer
  }

  /// The same request with another body.
  func with(body: [UInt8]) -> WorkloadRequest {
    WorkloadRequest(
      method: method, target: target, contentType: contentType, body: body, expectedAnswer: expectedAnswer)
  }

  /// The request as it goes over the wire with HTTP/1.1 and keep-alive.
  public func httpBytes(host: String) -> [UInt8] {
    let fields = contentType.map { ["Content-Type: \($0)"] } ?? []
    let body = contentType == nil ? nil : body
    return HTTPRequest(method: method, target: target, host: host, fields: fields, body: body).bytes
  }

  /// How an answer differs from what was asked for, in a short sentence; nil when it is right.
  public func difference(status: Int, body: [UInt8]) -> String? {
    guard status == 200 else { return "status \(status) instead of 200" }
    if body == Array(JSONText.compact(expectedAnswer).utf8) { return nil }
    guard let answer = try? JSONValue(parsing: body) else {
      return "the body is not JSON: \(String(decoding: body.prefix(80), as: UTF8.self))"
    }
    return AnswerComparison.firstDifference(expected: expectedAnswer, got: answer)
  }
}

/// Semantic comparison of JSON: numbers by value, objects in any order, arrays in order.
public enum AnswerComparison {
  /// Where two values first differ, e.g. `at $.tags[2]: expected "a", got "b"`; nil when they are equal.
  public static func firstDifference(expected: JSONValue, got: JSONValue, at path: String = "$") -> String? {
    switch (expected, got) {
    case (.object(let first), .object(let second)):
      for key in first.keys.sorted() {
        guard let value = second[key] else { return "at \(path): member `\(key)` is missing" }
        guard let wanted = first[key] else { continue }
        if let difference = firstDifference(expected: wanted, got: value, at: "\(path).\(key)") {
          return difference
        }
      }
      return second.keys.sorted().first { first[$0] == nil }.map { "at \(path): unexpected member `\($0)`" }
    case (.array(let first), .array(let second)):
      guard first.count == second.count else {
        return "at \(path): expected \(first.count) elements, got \(second.count)"
      }
      for (index, (wanted, value)) in zip(first, second).enumerated() {
        if let difference = firstDifference(expected: wanted, got: value, at: "\(path)[\(index)]") {
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
