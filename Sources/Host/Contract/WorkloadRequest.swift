package import HTTP
import JSON

/// A request of a workload, and the answer it wants.
public struct WorkloadRequest: Equatable, Sendable {
  /// The HTTP method.
  public var method: String
  /// Path and query, escaped.
  public var target: String
  /// Header fields beside those of the body, each `name: value`.
  public var fields: [String] = []
  /// The body's media type; nil without a body.
  public var contentType: String?
  /// The body; empty without one.
  public var body: [UInt8]
  /// What a right answer is.
  public var expected: ExpectedAnswer
  /// Which part of a mix it is of, by the preset's name; nil: it is of none.
  public var part: String?

  /// A request and the answer it wants.
  public init(
    method: String, target: String, fields: [String] = [], contentType: String?, body: [UInt8],
    expected: ExpectedAnswer
  ) {
    self.method = method
    self.target = target
    self.fields = fields
    self.contentType = contentType
    self.body = body
    self.expected = expected
  }

  /// A request that wants a JSON value back.
  init(method: String, target: String, contentType: String?, body: [UInt8], expectedAnswer: JSONValue) {
    self.init(
      method: method, target: target, contentType: contentType, body: body,
      expected: ExpectedAnswer(
        fields: [("content-type", .pattern("^(?i)application/json"))], body: .json(expectedAnswer)))
  }

  /// The same request with another body.
  func with(body: [UInt8]) -> WorkloadRequest {
    var other = self
    other.body = body
    return other
  }

  /// The request as HTTP/1.1 has it, with keep-alive.
  package func http(host: String) -> HTTPRequest {
    HTTPRequest(
      method: method, target: target, host: host,
      fields: fields + (contentType.map { ["Content-Type: \($0)"] } ?? []),
      body: contentType == nil ? nil : body)
  }

  /// The same as it goes over the wire.
  public func httpBytes(host: String) -> [UInt8] { http(host: host).bytes }
}
