package import Record

/// What a family of conditions says: everybody under each of them, and over all of them.
package struct FamilyComparison: Codable, Equatable, Sendable {
  /// How verdicts were come by.
  package struct Method: Codable, Equatable, Sendable {
    /// How often a difference of nothing may be called one, over the whole family.
    package let alpha: Double
    /// The share up to which a difference does not matter.
    package let delta: Double
    /// How many comparisons are corrected together.
    package let comparisons: Int
    /// The fewest blocks with which the test can reject.
    package let blocksNeeded: Int
    /// Blocks that took place.
    package let blocks: Int
    /// How it ended; nil when it did not.
    package let end: FamilyEnd?
  }

  /// Which one.
  package let family: Key<Family>
  /// What people read.
  package let title: String
  /// How verdicts were come by.
  package let method: Method
  /// Every condition, in the plan's order.
  package let points: [Point]
  /// Everybody over all conditions, for each primary measure.
  package let standings: [Standing]

  /// The contests by a measure, in the order of the points.
  package func contests(by measure: Key<Measure>) -> [Contest] {
    points.flatMap { $0.contests.filter { $0.measure == measure } }
  }

  /// What the run cannot tell apart by a measure, where it is quietest and where it is noisiest; nil without a twin.
  package func resolution(of measure: Key<Measure>) -> (least: Double, most: Double)? {
    let found = contests(by: measure).compactMap { $0.twin?.resolution }
    guard let least = found.min(), let most = found.max() else { return nil }
    return (least, most)
  }
}

/// Everybody over all conditions of a family, by one measure.
package struct Standing: Codable, Equatable, Sendable {
  /// A participant over conditions.
  package struct Row: Codable, Equatable, Sendable {
    /// Who.
    package let participant: Key<Participant>
    /// The geometric mean of its ratios to the reference; nil without a condition in common.
    package let ratio: Double?
    /// Its 95 % interval, Student's over blocks; nil with too few blocks, and for the reference itself.
    package let interval: Interval?
    /// How many conditions it rests on: those that have enough blocks for a test, or all where none has.
    package let conditions: Int
    /// How many blocks it rests on; 0 for the reference itself, whose ratio needs none.
    package let blocks: Int
    /// Under how many conditions it is better than every other.
    package let won: Int
  }

  /// Two participants over all conditions that both have: `a` over `b`.
  package struct Overall: Codable, Equatable, Sendable {
    /// The first.
    package let a: Key<Participant>
    /// The second.
    package let b: Key<Participant>
    /// The geometric mean of the ratios.
    package let ratio: Double
    /// Its 95 % interval, Student's over blocks; nil with too few.
    package let interval: Interval?
    /// How many conditions it rests on.
    package let conditions: Int
    /// How many blocks it rests on.
    package let blocks: Int
    /// p of the paired sign-flip test of the blocks' means over conditions; nil with too few.
    package let p: Double?
    /// The same, stepped down over the overall figures of the family.
    package let adjustedP: Double?
    /// What may be said.
    package let verdict: Pair.Verdict
  }

  /// The conditions of one category of workloads.
  package struct Category: Codable, Equatable, Sendable {
    /// Its name.
    package let name: String
    /// Everybody, in the plan's order.
    package let rows: [Row]
    /// Who wins under all of them; nil: nobody does.
    package let winner: Key<Participant>?
  }

  /// By what.
  package let measure: Key<Measure>
  /// Everybody, in the plan's order.
  package let rows: [Row]
  /// Every pair that is compared and has a condition in common.
  package let pairs: [Overall]
  /// The reference against itself over all conditions; nil without a twin.
  package let twin: Contest.Twin?
  /// The same by category of workloads.
  package let categories: [Category]

  /// What is known of a pair, `a` over `b`; nil when they were not compared in this order.
  package func pair(_ a: Key<Participant>, over b: Key<Participant>) -> Overall? {
    pairs.first { $0.a == a && $0.b == b }
  }
}
