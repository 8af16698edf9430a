import Foundation
import TestSupport
import Testing

@testable import Reporting

/// The graph as a browser shows it to somebody who clicks and searches.
struct FlameGraphBrowserTests {
  private struct Visit: Decodable {
    struct Step: Decodable {
      struct Frame: Decodable {
        let name: String
        let width: Double
        let found: Bool
        let outer: Bool
      }

      let frames: [Frame]
      let detail: String

      func names(_ isMeant: (Frame) -> Bool = { _ in true }) -> [String] {
        frames.filter(isMeant).map(\.name).sorted()
      }
    }

    let errors: [String]
    let steps: [String: Step]
  }

  private static let stacks = """
    main (app.py);serve (server.py);handle (app.py);parse (json.py) 30
    main (app.py);serve (server.py);handle (app.py);answer <b>&"q" (app.py) 20
    main (app.py);serve (server.py);wait (selectors.py) 40
    main (app.py);collect (gc.py) 10

    """

  private static func visit(frame: String, search: String) throws -> Visit {
    let folder = FileManager.default.temporaryDirectory.appending(path: "graph-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "graph.svg")
    try Data(FlameGraph.svg(FoldedStacks(stacks), title: "a test").utf8).write(to: file)
    let script = Project.folder.appending(path: "Tests/Fixtures/browser/read_graph.py").path
    let browser = try ProgramOutcome(
      of: "/usr/bin/timeout", ["60", "python3", script, file.path, frame, search])
    try #require(browser.isSuccess, "\(browser.errors)")
    return try JSONDecoder().decode(Visit.self, from: Data(browser.output.utf8))
  }

  @Test func `a click shows a frame's descendants only, and a search marks what it finds`() throws {
    let visit = try Self.visit(frame: "handle (app.py)", search: "HANDLE")
    #expect(visit.errors == [])
    let opened = try #require(visit.steps["opened"])
    #expect(opened.frames.count == 8 && opened.detail == "100 samples")
    #expect(opened.names(\.outer) == [] && opened.names(\.found) == [])

    let zoomed = try #require(visit.steps["zoomed"])
    #expect(
      zoomed.names { !$0.outer } == [#"answer <b>&"q" (app.py)"#, "handle (app.py)", "parse (json.py)"])
    #expect(zoomed.names(\.outer) == ["all", "main (app.py)", "serve (server.py)"])
    let widths = Dictionary(uniqueKeysWithValues: zoomed.frames.map { ($0.name, $0.width) })
    let whole = try #require(widths["all"])
    let (handle, parse) = try (#require(widths["handle (app.py)"]), #require(widths["parse (json.py)"]))
    #expect(abs(handle - whole) < 1 && abs(parse - 0.6 * whole) < 1)

    let reset = try #require(visit.steps["reset"])
    #expect(reset.names() == opened.names() && reset.names(\.outer) == [])
    let searched = try #require(visit.steps["searched"])
    #expect(searched.names(\.found) == ["handle (app.py)"] && searched.detail == "“HANDLE”: 50.0 %")

    let again = try #require(visit.steps["again"])
    #expect(again.names(\.found) == ["handle (app.py)"])
    #expect(again.names() == zoomed.names(), "the address keeps zoom and search")
  }
}
