import Analysis
import Record

/// Decides between blocks whether a family goes on, and with which conditions.
struct Pace {
  /// What comes next in a family.
  enum Step: Equatable {
    /// A block of these conditions.
    case block(Set<Key<Condition>>)
    /// Nothing, and why.
    case end(FamilyEnd.Reason)
  }

  private let plan: Plan
  private let clock: any RunClock
  private let begin: UInt64
  private var familyBegin: UInt64
  /// Conditions of blocks that the family has begun.
  private var begun = 0

  /// The time budget begins now.
  init(_ plan: Plan, _ clock: any RunClock) {
    self.plan = plan
    self.clock = clock
    begin = clock.nanoseconds
    familyBegin = begin
  }

  /// What follows `blocks` blocks of a family; to be asked before each block. The first block always takes place.
  mutating func step(of family: Family, after blocks: Int, _ record: RunRecord) -> Step {
    let now = clock.nanoseconds
    if blocks == 0 { (familyBegin, begun) = (now, 0) }
    guard blocks < family.maximumBlocks else { return .end(.rounds) }
    let conditions = record.undecided(family, inBlock: blocks)
    if let reason = end(of: family, after: blocks, with: conditions.count, at: now) { return .end(reason) }
    begun += conditions.count
    return .block(conditions)
  }

  /// Why there is no block of `count` conditions; nil when there is one.
  private func end(
    of family: Family, after blocks: Int, with count: Int, at now: UInt64
  ) -> FamilyEnd.Reason? {
    guard blocks > 0 else { return nil }
    if count == 0, blocks >= family.minimumBlocks { return .precision }
    guard plan.budget.isHard || blocks >= family.minimumBlocks else { return nil }
    let isOver = Self.isOver(
      plan.budget.seconds, elapsed: seconds(from: begin, to: now),
      block: seconds(from: familyBegin, to: now) / Double(max(1, begun)) * Double(count),
      reserve: plan.fewestSeconds(after: family.id))
    return isOver ? .timeBudget : nil
  }

  /// Whether another block of `block` seconds would end after the budget, of which the families after this one keep their
  /// `reserve`, but no more than half of it.
  static func isOver(_ budget: Double, elapsed: Double, block: Double, reserve: Double) -> Bool {
    elapsed + block > budget - min(reserve, budget / 2)
  }

  private func seconds(from first: UInt64, to last: UInt64) -> Double { Double(last - first) / 1e9 }
}
