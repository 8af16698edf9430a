import Analysis
import Record

/// Decides between blocks whether a run goes on, and with which conditions.
struct Pace {
  /// What comes next.
  enum Step: Equatable {
    /// A block of these conditions.
    case block(Set<Key<Condition>>)
    /// Nothing, and why.
    case end(BlocksEnd.Reason)
  }

  private let plan: Plan
  private let clock: any RunClock
  private let begin: UInt64
  private var blocksBegin: UInt64
  /// Conditions of blocks that have begun.
  private var begun = 0

  /// The time budget begins now.
  init(_ plan: Plan, _ clock: any RunClock) {
    self.plan = plan
    self.clock = clock
    begin = clock.nanoseconds
    blocksBegin = begin
  }

  /// What is left of the budget, in seconds.
  var availableSeconds: Double { plan.budgetSeconds - seconds(since: begin) }

  /// What follows `blocks` blocks; to be asked before each. The fewest blocks that a verdict needs always take place.
  mutating func step(after blocks: Int, _ record: RunRecord) -> Step {
    if blocks == 0 { blocksBegin = clock.nanoseconds }
    guard blocks < plan.blocks.count else { return .end(.rounds) }
    let conditions = record.conditions(inBlock: blocks)
    if conditions.isEmpty { return .end(.precision) }
    if blocks >= plan.fewestBlocks, isOver(before: conditions.count) { return .end(.timeBudget) }
    begun += conditions.count
    return .block(conditions)
  }

  /// Whether another block of so many conditions would end after the budget.
  private func isOver(before count: Int) -> Bool {
    let perCondition = seconds(since: blocksBegin) / Double(max(1, begun))
    return perCondition * Double(count) > availableSeconds
  }

  private func seconds(since time: UInt64) -> Double { Double(clock.nanoseconds - time) / 1e9 }
}
