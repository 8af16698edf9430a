import Contract
import Foundation
import Record
import TestSupport
import Testing

@testable import Commands

private func cells(_ words: String...) throws -> CellsRequest {
  try CellsRequest(
    Arguments(words, for: compareCommand, path: ["harness", "compare"]),
    catalogue: WorkloadCatalogue(contentsOf: Project.workloads))
}

@Suite struct CellsRequestTests {
  @Test func `without flags the quick suite is loaded as help says`() throws {
    let usual = try cells()
    #expect(usual.suite == "quick" && usual.workloads.count == 6)
    #expect(usual.load.connections == 32 && usual.load.workers == 1 && usual.load.ports == nil)
    #expect(usual.load.warmupSeconds == 0.6 && usual.load.durationSeconds == 0.4)
    #expect(usual.load.steadyVariation == 0.02 && usual.load.poller == nil && usual.load.agents == nil)
    let plan = usual.plan([], reference: "", rounds: 1, delta: 0.03)
    #expect(plan.toleratedGates == nil && (1...999_999_999).contains(plan.seed))
  }

  @Test func `every flag is where it belongs`() throws {
    let asked = try cells(
      "--workloads", "path-int,json-small", "--connections", "7", "--warmup", "1.5", "--steady", "5",
      "--duration", "2.5", "--workers", "3", "--poller", "epoll", "--ports", "2000-2009", "--no-agents",
      "--seed", "11", "--tolerate", "steal,ports")
    #expect(asked.suite == nil && asked.workloads.map(\.name) == ["path-int", "json-small"])
    #expect(asked.load.connections == 7 && asked.load.workers == 3 && asked.load.ports == 2000...2009)
    #expect(asked.load.warmupSeconds == 1.5 && asked.load.durationSeconds == 2.5)
    #expect(asked.load.steadyVariation == 0.05 && asked.load.poller == "epoll" && asked.load.agents == false)
    let plan = asked.plan([], reference: "", rounds: 1, delta: 0.03)
    #expect(plan.toleratedGates == ["steal", "ports"] && plan.seed == 11)
  }

  @Test func `a suite and workloads exclude each other, even if the suite is the usual one`() {
    #expect(throws: WorkloadChoice.both) { try cells("--suite", "quick", "--workloads", "json-small") }
  }
}
