/// What a parameter's text stands for.
public enum ParamType: String, Codable, CaseIterable, Sendable {
  case string, integer, float, boolean, uuid, date, datetime
  case enumeration = "enum"
}

/// The sizes that payload names promise, in bytes; asserted of every generated body and file.
public enum PayloadSize: String, Codable, CaseIterable, Sendable {
  case small, medium, large
  case veryLarge = "very-large"

  /// The bytes that the name promises.
  public var bytes: Range<Int> {
    switch self {
    case .small: 1..<1024
    case .medium: 1024..<10 * 1024
    case .large: 10 * 1024..<100 * 1024
    case .veryLarge: 100 * 1024..<1024 * 1024
    }
  }
}

/// A JSON body.
public struct JsonBody: Codable, Equatable, Sendable {
  /// How large the body is.
  public let size: PayloadSize
  /// How deep objects are nested; 0 is flat.
  public let depth: Int
  /// Declared fields that are no objects, over all levels; an array's elements count once.
  public let fieldCount: Int
  /// Whether there are arrays.
  public let arrays: Bool
  /// Elements of each array, by property name.
  public let lengths: [String: Int]
}

/// A multipart form.
public struct Multipart: Codable, Equatable, Sendable {
  /// How large each file is.
  public let fileSize: PayloadSize
  /// How many files there are.
  public let fileCount: Int
  /// How many text fields there are.
  public let textFields: Int
  /// The files' media type.
  public let contentType: String
}

/// A URL-encoded form.
public struct UrlEncoded: Codable, Equatable, Sendable {
  /// How many names it has.
  public let fieldCount: Int
  /// Whether some names are repeated.
  public let arrays: Bool
  /// Whether values have characters that must be escaped.
  public let specialCharacters: Bool
}

/// Parameters in the path.
public struct PathParams: Codable, Equatable, Sendable {
  /// How many parameters there are.
  public enum Shape: String, Codable, Sendable { case simple, multiple, deep }
  /// How many parameters there are.
  public let shape: Shape
  /// What each parameter's value looks like, in the path's order.
  public let values: [ParamType]
}

/// Parameters in the query.
public struct QueryParams: Codable, Equatable, Sendable {
  /// How many `name=value` pairs there are.
  public let count: Int
  /// The types among them.
  public let types: [ParamType]
  /// How many of them may be left out.
  public let optional: Int
  /// Whether some names are repeated.
  public let arrays: Bool
  /// The names, in the order sent.
  public let names: [String]
}

/// What a preset sends.
public enum RequestDescription: Codable, Equatable, Sendable {
  case jsonBody(JsonBody)
  case multipart(Multipart)
  case urlEncoded(UrlEncoded)
  case pathParams(PathParams)
  case queryParams(QueryParams)

  private enum CodingKeys: String, CodingKey { case jsonBody, multipart, urlEncoded, pathParams, queryParams }

  /// Reads the JSON form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard let key = container.allKeys.first, container.allKeys.count == 1 else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a request has exactly one kind of payload"))
    }
    self =
      switch key {
      case .jsonBody: .jsonBody(try container.decode(JsonBody.self, forKey: key))
      case .multipart: .multipart(try container.decode(Multipart.self, forKey: key))
      case .urlEncoded: .urlEncoded(try container.decode(UrlEncoded.self, forKey: key))
      case .pathParams: .pathParams(try container.decode(PathParams.self, forKey: key))
      case .queryParams: .queryParams(try container.decode(QueryParams.self, forKey: key))
      }
  }

  /// Writes the JSON form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .jsonBody(let body): try container.encode(body, forKey: .jsonBody)
    case .multipart(let form): try container.encode(form, forKey: .multipart)
    case .urlEncoded(let form): try container.encode(form, forKey: .urlEncoded)
    case .pathParams(let path): try container.encode(path, forKey: .pathParams)
    case .queryParams(let query): try container.encode(query, forKey: .queryParams)
    }
  }
}
