public import Foundation
public import JSON

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

  /// Reads a line; throws a `ProtocolError` of `parseError` or `invalidRequest`.
  public init(line: Data) throws {
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: line) else {
      throw ProtocolError(.parseError, "the line is not JSON")
    }
    guard case .object(let members) = value else {
      throw ProtocolError(.invalidRequest, "the line is not a JSON-RPC message")
    }
    if case .string(let method)? = members["method"] {
      let params = members["params"] ?? .object([:])
      self =
        members["id"].map { .request(id: $0, method: method, params: params) }
        ?? .notification(method: method, params: params)
    } else if let id = members["id"], let error = try? members["error"]?.decode(as: ProtocolError.self) {
      self = .failure(id: id, error)
    } else if let id = members["id"], let result = members["result"] {
      self = .response(id: id, result: result)
    } else {
      throw ProtocolError(.invalidRequest, "the message is neither a request nor an answer")
    }
  }

  /// The message as one line, its end included.
  public func line() throws -> Data {
    let members: [String: JSONValue] =
      switch self {
      case .request(let id, let method, let params): ["id": id, "method": .string(method), "params": params]
      case .notification(let method, let params): ["method": .string(method), "params": params]
      case .response(let id, let result): ["id": id, "result": result]
      case .failure(let id, let error): ["id": id, "error": try JSONValue(encoding: error)]
      }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let version = ["jsonrpc": JSONValue.string("2.0")]
    return try encoder.encode(JSONValue.object(members.merging(version) { $1 })) + [UInt8(ascii: "\n")]
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
