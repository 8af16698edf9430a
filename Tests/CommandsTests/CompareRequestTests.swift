import Foundation
import Orchestration
import Record
import Testing

@testable import Commands

private func request(_ words: [String]) throws -> CompareRequest {
  try #require(
    try Harness.request(["compare", "--frameworks", "python,node"] + words) as? CompareRequest)
}

private func request(_ words: String...) throws -> CompareRequest { try request(words) }

extension CompareRequest {
  /// The plan of so many frameworks, which are made up.
  fileprivate func plan(of count: Int) -> Plan {
    let participants = (1...count).map { Participant(adapter: "x", framework: "f\($0)") }
    return plan(of: participants, reference: participants[0].id)
  }
}

@Suite struct CompareRequestTests {
  @Test func `up to four frameworks give all pairs, more those with the reference, unless a flag decides`()
    throws
  {
    let pairs = { (words: [String]) in try (2...6).map { try request(words).plan(of: $0).pairs.count } }
    #expect(try pairs([]) == [1, 3, 6, 4, 5])
    #expect(try pairs(["--family", "reference"]) == [1, 2, 3, 4, 5])
    #expect(try pairs(["--family=all"]) == [1, 3, 6, 10, 15])
    #expect(throws: UsageError("--family wants one of reference, all, not `pairs`")) {
      try request("--family", "pairs")
    }
  }

  @Test(arguments: [
    ([], 8, 30), (["--rounds", "4"], 4, 4), (["--max-rounds", "13"], 8, 13), (["--max-rounds", "3"], 3, 3),
    (["--rounds", "4", "--max-rounds", "40"], 4, 40),
  ])
  func `rounds alone are exact, the most may be more, and there are eight unless fewer are asked for`(
    words: [String], minimum: Int, maximum: Int
  ) throws {
    let families = try request(words).plan(of: 3).families
    #expect(families.map(\.minimumBlocks) == [minimum, minimum])
    #expect(families.map(\.maximumBlocks) == [maximum, maximum])
  }

  @Test func `only a budget that was asked for is hard`() throws {
    #expect(try request().plan(of: 2).budget == .init(seconds: 540, isHard: false))
    #expect(try request("--time-budget", "60").plan(of: 2).budget == .init(seconds: 60, isHard: true))
    #expect(throws: UsageError("--max-rounds 8 is less than --rounds 9")) {
      try request("--rounds", "9", "--max-rounds", "8")
    }
  }

  @Test func `without flags both families are planned, with a twin`() throws {
    let plan = try request().plan(of: 2)
    #expect(plan.participants.map(\.id) == ["x/f1", "x/f2", "x/f1 (twin)"])
    #expect(plan.families.map(\.id) == [.capacity, .latency])
    #expect(plan.families.map(\.delta) == [0.03, 0.1])
    let window = Window(seconds: 0.25, warmup: Warmup(seconds: 0.25), arrivals: .constant)
    #expect(plan.families[1].window == window)
    #expect(plan.families[1].conditions.prefix(2).map(\.share) == [0.5, 0.8])
  }

  @Test func `every flag is where it belongs`() throws {
    let plan = try request(
      "--no-twin", "--delta", "5", "--latency-delta", "20", "--rate", "200,100", "--arrivals", "poisson",
      "--latency-duration", "2",
      "--workloads", "path-int"
    ).plan(of: 2)
    #expect(plan.twin == nil && plan.families.map(\.delta) == [0.05, 0.2])
    #expect(plan.families[1].conditions.map(\.rate) == [100, 200])
    #expect(plan.families[1].window.seconds == 2 && plan.families[1].window.arrivals == .poisson)
    #expect(try request("--no-latency").plan(of: 2).families.map(\.id) == [.capacity])
  }

  @Test func `a request says where runs and reports go`() throws {
    let asked = try request("--output", "/tmp/runs", "--report", "REPORT.md", "--quiet")
    #expect(asked.output.path == "/tmp/runs" && asked.isQuiet)
    #expect(asked.reportFile?.url.relativePath == "REPORT.md")
    #expect(try request().output.relativePath == "results" && request().reportFile?.url == nil)
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
    let words = [
      "compare", "--baseline", "a", "--compare", "b", "--delta", "5", "--latency-delta", "20", "--json",
    ]
    #expect(try Harness.request(words) is StoredRuns)
  }
}
