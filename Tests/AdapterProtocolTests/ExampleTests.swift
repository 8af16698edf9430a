import Foundation
import TestSupport
import Testing

@testable import AdapterProtocol
@testable import JSON

private let specification = Project.folder.appending(path: "Sources/AdapterProtocol/Specification/v1")
private let folder = specification.appending(path: "examples")
private let schema = specification.appending(path: "schema.json")

/// The examples of a type: each a whole JSON-RPC message.
private func examples(of type: String) throws -> [Data] {
  let place = folder.appending(path: type)
  return try FileManager.default.contentsOfDirectory(atPath: place.path).sorted().map {
    try Data(contentsOf: place.appending(path: $0))
  }
}

/// Decodes an example's payload as the message type and encodes it again.
private func roundTrip<Message: Codable>(_ payload: JSONValue, as type: Message.Type) throws -> JSONValue {
  try JSONValue(encoding: payload.decode(as: type))
}

private func checkRequest<Request: RequestMessage>(_ type: Request.Type) throws {
  let name = "\(Request.self)".replacingOccurrences(of: "Request", with: "")
  let requests = try examples(of: name + "Request")
  let responses = try examples(of: name + "Response")
  #expect(!requests.isEmpty && !responses.isEmpty)
  for example in requests {
    guard case .request(_, let method, let params) = try Envelope(line: example) else {
      Issue.record("\(name): no request")
      continue
    }
    #expect(method == Request.method)
    #expect(try roundTrip(params, as: Request.self) == params)
  }
  for example in responses {
    guard case .response(_, let result) = try Envelope(line: example) else {
      Issue.record("\(name): no response")
      continue
    }
    #expect(try roundTrip(result, as: Request.Response.self) == result)
  }
}

private func checkNotification<Message: NotificationMessage>(_ type: Message.Type) throws {
  let all = try examples(of: "\(Message.self)")
  #expect(!all.isEmpty)
  for example in all {
    guard case .notification(let method, let params) = try Envelope(line: example) else {
      Issue.record("\(Message.self): no notification")
      continue
    }
    #expect(method == Message.method)
    #expect(try roundTrip(params, as: Message.self) == params)
  }
}

@Test func `every message has examples that decode and encode equal`() throws {
  for type in AllMessages.requests { try checkRequest(type) }
  for type in AllMessages.notifications { try checkNotification(type) }
}

@Test func `error examples keep their id, code, hint and lines`() throws {
  for example in try examples(of: "ErrorResponse") {
    guard case .failure(let id, let error) = try Envelope(line: example) else {
      Issue.record("no failure")
      continue
    }
    #expect(try Envelope(line: Envelope.failure(id: id, error).line()) == .failure(id: id, error))
    #expect(ProtocolError.Code(rawValue: error.code) != nil)
  }
}

/// The names of all message types, errors included.
private let types =
  AllMessages.requests.flatMap { ["\($0)", "\($0)".replacingOccurrences(of: "Request", with: "Response")] }
  + AllMessages.notifications.map { "\($0)" } + ["ErrorResponse"]

@Test func `no example belongs to a message that does not exist`() throws {
  #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == types.sorted())
}

@Test func `the schema names the same messages and methods as the code`() throws {
  let value = try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: schema))
  let definitions = try #require(value["$defs"])
  let method = ["properties", "method", "const"]
  let named = types.reduce(into: [String: JSONValue]()) {
    $0[$1] = method.reduce(definitions[$1]) { $0?[$1] }
  }
  var expected: [String: JSONValue] = [:]
  for type in AllMessages.requests { expected["\(type)"] = .string(type.method) }
  for type in AllMessages.notifications { expected["\(type)"] = .string(type.method) }
  #expect(named == expected)
  #expect(value["anyOf"] == .array(types.map { .object(["$ref": .string("#/$defs/\($0)")]) }))
}

@Test(arguments: types)
func `examples satisfy the schema, and without any required field they do not`(type: String) throws {
  let whole = try examples(of: type)
  #expect(try JSONSchema.problems(with: whole, in: schema, definition: type) == whole.map { _ in nil })
  let broken = try whole.flatMap { try withoutOneField($0) }
  let problems = try JSONSchema.problems(with: broken, in: schema, definition: type)
  #expect(zip(broken, problems).filter { $1 == nil }.map { String(decoding: $0.0, as: UTF8.self) } == [])
}

/// The message without each of the fields that every message of its type has.
private func withoutOneField(_ message: Data) throws -> [Data] {
  let optional: Set = [
    "exitCode", "signal", "ports", "agents", "agentFolder", "profiler", "fraction", "data",
  ]
  let value = try JSONDecoder().decode(JSONValue.self, from: message)
  guard case .object(let fields) = value else { return [] }
  return try fields.flatMap { name, value in
    var rest = fields
    rest[name] = nil
    var variants = [rest]
    if case .object(let inner) = value {
      for field in inner.keys where !optional.contains(field) {
        rest[name] = .object(inner.filter { $0.key != field })
        variants.append(rest)
      }
    }
    return try variants.map { try JSONEncoder().encode(JSONValue.object($0)) }
  }
}

extension JSONValue {
  fileprivate subscript(_ name: String) -> JSONValue? {
    if case .object(let members) = self { members[name] } else { nil }
  }
}
