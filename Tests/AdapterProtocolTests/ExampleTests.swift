import Foundation
import TestSupport
import Testing

@testable import AdapterProtocol

private let folder = Project.folder.appending(path: "Sources/AdapterProtocol/Specification/v1/examples")

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

@Test func `no example belongs to a message that does not exist`() throws {
  let requests = AllMessages.requests.map { "\($0)" }
  let expected =
    requests + requests.map { $0.replacingOccurrences(of: "Request", with: "Response") }
    + AllMessages.notifications.map { "\($0)" } + ["ErrorResponse"]
  #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == expected.sorted())
}
