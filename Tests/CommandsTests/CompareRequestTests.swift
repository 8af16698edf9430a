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
  func `rounds alone are exact, and the most may be more`(words: [String], minimum: Int, maximum: Int) throws
  {
    let plan = try request(words).plan(of: 3)
    #expect(plan.minimumBlocks == minimum && plan.blocks.count == maximum)
  }

  @Test func `a run has nine minutes, or what was asked for`() throws {
    #expect(try request().plan(of: 2).budgetSeconds == 540)
    #expect(try request("--time-budget", "60").plan(of: 2).budgetSeconds == 60)
    #expect(throws: UsageError("--max-rounds 8 is less than --rounds 9")) {
      try request("--rounds", "9", "--max-rounds", "8")
    }
  }

  @Test func `without flags both families are planned, with a twin`() throws {
    let plan = try request().plan(of: 2)
    #expect(plan.participants.map(\.id) == ["x/f1", "x/f2", "x/f1 (twin)"])
    #expect(plan.families.map(\.id) == [.capacity, .latency])
    #expect(plan.families.map(\.delta) == [0.03, 0.1])
    #expect(plan.procedure == Procedure(pilotSeconds: 20, sliceSeconds: 0.05, arrivals: .constant))
    #expect(plan.families[1].conditions.prefix(2).map(\.share) == [0.5, 0.8])
  }

  @Test func `streams have families of their own, and what is many at once is due at no rate`() throws {
    let plan = try request("--suite", "streaming", "--delta", "4").plan(of: 2)
    #expect(plan.families.map(\.id) == [.events, .messages, .latency])
    #expect(
      plan.families.map { $0.conditions.map(\.workload) }.prefix(2) == [
        ["sse-burst", "sse-ticks"], ["ws-512", "ws-512-x8"],
      ])
    #expect(Set(plan.families[2].conditions.map(\.workload)) == ["sse-burst", "sse-ticks", "ws-512"])
    #expect(plan.families.map(\.delta) == [0.04, 0.04, 0.1])
    #expect(plan.families[0].shown.contains(.eventRate) && !plan.families[1].shown.contains(.eventRate))
    let some = try request("--workloads", "json-small,ws-512-x8").plan(of: 2)
    #expect(some.families.map(\.id) == [.capacity, .messages, .latency])
    #expect(some.families[2].conditions.map(\.workload) == ["json-small", "json-small"])
    #expect(try request("--workloads", "ws-512-x8").plan(of: 2).families.map(\.id) == [.messages])
  }

  @Test func `what is beside open connections has a family of its own, and is not offered`() throws {
    let plan = try request("--suite", "held").plan(of: 2)
    #expect(plan.families.map(\.id) == [.capacity, .held, .latency] && plan.load.held == 1000)
    let held = plan.families[1]
    #expect(held.conditions.map(\.workload) == ["events-1000", "sockets-1000", "unread-20"])
    #expect(held.conditions.map(\.held) == [1000, 1000, 20])
    #expect(held.conditions.allSatisfy { $0.kind == .capacity })
    #expect(held.shown.contains(.heldMemory) && !plan.families[0].shown.contains(.heldMemory))
    #expect(plan.families[0].conditions.allSatisfy { $0.held == nil })
    #expect(plan.families[2].conditions.allSatisfy { $0.workload.rawValue.hasPrefix("json-small") })
    #expect(try request().plan(of: 2).load.held == nil)
  }

  @Test func `every flag is where it belongs`() throws {
    let plan = try request(
      "--no-twin", "--delta", "5", "--latency-delta", "20", "--rate", "200,100", "--arrivals", "poisson",
      "--latency-duration", "2",
      "--workloads", "path-int"
    ).plan(of: 2)
    #expect(plan.twin == nil && plan.families.map(\.delta) == [0.05, 0.2])
    #expect(plan.families[1].conditions.map(\.rate) == [100, 200])
    #expect(plan.procedure.offeredSeconds == 2 && plan.procedure.arrivals == .poisson)
    let closed = try request("--no-latency").plan(of: 2)
    #expect(closed.families.map(\.id) == [.capacity] && closed.procedure.arrivals == nil)
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
