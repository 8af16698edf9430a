import Foundation
import Testing

@testable import Commands

private func request(_ words: String...) throws -> CompareRequest {
  try #require(
    try Harness.request(["compare", "--frameworks", "python,node"] + words) as? CompareRequest)
}

@Suite struct CompareRequestTests {
  @Test func `all pairs are usual for up to four frameworks`() throws {
    #expect((2...6).map(FamilyPairs.usual) == [.all, .all, .all, .reference, .reference])
    #expect(try request().family == nil)
    #expect(try request("--family", "reference").family == .reference)
    #expect(try request("--family=all").family == .all)
    #expect(throws: UsageError("--family wants one of reference, all, not `pairs`")) {
      try request("--family", "pairs")
    }
  }

  @Test func `a request says where runs and reports go`() throws {
    let asked = try request("--output", "/tmp/runs", "--report", "REPORT.md", "--quiet")
    #expect(asked.output.path == "/tmp/runs" && asked.isQuiet)
    #expect(asked.reportFile?.relativePath == "REPORT.md")
    #expect(try request().output.relativePath == "results" && request().reportFile == nil)
  }

  @Test(arguments: [
    (["compare", "--baseline", "a"], "give both --baseline DIR and --compare DIR"),
    (["compare", "--force"], "give both --baseline DIR and --compare DIR"),
    (["compare", "--baseline", "a", "--compare", "b", "--family", "all"], "--family is about measuring"),
    (["compare", "--baseline", "a", "--compare", "b", "--no-twin"], "--no-twin is about measuring"),
    (["verify", "--suite", "quick", "--workloads", "json-small", "--frameworks", "a"], "not both"),
    (["verify", "--suite", "quik", "--frameworks", "a"], "did you mean quick"),
    (["verify"], "verify needs --frameworks"),
  ])
  func `a wrong question is one clear sentence`(words: [String], text: String) {
    #expect { try Harness.request(words) } throws: { ($0 as? UsageError)?.description.contains(text) == true }
  }

  @Test func `two stored runs may be compared with a delta of one's own and as JSON`() throws {
    let words = ["compare", "--baseline", "a", "--compare", "b", "--delta", "5", "--json"]
    #expect(try Harness.request(words) is StoredRuns)
  }
}
