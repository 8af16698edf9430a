import Contract
import Foundation
import Orchestration
import Record
import TestSupport
import Testing

@testable import Commands

private func cells(_ words: String...) throws -> CellsRequest {
  try CellsRequest(
    Arguments(words, for: compareCommand, path: ["harness", "compare"]),
    catalogue: WorkloadCatalogue(contentsOf: Project.workloads), isOffering: true)
}

extension CellsRequest {
  /// What a plan of one participant is made of.
  fileprivate var plan: PlanRequest {
    let participant = Participant(adapter: "a", framework: "x")
    return planRequest(
      [participant], reference: participant.id, rounds: .exactly(1), budgetSeconds: 9)
  }
}

@Suite struct CellsRequestTests {
  @Test func `without flags the quick suite is loaded as help says`() throws {
    let usual = try cells()
    #expect(usual.suite == "quick" && usual.workloads.count == 6)
    #expect(usual.load.connections == 32 && usual.load.workers == 1 && usual.load.ports == nil)
    #expect(usual.procedure == Procedure(pilotSeconds: 20, sliceSeconds: 0.05, arrivals: .constant))
    #expect(usual.load.poller == nil && usual.load.agents)
    let plan = usual.plan
    #expect(plan.suite == "quick" && plan.toleratedGates == [] && (1...999_999_999).contains(plan.seed))
  }

  @Test func `every flag is where it belongs`() throws {
    let asked = try cells(
      "--workloads", "path-int,json-small", "--connections", "7", "--warmup", "1.5", "--pilot", "3",
      "--slice", "0.2", "--duration", "2.5", "--latency-duration", "4", "--arrivals", "poisson", "--workers",
      "3", "--poller", "epoll", "--ports", "2000-2009", "--no-agents",
      "--seed", "11", "--tolerate", "errors,ports")
    #expect(asked.suite == nil && asked.workloads.map(\.name) == ["path-int", "json-small"])
    #expect(asked.load.connections == 7 && asked.load.workers == 3 && asked.load.ports == 2000...2009)
    #expect(
      asked.procedure
        == Procedure(
          pilotSeconds: 3, warmupSeconds: 1.5, closedSeconds: 2.5, offeredSeconds: 4, sliceSeconds: 0.2,
          arrivals: .poisson))
    #expect(asked.load.poller == "epoll" && !asked.load.agents)
    let plan = asked.plan
    #expect(plan.suite == nil && plan.toleratedGates == ["errors", "ports"] && plan.seed == 11)
    #expect(plan.workloads.map(\.name) == asked.workloads.map(\.name))
    #expect(plan.load == asked.load && plan.procedure == asked.procedure)
  }

  @Test func `a suite and workloads exclude each other, even if the suite is the usual one`() {
    #expect(throws: WorkloadChoice.both) { try cells("--suite", "quick", "--workloads", "json-small") }
  }
}

extension CellsRequestTests {
  private static func catalogue(_ words: String...) throws -> (Arguments, WorkloadCatalogue) {
    let arguments = try Arguments(words, for: compareCommand, path: ["harness", "compare"])
    let context = Context(output: .standard, root: Harness.root, project: Project.folder)
    return (arguments, try context.catalogue(with: arguments))
  }

  @Test func `a scenario is what is measured unless others are named`() throws {
    let file = Project.folder.appending(path: "examples/projects.json5").path
    let (arguments, catalogue) = try Self.catalogue("--scenario", file)
    let alone = try CellsRequest(arguments, catalogue: catalogue)
    #expect(alone.suite == nil && alone.workloads.map(\.name) == ["projects"])
    let plan = alone.plan.plan()
    #expect(plan.families.map(\.id) == [.flows] && plan.families[0].primary == [.flowRate, .flowCPU])
    #expect(plan.workloads[0].category == "scenarios" && catalogue.files.keys.sorted() == ["scenario.json5"])
    let (both, all) = try Self.catalogue("--scenario", file, "--workloads", "projects,path-int")
    let named = try CellsRequest(both, catalogue: all).plan.plan()
    #expect(named.families.map(\.id) == [.capacity, .flows])
    let (suited, whole) = try Self.catalogue("--scenario", file, "--suite", "quick")
    #expect(try CellsRequest(suited, catalogue: whole).workloads.count == 7)
  }

  @Test func `a scenario that is wrong is told before anything is started`() throws {
    let wrong = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json5")
    defer { try? FileManager.default.removeItem(at: wrong) }
    for (text, what) in [
      (#"{ scenario: 1, name: "x", load: { users: 1 }, flows: {} }"#, ":1:"),
      (
        #"{ scenario: 1, name: "json-small", load: { users: 1 }, flows: { f: { steps: [ { get: "/" } ] } } }"#,
        "json-small"
      ),
      (
        #"{ scenario: 1, name: "x", secrets: { k: { env: "HARNESS_NO_SUCH" } }, load: { users: 1 }, flows: { f: { steps: [ { get: "/" } ] } } }"#,
        "HARNESS_NO_SUCH"
      ),
    ] {
      try text.write(to: wrong, atomically: true, encoding: .utf8)
      #expect {
        _ = try Self.catalogue("--scenario", wrong.path)
      } throws: { "\($0)".contains(what) }
    }
  }
}
