import Foundation
import Record
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
    budget: Double, isHard: Bool = false, rounds: Rounds = .between(6, 40), offering: Bool = false,
    rates: @escaping (Int, Key<Participant>, Key<Condition>) -> Double = Blocks.wild
  ) throws {
    var request = try PlanRequest.rehearsed(
      rounds, ["json-small", "path-int", "path-simple"], budget: .init(seconds: budget, isHard: isHard))
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

  /// Takes the blocks of a family until it ends, each condition taking so many seconds; returns how it ended.
  mutating func end(of id: Key<Family> = .capacity, seconds: Double) throws -> (blocks: Int, FamilyEnd.Reason)
  {
    let family = try #require(plan.family(id))
    record.apply(.conditions(record.settled(family)))
    var block = 0
    while true {
      switch pace.step(of: family, after: block, record) {
      case .end(let reason): return (block, reason)
      case .block(let conditions):
        for condition in family.conditions.map(\.id) where conditions.contains(condition) {
          for participant in plan.participants.map(\.id) {
            let rate = rates(block, participant, condition)
            record.apply(
              .trial(
                Trial(
                  block: block, participant: participant, condition: condition, startedAt: clock.date,
                  figures: [.throughput: rate, .p99: 1e9 / rate])))
          }
          clock.pass(seconds)
        }
      }
      block += 1
    }
  }
}

@Suite struct PaceTests {
  @Test func `a family ends by precision from its fewest blocks on, not before`() throws {
    var alike = try Blocks(budget: 1e6, rounds: .between(9, 40), rates: Blocks.alike)
    #expect(try alike.end(seconds: 1) == (9, .precision))
    var few = try Blocks(budget: 1e6, rounds: .between(3, 40), rates: Blocks.alike)
    let end = try few.end(seconds: 1)
    // The test needs six blocks before it can reject.
    #expect(end == (6, .precision))
    var wild = try Blocks(budget: 1e6)
    #expect(try wild.end(seconds: 1) == (40, .rounds))
    var exact = try Blocks(budget: 1e6, rounds: .exactly(9), rates: Blocks.alike)
    #expect(try exact.end(seconds: 1) == (9, .rounds))
  }

  // Blocks of three conditions, of which each takes so many seconds.
  @Test(arguments: [(90.0, 10), (89.9, 9), (92.9, 10), (93.0, 10), (99.0, 11), (360.0, 40), (1.0, 6)])
  func `a budget ends a family before the block that would be too long, but not before the fewest`(
    budget: Double, blocks: Int
  ) throws {
    var pace = try Blocks(budget: budget)
    #expect(try pace.end(seconds: 3) == (blocks, blocks == 40 ? .rounds : .timeBudget))
  }

  @Test(arguments: [(1.0, 1), (18.0, 2), (26.9, 2), (27.0, 3)])
  func `a hard budget spares the first block only`(budget: Double, blocks: Int) throws {
    var pace = try Blocks(budget: budget, isHard: true)
    #expect(try pace.end(seconds: 3) == (blocks, .timeBudget))
  }

  @Test func `each family has its first block, even when the budget is gone`() throws {
    var pace = try Blocks(budget: 1, isHard: true, offering: true)
    #expect(try pace.end(seconds: 3) == (1, .timeBudget))
    #expect(try pace.end(of: .latency, seconds: 3) == (1, .timeBudget))
  }

  @Test func `a block of fewer conditions is estimated to be shorter`() throws {
    // After eight blocks of three conditions, 24 s each, one is left, which takes 8 s.
    var pace = try Blocks(budget: 8 * 24 + 2 * 8 + 7, rounds: .between(8, 40)) {
      block, participant, condition in
      condition == "path-int" ? Blocks.wild(block, participant, condition) : 1000
    }
    #expect(try pace.end(seconds: 8) == (10, .timeBudget))
  }

  @Test func `a later family is estimated by its own blocks, within what is left of the same budget`() throws
  {
    // Twelve blocks of 3 conditions, 1 s each, then eight of 6 conditions, 10 s each; for a ninth a second is missing.
    var pace = try Blocks(budget: 36 + 8 * 60 + 59, rounds: .between(6, 12), offering: true)
    #expect(try pace.end(seconds: 1) == (12, .rounds))
    #expect(try pace.end(of: .latency, seconds: 10) == (8, .timeBudget))
  }

  @Test func `a family leaves later ones the time of their fewest blocks, but keeps half of the budget`()
    throws
  {
    // Latency: 6 blocks × 2 participants × (3 × (3.3 + 2 + 0.1) + 3 × 0.25 + 0.5) = 209.4 s.
    let plan = try Blocks(budget: 1, offering: true).plan
    #expect(
      abs(plan.fewestSeconds(after: .capacity) - 209.4) < 1e-9 && plan.fewestSeconds(after: .latency) == 0)
    var roomy = try Blocks(budget: 209.4 + 90.1, isHard: true, offering: true)
    #expect(try roomy.end(seconds: 3) == (16, .timeBudget))
    var tight = try Blocks(budget: 180, isHard: true, offering: true)
    #expect(try tight.end(seconds: 3) == (10, .timeBudget))
  }

  @Test(arguments: [
    (100.0, 80.0, 10.0, 0.0, false), (100, 91, 10, 0, true), (100, 40, 10, 45, false),
    (100, 46, 10, 45, true), (100, 30, 10, 1000, false), (100, 41, 10, 1000, true),
  ])
  func `another block has to end within the budget, of which later families keep their part`(
    budget: Double, elapsed: Double, block: Double, reserve: Double, isOver: Bool
  ) {
    #expect(Pace.isOver(budget, elapsed: elapsed, block: block, reserve: reserve) == isOver)
  }
}
