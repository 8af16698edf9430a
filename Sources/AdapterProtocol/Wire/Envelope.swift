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

  /// Reads a line; throws a `ProtocolError` of `parseError` or `invalidRequest`, or a `MalformedAnswer`.
  public init(line: Data) throws {
    guard line.count <= LineFramer.maximumBytes else {
      throw ProtocolError(.parseError, "the line is longer than \(LineFramer.maximumBytes >> 20) MiB")
    }
    let value: JSONValue
    do { value = try JSONValue(parsing: line) } catch {
      throw ProtocolError(.parseError, "the line is not JSON: \(error)")
    }
    guard case .object(let members) = value else {
      throw ProtocolError(.invalidRequest, "the line is not a JSON-RPC message")
    }
    if let method = members["method"] {
      try self.init(method: method, members)
    } else if members["result"] != nil || members["error"] != nil {
      try self.init(answer: members)
    } else {
      throw ProtocolError(.invalidRequest, "the message is neither a request nor an answer")
    }
  }

  private init(method: JSONValue, _ members: [String: JSONValue]) throws {
    guard case .string(let method) = method else {
      throw ProtocolError(.invalidRequest, "the method is no text")
    }
    let params = members["params"] ?? .object([:])
    switch members["id"] {
    case nil: self = .notification(method: method, params: params)
    case .number(let id)? where !id.isFinite: self = .request(id: .null, method: method, params: params)
    case let id? where id.isIdentity: self = .request(id: id, method: method, params: params)
    default: throw ProtocolError(.invalidRequest, "the id is no text, no number and not null")
    }
  }

  private init(answer members: [String: JSONValue]) throws {
    guard let id = members["id"] else { throw MalformedAnswer(id: nil, problem: "it has no id") }
    if let error = members["error"], error != .null {
      do { self = .failure(id: id, try error.decode(as: ProtocolError.self)) } catch {
        throw MalformedAnswer(id: id, problem: "of its error, \(error)")
      }
    } else if let result = members["result"] {
      self = .response(id: id, result: result)
    } else {
      throw MalformedAnswer(id: id, problem: "its error is null, and it has no result")
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
    let version = ["jsonrpc": JSONValue.string("2.0")]
    return Data((JSONText.compact(.object(members.merging(version) { $1 })) + "\n").utf8)
  }
}

/// An answer of another form than JSON-RPC's.
struct MalformedAnswer: Error, CustomStringConvertible {
  /// Which request it answers; nil when it does not say.
  let id: JSONValue?
  let problem: String

  var description: String { problem }
}

extension JSONValue {
  /// The JSON form of a message's parameters or result.
  public init(encoding value: some Encodable) throws {
    try self.init(parsing: JSONEncoder().encode(value))
  }

  /// Whether a request may have it for its id.
  fileprivate var isIdentity: Bool {
    switch self {
    case .null, .string, .integer, .number: true
    default: false
    }
  }
}
