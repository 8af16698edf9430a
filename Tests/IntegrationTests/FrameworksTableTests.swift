import Foundation
import Platform
import TestSupport
import Testing

/// The documents' table of frameworks is what the adapters say of themselves; `BLESS=1 swift test --filter FrameworksTableTests` writes it anew.
@Suite struct FrameworksTableTests {
  private struct Adapter: Decodable {
    struct Framework: Decodable {
      let name: String
      let `default`: Bool
    }

    let name: String
    let language: String
    let frameworks: [Framework]
    let untried: [String]

    var row: String {
      let names = frameworks.map { framework in
        "`\(framework.name)`" + (framework.default ? " (default)" : "")
          + (untried.contains(framework.name) ? " (untried)" : "")
      }
      return "| \(language) | `\(name)` | \(names.joined(separator: ", ")) |"
    }
  }

  private static let document = Project.folder.appending(path: "docs/FRAMEWORKS.md")
  private static let head = ["| language | adapter | frameworks |", "| --- | --- | --- |"]

  @Test func `the documents' table has every adapter with its frameworks`() async throws {
    let nowhere = Program.temporaryFolder().path
    let listed = try await Program.run(
      ["adapters", "list", "--json", "--output", nowhere],
      environment: ["HARNESS_ADAPTER_PATH": "", "XDG_DATA_HOME": nowhere])
    #expect(listed.status == .status(0), "\(listed.errors)")
    let adapters = try JSONDecoder().decode([Adapter].self, from: Data(listed.output.utf8))
    let lines = try String(contentsOf: Self.document, encoding: .utf8).components(separatedBy: "\n")
    let first = try #require(lines.firstIndex(of: Self.head[0]))
    let end = try #require(lines[first...].firstIndex { !$0.hasPrefix("|") })
    let table = Self.head + adapters.map(\.row)
    guard ProcessInfo.processInfo.environment["BLESS"] == nil else {
      let text = (lines[..<first] + table + lines[end...]).joined(separator: "\n")
      return try text.write(to: Self.document, atomically: true, encoding: .utf8)
    }
    #expect(Array(lines[first..<end]) == table)
  }
}
