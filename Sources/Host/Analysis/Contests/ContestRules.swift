import Record
import Statistics

/// What all contests of a family have in common.
struct ContestRules {
  /// How often a true difference of nothing may be called one, over the whole family.
  static let alpha = 0.05

  let plan: Plan
  let family: Family
  let measures: [Measure]
  let pairs: [(a: Key<Participant>, b: Key<Participant>)]
  /// How many comparisons are corrected together.
  let comparisons: Int
  /// The fewest blocks with which the test can reject at all; nil: no number of blocks that can be run.
  let blocksNeeded: Int?

  init(_ plan: Plan, _ family: Family) {
    self.plan = plan
    self.family = family
    measures = family.primary.compactMap(plan.measure)
    pairs = plan.pairs
    comparisons = max(1, pairs.count * family.conditions.count * measures.count)
    blocksNeeded = BlocksNeeded.toReject(family: comparisons, alpha: Self.alpha)
  }
}

/// How many blocks a run should have.
package enum BlocksAdvice {
  /// How often a true difference of nothing may be called one, over a whole family.
  package static var alpha: Double { ContestRules.alpha }

  /// Fewer are never advised.
  package static let fewest = 10

  /// As many as a test of so many comparisons needs to reject at all, at least `fewest`; 20 where no number is enough.
  package static func blocks(comparisons: Int) -> Int {
    max(fewest, BlocksNeeded.toReject(family: max(1, comparisons), alpha: ContestRules.alpha) ?? 20)
  }
}
