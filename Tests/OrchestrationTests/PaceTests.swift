import Foundation
import Record
import TestSupport
import Testing

@testable import Orchestration

private func stored(_ rates: [Double], stopping: Plan.Stopping?) -> StoredRun {
  SampleRun.make(
    ["a/x": ["w": rates], "b/y": ["w": rates.map { $0 * 2 }]], frameworks: ["a/x", "b/y"], workloads: ["w"],
    stopping: stopping)
}

private let alike = Array(repeating: 1000.0, count: 8)
private let wild = (0..<8).map { $0.isMultiple(of: 2) ? 900.0 : 1100.0 }

private func end(_ run: StoredRun, after blocks: Int) -> HalfEnd.Reason? {
  var pace = Pace(run.run.plan)
  for block in 0..<blocks where pace.step(of: .capacity, after: block, run) != .block(["w"]) { return nil }
  guard case .end(let end) = pace.step(of: .capacity, after: blocks, run) else { return nil }
  return end.reason
}

@Suite struct PaceTests {
  @Test func `a half ends by precision from its fewest blocks on, not before`() {
    let run = stored(
      alike,
      stopping: .init(minimumRounds: 8, minimumLatencyRounds: nil, timeBudgetSeconds: 1e6, isHard: true))
    #expect(end(run, after: 8) == .precision && end(run, after: 7) == nil && end(run, after: 0) == nil)
    #expect(end(stored(alike, stopping: nil), after: 8) == nil)
  }

  @Test func `a budget that was not asked for spares the fewest blocks, a hard one only the first`() {
    func run(isHard: Bool) -> StoredRun {
      SampleRun.make(
        ["a/x": ["w": alike], "b/y": ["w": wild]], frameworks: ["a/x", "b/y"], workloads: ["w"],
        stopping: .init(minimumRounds: 4, minimumLatencyRounds: nil, timeBudgetSeconds: 0, isHard: isHard))
    }
    #expect(end(run(isHard: false), after: 3) == nil && end(run(isHard: false), after: 4) == .timeBudget)
    #expect(end(run(isHard: true), after: 1) == .timeBudget && end(run(isHard: true), after: 0) == nil)
  }

  @Test(arguments: [
    (100.0, 80.0, 10.0, 0.0, false), (100, 91, 10, 0, true), (100, 40, 10, 45, false),
    (100, 46, 10, 45, true),
    (100, 30, 10, 1000, false), (100, 41, 10, 1000, true),
  ])
  func `another block has to end within the budget, of which the other half keeps its part`(
    budget: Double, elapsed: Double, block: Double, reserve: Double, isOver: Bool
  ) {
    #expect(Pace.isOver(budget, elapsed: elapsed, block: block, reserve: reserve) == isOver)
  }
}
