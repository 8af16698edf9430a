import Record
import Statistics
import Testing

@testable import Orchestration

/// A pace of two participants under three workloads, whose blocks take what a test says.
private struct Blocks {
  let clock = FakeClock()
  let plan: Plan
  private var pace: Pace
  private var record: RunRecord
  /// Throughputs of each participant's block by workload.
  private let rates: (Int, Key<Participant>, Key<Condition>) -> Double

  init(
    budget: Double, rounds: Rounds = .between(6, 40), offering: Bool = false,
    rates: @escaping (Int, Key<Participant>, Key<Condition>) -> Double = Blocks.wild
  ) throws {
    var request = try PlanRequest.rehearsed(
      rounds, ["json-small", "path-int", "path-simple"], budget: budget)
    if offering { request = request.offering() }
    plan = request.plan()
    record = RunRecord(Rehearsal.run(plan))
    pace = Pace(plan, clock)
    self.rates = rates
  }

  /// Rates of which no interval is narrow.
  static func wild(_ block: Int, _ participant: Key<Participant>, _: Key<Condition>) -> Double {
    participant == Rehearsal.one && block.isMultiple(of: 2) ? 500 : 1000
  }

  /// Rates that are all alike.
  static func alike(_: Int, _: Key<Participant>, _: Key<Condition>) -> Double { 1000 }

  /// Takes a pilot of so many seconds and then blocks until they end, each condition taking so many; returns how they ended.
  mutating func end(pilot: Double = 0, seconds: Double) -> (blocks: Int, BlocksEnd.Reason) {
    clock.pass(pilot)
    var block = 0
    while true {
      switch pace.step(after: block, record) {
      case .end(let reason): return (block, reason)
      case .block(let conditions):
        for condition in conditions {
          for participant in plan.participants.map(\.id) {
            let rate = rates(block, participant, condition)
            record.apply(
              .trial(
                Trial(
                  block: block, participant: participant, condition: condition, startedAt: clock.date,
                  figures: [.throughput: rate, .p50: 1e9 / rate, .p90: 1e9 / rate, .p99: 1e9 / rate])))
          }
          clock.pass(seconds)
        }
      }
      block += 1
    }
  }
}

@Suite struct PaceTests {
  @Test
  func `blocks end by precision from those that are planned on, not before, and never before a verdict`()
    throws
  {
    var alike = try Blocks(budget: 1e6, rounds: .between(9, 40), rates: Blocks.alike)
    #expect(alike.end(seconds: 1) == (9, .precision))
    var offered = try Blocks(budget: 1e6, rounds: .between(9, 40), offering: true, rates: Blocks.alike)
    #expect(offered.end(seconds: 1) == (9, .precision))
    var few = try Blocks(budget: 1e6, rounds: .between(3, 40), rates: Blocks.alike)
    let end = few.end(seconds: 1)
    #expect(end.1 == .precision && (StepDownSignFlip.fewestBlocks...10).contains(end.blocks))
    var wild = try Blocks(budget: 1e6)
    #expect(wild.end(seconds: 1) == (40, .rounds))
    var exact = try Blocks(budget: 1e6, rounds: .exactly(9), rates: Blocks.alike)
    #expect(exact.end(seconds: 1) == (9, .rounds))
  }

  // Blocks of three conditions, of which each takes three seconds.
  @Test(arguments: [(90.0, 10), (89.9, 9), (92.9, 10), (98.9, 10), (99.0, 11), (360.0, 40)])
  func `a budget ends a run before the block that would be too long`(budget: Double, blocks: Int) throws {
    var pace = try Blocks(budget: budget)
    #expect(pace.end(seconds: 3) == (blocks, blocks == 40 ? .rounds : .timeBudget))
  }

  @Test(arguments: [
    (Rounds.between(6, 40), 6, BlocksEnd.Reason.timeBudget), (.exactly(8), 6, .timeBudget),
    (.between(4, 40), 4, .timeBudget), (.exactly(3), 3, .rounds),
  ])
  func `the blocks that a verdict needs take place whatever the time, fewer where fewer were asked for`(
    rounds: Rounds, blocks: Int, reason: BlocksEnd.Reason
  ) throws {
    var pace = try Blocks(budget: 1, rounds: rounds)
    #expect(pace.end(pilot: 20, seconds: 3) == (blocks, reason))
  }

  @Test func `pilots take of the budget, but tell nothing of how long a block takes`() throws {
    var pace = try Blocks(budget: 140)
    #expect(pace.end(pilot: 50, seconds: 3) == (10, .timeBudget))
  }

  @Test func `a block of fewer conditions is estimated to be shorter`() throws {
    // After eight blocks of three conditions, 24 s each, one is left, which takes 8 s.
    var pace = try Blocks(budget: 8 * 24 + 2 * 8 + 7, rounds: .between(8, 40)) {
      block, participant, condition in
      condition == "path-int" ? Blocks.wild(block, participant, condition) : 1000
    }
    #expect(pace.end(seconds: 8) == (10, .timeBudget))
  }

  @Test func `what is left of the budget is what has not passed since the pace began`() throws {
    let clock = FakeClock()
    let pace = Pace(try PlanRequest.rehearsed(.exactly(1), budget: 60).plan(), clock)
    #expect(pace.availableSeconds == 60)
    clock.pass(12.5)
    #expect(pace.availableSeconds == 47.5)
  }
}
