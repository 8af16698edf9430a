import Foundation
import JSON
import TestSupport
import Testing

@testable import AdapterCheck

private let version = Project.folder.appending(path: "Sources/AdapterProtocol/Specification/v1")

/// A message of the specification's examples.
struct Example: Sendable, CustomTestStringConvertible {
  let type: String
  let file: String
  let message: JSONValue

  var testDescription: String { "\(type)/\(file)" }

  static func all() throws -> [Example] {
    let folder = version.appending(path: "examples")
    let files = FileManager.default
    return try files.contentsOfDirectory(atPath: folder.path).sorted().flatMap { type in
      let place = folder.appending(path: type)
      return try files.contentsOfDirectory(atPath: place.path).sorted().map { file in
        Example(
          type: type, file: file,
          message: try JSONValue(parsing: Data(contentsOf: place.appending(path: file))))
      }
    }
  }
}

@Suite struct MessageSchemaTests {
  private let schema: MessageSchema

  init() throws {
    schema = try MessageSchema(parsing: Data(contentsOf: version.appending(path: "schema.json")))
  }

  @Test(arguments: try Example.all())
  func `examples are of their own type`(example: Example) {
    #expect(schema.problems(with: example.message, as: example.type) == [])
  }

  @Test func `examples of other types are told apart`() throws {
    let all = try Example.all()
    let requests = all.filter { $0.type.hasSuffix("Request") || $0.type.hasSuffix("Notification") }
    for example in requests {
      for type in Set(all.map(\.type)) where type != example.type {
        #expect(
          schema.problems(with: example.message, as: type) != [], "\(example.testDescription) as \(type)")
      }
    }
  }

  /// Each row changes one example so that it breaks one keyword, and has the place at which that is told.
  @Test(arguments: [
    ("InitializeRequest/first.json", ["jsonrpc"], #""1.0""#, "is not \"2.0\""),
    ("InitializeRequest/first.json", ["id"], "true", "is no integer and no string"),
    ("InitializeRequest/first.json", ["id"], "1.5", "is no integer and no string"),
    ("InitializeRequest/first.json", ["params", "protocolVersions"], "[]", "has 0 elements, fewer than 1"),
    ("InitializeRequest/first.json", ["params", "protocolVersions"], "[0]", "is less than 1"),
    ("InitializeRequest/first.json", ["params", "workloads"], #""work.json""#, "is not of the form ^/"),
    ("InitializeRequest/first.json", ["params", "host"], "{}", "is missing"),
    (
      "InitializeResponse/python.json", ["result", "adapter", "name"], #""""#,
      "has 0 characters, fewer than 1"
    ),
    ("InitializeResponse/python.json", ["result", "frameworks"], "[7]", "is no object"),
    ("InitializeResponse/python.json", ["error"], "{}", "is what it must not be"),
    ("AppStartRequest/any-port.json", ["params", "cpus"], "[1,1]", "has an element twice"),
    ("AppStartResponse/running.json", ["result", "address", "port"], "65536", "is more than 65535"),
    ("AppStopResponse/exited.json", ["result", "exitCode"], "256", "is none of what it may be"),
    ("MetricsReadResponse/values.json", ["result", "values"], #"{"a":"1"}"#, "is no number"),
    ("ProfileStopResponse/stacks.json", ["result", "folded"], #""a;b 0\n""#, "is not of the form"),
    ("ProfileStopResponse/stacks.json", ["result", "folded"], #""a;b 1\n\n""#, "is not of the form"),
    ("LogNotification/warning.json", ["params", "level"], #""loud""#, "is none of"),
    ("LogNotification/warning.json", ["id"], "1", "is what it must not be"),
    ("ErrorResponse/hint.json", ["error", "code"], #""-1""#, "is no integer"),
  ])
  func `what breaks a keyword is told with its place`(
    file: String, place: [String], value: String, problem: String
  ) throws {
    let example = try #require(try Example.all().first { $0.testDescription == file })
    let changed = example.message.setting(place[...], to: try JSONValue(parsing: value.utf8))
    let problems = schema.problems(with: changed, as: example.type)
    #expect(problems.contains { $0.text.contains(problem) }, "\(problems)")
  }

  @Test func `without any of its fields an example breaks a rule, unless the field is optional`() throws {
    let optional: Set = [
      "params.ports", "params.agents", "params.profiler", "result.exitCode", "result.signal",
      "result.agentFolder", "params.exitCode", "params.signal", "params.fraction", "error.data",
    ]
    for example in try Example.all() {
      for (outer, value) in example.message.members {
        #expect(
          schema.problems(with: example.message.setting([outer], to: nil), as: example.type) != [],
          "\(example.testDescription) without \(outer)")
        for inner in value.members.keys where !optional.contains("\(outer).\(inner)") {
          let rest = example.message.setting([outer, inner], to: nil)
          #expect(
            schema.problems(with: rest, as: example.type) != [],
            "\(example.testDescription) without \(outer).\(inner)")
        }
      }
    }
  }

  @Test(arguments: [
    (#"{"$defs":{"A":{"type":"object","patternProperties":{}}}}"#, "patternProperties"),
    (#"{"$defs":{"A":{"items":{"format":"date"}}}}"#, "format"),
    (##"{"$defs":{"A":{"$ref":"#/$defs/B"}}}"##, "leads nowhere"),
    (#"{"type":"object"}"#, "$defs"),
    (#"{"$defs":{"A":{"pattern":"("}}}"#, "pattern"),
  ])
  func `a schema with anything that is not known here is refused`(text: String, problem: String) {
    let error = #expect(throws: MessageSchema.Failure.self) { try MessageSchema(parsing: Data(text.utf8)) }
    #expect(error?.description.contains(problem) == true, "\(String(describing: error))")
  }
}

extension JSONValue {
  /// The same with another value at a place, or without one.
  fileprivate func setting(_ path: ArraySlice<String>, to value: JSONValue?) -> JSONValue {
    guard let name = path.first else { return value ?? .null }
    var members = members
    members[name] =
      path.count == 1 ? value : (members[name] ?? .object([:])).setting(path.dropFirst(), to: value)
    return .object(members)
  }
}
