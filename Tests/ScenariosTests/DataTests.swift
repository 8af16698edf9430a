import Foundation
import JSON
import Testing

@testable import Scenarios

@Suite struct DataTests {
  /// A scenario whose data are a file of this text; `users`: how many there are.
  private func scenario(
    _ text: String, named name: String = "rows.csv", pick: String = "circular", load: String = "{ users: 2 }",
    top: String = ""
  ) throws -> Scenario {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "data-\(UUID())", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    return try Scenario(
      parsing: """
        { scenario: 1, name: "t", load: \(load), \(top)
          data: { rows: { file: "\(name)", pick: "\(pick)" } },
          flows: { f: { steps: [ { let: { it: { row: "rows" } } }, { get: "/{{it.name}}" } ] } } }
        """, named: "t.json5", in: folder)
  }

  private func problem(_ text: String, named name: String = "rows.csv") -> String? {
    do {
      _ = try scenario(text, named: name)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [
    ("name,age\na,1\nb,2\n", [["a", "1"], ["b", "2"]]),
    ("name,age\r\na,1\r\n\r\nb,", [["a", "1"], ["b", ""]]),
    ("\u{FEFF}name\n\"a, \"\"b\"\"\nc\"\n", [["a, \"b\"\nc"]]),
    ("name,x\n\"\",\"\"\n", [["", ""]]), ("name\na\n\n\"\"\nb", [["a"], [""], ["b"]]),
  ])
  func `values are separated by commas`(text: String, rows: [[String]]) throws {
    let table = try #require(try scenario(text).tables.first)
    #expect(table.columns.first == "name" && table.pick == .circular)
    #expect(
      table.rows.map { $0.map(\.text) } == rows && table.rows.allSatisfy { $0.allSatisfy { !$0.isToken } })
  }

  @Test func `an array of objects keeps its kinds`() throws {
    let table = try #require(
      try scenario(#"[{"name": "a b", "n": 1.5}, {"n": null, "name": "c"}]"#, named: "rows.json").tables.first
    )
    #expect(table.columns == ["n", "name"] && table.rows.allSatisfy { $0.allSatisfy(\.isToken) })
    #expect(table.rows.map { $0.map(\.text) } == [["1.5", #""a b""#], ["null", #""c""#]])
  }

  @Test(arguments: [
    ("", "is empty"), ("name\n", "has no rows"), ("name,name\n1,2", "has two columns of one name"),
    ("a name\n1", "has a column `a name`; names have letters, digits, `_` and `-`"),
    ("name,age\n1,2\n3", "has 1 values in row 2, and 2 names in its first line"),
    ("name\na\"b", "has a quotation mark within a value in line 2"),
    ("name\n\"a\"b", "has a quotation mark within a value in line 2"),
    ("name\n\"a", "has a value without a closing quotation mark"),
  ])
  func `a file without rows says why`(text: String, reason: String) {
    #expect(
      problem(text)?.contains("t.json5:2:25: data.rows.file: `rows.csv` \(reason)") == true,
      "\(problem(text) ?? "")")
  }

  @Test(arguments: [
    ("{}", "is no array of objects"), ("[1]", "has an element [0] that is no object"),
    (#"[{"name":1},{"nam":2}]"#, "has an element [1] with other names than the first one"),
    ("[", "is no JSON: "), ("[{}]", "has no columns"),
  ])
  func `an array of something else says why`(text: String, reason: String) {
    let found = problem(text, named: "rows.json")
    #expect(found?.contains("data.rows.file: `rows.json` \(reason)") == true, "\(found ?? "")")
  }

  @Test(
    arguments: [
      ("{ users: 2 }", "", nil), ("{ users: 3 }", "", "3 users need a row each, and there are 2"),
      ("{ users: 3 }", "users: { count: 2 },", nil),
      ("{ users: 1, session: { iterations: 1 } }", "", "say users: { count: 2 }"),
      (
        #"{ phases: [{ for: "1s", users: 1 }, { for: "1s", users: { to: 2.5 } }] }"#, "",
        "3 users need a row each"
      ),
      ("{ arrivals: { rate: 1 }, users: 1 }", "", "say users: { count: 2 }"),
    ] as [(String, String, String?)])
  func `whether each user has a row of its own is known before`(load: String, top: String, reason: String?) {
    do {
      let scenario = try scenario("name\na\nb", pick: "unique", load: load, top: top)
      #expect(reason == nil && scenario.tables[0].pick == .unique)
    } catch {
      #expect(reason.map { "\(error)".contains($0) } == true, "\(error)")
    }
  }

  @Test func `what is in no column is not there`() {
    let text = "nam\na"
    #expect(
      problem(text)?.contains("no value \"it.name\" is set before this step; did you mean it.nam?") == true)
  }
}
