import LoadEngine
import Scenarios
import Testing

@testable import Orchestration

@Suite struct ProgramCompilerTests {
  private static func program(_ steps: String, secrets: [String: String] = [:]) throws -> Program {
    let secret = secrets.isEmpty ? "" : #"secrets: { key: { env: "KEY" } },"#
    let text =
      #"{ scenario: 1, name: "t", \#(secret) load: { users: 1 }, flows: { f: { steps: [ \#(steps) ] } } }"#
    return try ProgramCompiler(
      Scenario(parsing: text, named: "t.json5"), host: "h:80", run: "r1", secrets: secrets
    ).program()
  }

  /// Pieces as a text, with variables by their numbers.
  private static func text(_ pieces: [Program.Piece]) -> String {
    pieces.map { piece in
      switch piece {
      case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
      case .variable(let variable, let encoding): "<\(variable) \(encoding)>"
      }
    }.joined()
  }

  @Test func `a request is written with its values in place`() throws {
    let program = try Self.program(
      #"""
      { get: "/v", capture: { id: "/id" } },
      { post: "/p/{{id}}", query: { "a b": "x&{{id}}", r: "{{run}}" }, headers: { "X-Key": "{{secret.key}}" },
        json: { id: "{{id}}", text: "say \"{{id}}\"", list: [1, null, "{{user.key}}"], key: "{{secret.key}}" } }
      """#, secrets: ["key": "s\"1"])
    let request = program.requests[1]
    #expect(Self.text(request.target) == "/p/<3 percent>?a%20b=x%26<3 percent>&r=r1")
    #expect(
      Self.text(request.fields)
        == "Host: h:80\r\nContent-Type: application/json\r\nX-Key: s\"1\r\n")
    #expect(
      Self.text(try #require(request.body))
        == #"{"id":<3 json>,"text":"say \"<3 jsonText>\"","list":[1,null,<1 json>],"key":"s\"1"}"#)
    #expect(request.method == "POST" && !request.isIdempotent && program.requests[0].isIdempotent)
    #expect(program.requests[0].captures.map(\.variable) == [3] && program.variables[3] == 64)
  }

  @Test func `steps become instructions that go where they should`() throws {
    let program = try Self.program(
      #"""
      { repeat: { times: 3, do: [ { get: "/a" }, { if: { equals: ["{{user.key}}", "x"], then: [ { get: "/b" } ], else: [ { end: "user" } ] } } ] } },
      { choose: [ { weight: 2, do: [ { get: "/c" } ] }, { do: [] } ] }, { pause: "1s" }
      """#)
    let key: [Program.Piece] = [.variable(1, .json)]
    #expect(
      program.code == [
        .begin(counter: 0), .send(0), .unless(key, equals: [.bytes([34]), .bytes([120]), .bytes([34])], 5),
        .send(1),
        .jump(6),
        .end(.user), .again(counter: 0, times: 3, 1), .choose(weights: [2, 1], [8, 10]), .send(2), .jump(11),
        .jump(11), .pause(.init(.constant(1), minimum: 1, maximum: 1)), .end(.flow),
      ])
  }

  @Test func `values are as large as what is in them can be`() throws {
    let program = try Self.program(
      #"""
      { let: { a: { of: ["x", "four"] } } }, { let: { b: "{{a}}-{{a}}" } }, { let: { c: { question: "mixed" } } }
      """#)
    #expect(program.variables[3...4] == [4, 13] && program.variables[5] > 50)
    #expect(throws: ProgramCompiler.TooLarge.self) {
      try Self.program(#"{ let: { a: "x" } }, { let: { a: "{{a}}{{a}}" } }"#)
    }
    #expect(throws: ProgramCompiler.TooLarge.self) {
      try Self.program(
        #"{ get: "/", capture: { a: { at: "/a", max: 65536 } } }, { post: "/", json: { a: "{{a}}" } }"#)
    }
  }

  @Test func `a value at the beginning of a path is a target, and comes from where the file says`() throws {
    let program = try Self.program(
      #"""
      { post: "/v", capture: { to: { header: "Location", max: 200 }, sid: { cookie: "sid" }, code: { status: true },
        n: { at: "/n", as: "integer", optional: true } } },
      { get: "{{to}}/{{code}}", measure: false }
      """#)
    #expect(
      program.requests[0].captures == [
        .init(.field("location"), variable: 3), .init(.cookie("sid"), variable: 4),
        .init(.status, variable: 5),
        .init(.body(["n"]), variable: 6, isOptional: true, isInteger: true),
      ])
    #expect(Self.text(program.requests[1].target) == "<3 target>/<5 percent>" && program.variables[3] == 200)
    #expect(program.steps.map(\.isMeasured) == [true, false])
  }

  @Test func `files and engine know the same questions`() {
    #expect(QuestionName.allCases.map(\.rawValue) == QuestionKind.allCases.map(\.rawValue))
  }
}
