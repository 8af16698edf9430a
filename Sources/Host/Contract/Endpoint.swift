public import JSON

/// A route of the workload contract; it exists raw and below `/validated`.
public struct Endpoint: Codable, Equatable, Sendable {
  /// What its answer is made of.
  public enum Answer: String, Codable, Sendable {
    /// The JSON body, parsed and serialised again.
    case body
    /// An object of the form's fields.
    case form
    /// An object of the query's parameters.
    case query
    /// An object of the path's parameters.
    case path
    /// Counts of a multipart form.
    case multipart
  }

  /// What its request's body may be; exactly one is set.
  public struct Body: Codable, Equatable, Sendable {
    /// A JSON schema's reference, `#/definitions/<name>`.
    public struct Reference: Codable, Equatable, Sendable {
      private enum CodingKeys: String, CodingKey { case path = "$ref" }
      /// E.g. `#/definitions/Small`.
      public let path: String
      /// E.g. `Small`.
      public var definition: String { path.split(separator: "/").last.map(String.init) ?? path }
    }
    /// What a multipart form must have.
    public struct Files: Codable, Equatable, Sendable {
      /// The fewest files.
      public let minFiles: Int
    }
    /// A JSON body of this form.
    public let json: Reference?
    /// A URL-encoded form with these fields.
    public let form: [Parameter]?
    /// A multipart form.
    public let multipart: Files?
  }

  /// Its name.
  public let name: String
  /// The HTTP method.
  public let method: String
  /// The path of the raw route; parameters in braces.
  public let path: String
  /// The parameters in the path, in its order; nil without any.
  public let parameters: [Parameter]?
  /// The parameters in the query; nil without any.
  public let query: [Parameter]?
  /// The body; nil without one.
  public let body: Body?
  /// What the answer is made of.
  public let answer: Answer
  /// Whether the raw route answers with typed values too.
  public let typed: Bool?
}

/// A parameter of a path, a query or a form, and the rules that the validated route holds it to.
public struct Parameter: Codable, Equatable, Sendable {
  /// Its name.
  public let name: String
  /// What its text stands for.
  public let type: ParamType
  /// Whether it must be there; path parameters always are.
  public let required: Bool?
  /// Whether it may be repeated; its typed answer is an array.
  public let array: Bool?
  /// The smallest number.
  public let minimum: Double?
  /// The largest number.
  public let maximum: Double?
  /// The shortest text.
  public let minLength: Int?
  /// The longest text.
  public let maxLength: Int?
  /// A regular expression for the whole text.
  public let pattern: String?
  /// The texts of an enumeration.
  public let values: [String]?

  /// The value that a text stands for in a validated answer; nil when it does not fit the type.
  public func typed(_ text: String) -> JSONValue? {
    switch type {
    case .integer: Int64(text).map { .integer($0) }
    case .float: Double(text).map { .number($0) }
    case .boolean: Bool(text).map { .bool($0) }
    case .uuid: .string(text.lowercased())
    case .string, .date, .datetime, .enumeration: .string(text)
    }
  }
}
