import Platform
import TestSupport
import Testing

@Suite(.serialized) struct StandardOutputTests {
  @Test(arguments: [
    ["--help"], ["--version"], ["help", "compare"], ["completion", "bash"], ["workloads", "list"],
    ["workloads", "show", "json-small"], ["results", "list", "--json"],
    ["neighbour", "--help"],
    ["load", "-n", "1", "-c", "1"],
  ])
  func `an answer that cannot be written is a failure that says so`(words: [String]) async throws {
    let app = try FixtureServer("faulty/app.py", "right")
    let words = words + (words[0] == "load" ? ["http://127.0.0.1:\(app.port)/health"] : [])
    let full = try await Program.run(words, redirecting: ">/dev/full")
    #expect(full.status == .status(1))
    #expect(
      full.errors.hasSuffix("harness: cannot write to standard output: No space left on device"),
      "\(full.errors)")
    let closed = try await Program.run(words, redirecting: ">&-")
    #expect(closed.status == .status(1))
    #expect(
      closed.errors.hasSuffix("harness: cannot write to standard output: it is closed"), "\(closed.errors)")
  }

  @Test func `without any standard stream a load sends what it is asked to and nothing else`() async throws {
    let app = try FixtureServer("faulty/app.py", "right")
    let outcome = try await Program.run(
      ["load", "-n", "5", "-c", "2", "http://127.0.0.1:\(app.port)/health"], redirecting: "<&- >&- 2>&-")
    #expect(outcome.status == .status(1) && outcome.output == "")
  }
}
