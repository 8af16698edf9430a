public import Foundation

/// A JSON-RPC message before its parameters are understood.
public enum Envelope: Equatable, Sendable {
  /// A request with its id, method and parameters.
  case request(id: JSONValue, method: String, params: JSONValue)
  /// A notification.
  case notification(method: String, params: JSONValue)
  /// The answer to a request.
  case response(id: JSONValue, result: JSONValue)
  /// The refusal of a request; the id is null when the request's could not be read.
  case failure(id: JSONValue, ProtocolError)

  private struct Form: Codable {
    var jsonrpc: String?
    var id: JSONValue?
    var method: String?
    var params: JSONValue?
    var result: JSONValue?
    var error: ProtocolError?

    private enum CodingKeys: String, CodingKey { case jsonrpc, id, method, params, result, error }

    init(
      jsonrpc: String? = "2.0", id: JSONValue? = nil, method: String? = nil, params: JSONValue? = nil,
      result: JSONValue? = nil, error: ProtocolError? = nil
    ) {
      self.jsonrpc = jsonrpc
      self.id = id
      self.method = method
      self.params = params
      self.result = result
      self.error = error
    }

    /// A null id or result counts as there, which `decodeIfPresent` does not tell apart from missing.
    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      func value(_ key: CodingKeys) throws -> JSONValue? {
        container.contains(key) ? try container.decode(JSONValue.self, forKey: key) : nil
      }
      jsonrpc = try? container.decodeIfPresent(String.self, forKey: .jsonrpc)
      id = try value(.id)
      method = try? container.decodeIfPresent(String.self, forKey: .method)
      params = try value(.params)
      result = try value(.result)
      error = try? container.decodeIfPresent(ProtocolError.self, forKey: .error)
    }
  }

  /// Reads a line; throws a `ProtocolError` of `parseError` or `invalidRequest`.
  public init(line: Data) throws {
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: line) else {
      throw ProtocolError(.parseError, "the line is not JSON")
    }
    guard case .object = value, let form = try? JSONDecoder().decode(Form.self, from: line) else {
      throw ProtocolError(.invalidRequest, "the line is not a JSON-RPC message")
    }
    if let method = form.method {
      let params = form.params ?? .object([:])
      self =
        form.id.map { .request(id: $0, method: method, params: params) }
        ?? .notification(method: method, params: params)
    } else if let id = form.id, let error = form.error {
      self = .failure(id: id, error)
    } else if let id = form.id, let result = form.result {
      self = .response(id: id, result: result)
    } else {
      throw ProtocolError(.invalidRequest, "the message is neither a request nor an answer")
    }
  }

  /// The message as one line, its end included.
  public func line() throws -> Data {
    let form =
      switch self {
      case .request(let id, let method, let params): Form(id: id, method: method, params: params)
      case .notification(let method, let params): Form(method: method, params: params)
      case .response(let id, let result): Form(id: id, result: result)
      case .failure(let id, let error): Form(id: id, error: error)
      }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(form) + [UInt8(ascii: "\n")]
  }
}

extension JSONValue {
  /// The JSON form of a message's parameters or result.
  public init(encoding value: some Encodable) throws {
    self = try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value))
  }

  /// The message that this JSON stands for; unknown fields are ignored.
  public func decode<Value: Decodable>(as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: JSONEncoder().encode(self))
  }
}
