import SeededRandom
import Testing

@testable import JSON

/// What is wrong with a text, `line:column: what`; nil: nothing.
private func problem(_ text: String) -> String? {
  do {
    _ = try JSON5Node(parsing: text)
    return nil
  } catch {
    return "\(error)"
  }
}

@Suite struct JSON5ParserTests {
  @Test func `what people write is read`() throws {
    let text = """
      // a comment
      {
        /* and
           another */
        name: 'it\\'s', "quoted": "a\\
      b", $dollar_1: .5, // to the end of the line
        hex: 0xFF, negative: -0x10, plus: +1, half: 5., tiny: 1e-3,
        list: [1, 2, 3,], empty: {}, none: null, yes: true, Ünï: '\\x41\\u00e9\\ud83d\\ude80\\v\\0',
      }
      """
    let expected: JSONValue = .object([
      "name": .string("it's"), "quoted": .string("ab"), "$dollar_1": .number(0.5), "hex": .integer(255),
      "negative": .integer(-16), "plus": .integer(1), "half": .number(5), "tiny": .number(0.001),
      "list": .array([.integer(1), .integer(2), .integer(3)]), "empty": .object([:]), "none": .null,
      "yes": .bool(true), "Ünï": .string("Aé🚀\u{B}\0"),
    ])
    #expect(try JSON5Node(parsing: text).json == expected)
    #expect(try JSON5Node(parsing: "\u{FEFF} [] ").json == .array([]))
  }

  @Test func `values and names know where they stand`() throws {
    let node = try JSON5Node(parsing: "{\n  é: [\n    1, 'x' ] }")
    #expect(node.place == TextPlace(line: 1, column: 1))
    guard case .object(let members) = node.value, case .array(let values) = members[0].node.value else {
      Issue.record("\(node)")
      return
    }
    #expect(members[0].place == TextPlace(line: 2, column: 3))
    #expect(members[0].node.place == TextPlace(line: 2, column: 6))
    #expect(values.map(\.place) == [TextPlace(line: 3, column: 5), TextPlace(line: 3, column: 8)])
  }

  @Test(arguments: [
    ("", "1:1: expected a value, found the end of the file"),
    ("{\n a: 1\n b: 2}", "3:2: expected `,` or `}`, found `b`"),
    ("{a: 1,\n a: 2}", "2:2: `a` stands here a second time, after line 1"),
    ("{a: hello}", "1:5: `hello` is no value; a text needs quotation marks: \"hello\""),
    ("[1, 2", "1:1: an array without an end"), ("{a: {", "1:5: an object without an end"),
    ("{a 1}", "1:4: expected `:` after `a`, found `1`"), ("[1] 2", "1:5: something after the value"),
    ("'ab\nc'", "1:1: a text without an end; a line break in it is written \\n"),
    ("/* x", "1:1: a comment without an end"), ("[/]", "1:2: `/` begins no comment"),
    ("[01]", "1:2: `01` is no number"), ("[+-1]", "1:2: `+-1` is no number"),
    ("[.]", "1:2: `.` is no number"),
    ("[0x]", "1:2: `0x` is no number"), ("[1e999]", "1:2: `1e999` is no number"),
    ("[NaN]", "1:2: NaN is no number that can be used here"),
    ("'\\u12'", "1:3: an escape without 4 hexadecimal digits in a text"),
    ("'\\ud800'", "1:3: half of a surrogate pair in a text"),
    ("'\\1'", "1:3: an unknown escape `\\1` in a text"), ("[,]", "1:2: expected a value, found `,`"),
  ])
  func `what is wrong is told with its place`(text: String, expected: String) {
    #expect(problem(text) == expected)
  }

  @Test func `a value that is nested too deep is refused, not a crash`() {
    #expect(problem(String(repeating: "[", count: 100_000))?.contains("512 levels") == true)
    #expect(problem(String(repeating: "[", count: 512) + String(repeating: "]", count: 512)) == nil)
  }

  @Test func `what JSON is, is JSON5 with the same meaning; any other text is one or a problem`() throws {
    var random = SeededGenerator(seed: 5, stream: "json5")
    let letters = Array(#"{}[]:,'"\/*aé0x1.eE+-_$ntu \#n\#r"#.unicodeScalars)
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...24, using: &random)
      let text = String(
        String.UnicodeScalarView((0..<count).map { _ in letters.randomElement(using: &random)! }))
      let strict = try? JSONValue(parsing: Array(text.utf8))
      let read = try? JSON5Node(parsing: text)
      if let strict, let read { #expect(read.json == strict, "\(text)") }
    }
  }
}

@Suite struct JSON5FieldsTests {
  @Test func `all that is wrong is told at once, in the order of the text`() throws {
    let node = try JSON5Node(parsing: "{ port: 'x',\n nam: 1, on: 1,\n size: 99, env: {A: 'b', C: 1} }")
    var fields = JSON5Fields(node, at: "app")
    #expect(fields.integer("port", in: 1...9) == nil && fields.integer("size", in: 1...9) == nil)
    #expect(fields.requiredText("name") == "" && fields.bool("on") == nil && fields.text("other") == nil)
    #expect(fields.texts("env").map(\.name) == ["A", "C"])
    #expect(
      fields.problems.map(\.description) == [
        "1:1: app.name is missing", "1:9: app.port must be a whole number from 1 to 9, not \"x\"",
        "2:2: unknown field `app.nam`; there are port, size, name, on, other, env",
        "2:14: app.on must be true or false, not 1",
        "3:8: app.size must be a whole number from 1 to 9, not 99",
        "3:29: app.env.C must be a text, not 1",
      ])
  }

  @Test func `what must be an object and is none is told`() throws {
    let fields = JSON5Fields(try JSON5Node(parsing: "[]"), at: "")
    #expect(fields.problems.map(\.description) == ["1:1: the file must be an object, not an array"])
  }
}
