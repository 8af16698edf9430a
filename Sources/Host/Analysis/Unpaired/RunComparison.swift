package import Foundation
package import Record

/// Two stored runs held against each other, cell by cell. They share no blocks, so what the machine did in
/// the meantime is part of every difference. Printed by `compare --baseline DIR --compare DIR`.
package struct RunComparison: Codable, Equatable, Sendable {
  /// Why two runs are not compared.
  package enum Refusal: Error, Equatable {
    /// Nobody was measured under the same condition in both.
    case noCommonCell(baseline: String, compare: String)
    /// They were loaded differently.
    case loadDiffers([RunDifference])
  }

  /// One of the two runs.
  package struct Side: Codable, Equatable, Sendable {
    /// The run's id.
    package let run: String
    /// When it began.
    package let startedAt: Date
    /// The commit of the working copy it was started in; nil outside of one.
    package let commit: String?
    /// What disturbed it, so that its figures are not comparable with those of another run.
    package let disturbances: [Disturbance]
  }

  /// A cell of a run.
  package struct Place: Codable, Hashable, Sendable {
    /// Who.
    package let participant: Key<Participant>
    /// Under what; at another rate it is another condition.
    package let condition: Condition
  }

  /// How the conclusions were drawn.
  package struct Method: Codable, Equatable, Sendable {
    /// The significance level, after Holm's correction.
    package let alpha: Double
    /// How many comparisons the correction covers, for either test.
    package let comparisons: Int
    /// Values that each run needs of a cell before the Mann–Whitney test can reject with so many.
    package let valuesNeeded: Int
  }

  /// The run that ratios are relative to.
  package let baseline: Side
  /// The run in question.
  package let compare: Side
  /// How the conclusions were drawn.
  package let method: Method
  /// The cells that both runs measured, in the order of the baseline's plan.
  package let cells: [CellComparison]
  /// Cells that only the baseline measured.
  package let onlyInBaseline: [Place]
  /// Cells that only the other run measured.
  package let onlyInCompare: [Place]
  /// What else differs between the runs.
  package let differences: [RunDifference]
}

/// A cell in one run against the same cell in another, by a measure.
package struct CellComparison: Codable, Equatable, Sendable {
  /// The Mann–Whitney test of the values.
  package struct RankTest: Codable, Equatable, Sendable {
    /// The pairs in which the value of the run in question is larger, plus half of those that tie.
    package let u: Double
    /// Two-sided, before correction.
    package let p: Double
    /// After Holm's correction over the family.
    package let adjustedP: Double
    /// Whether all orders were counted, which ties and large samples rule out; otherwise by the normal
    /// distribution.
    package let isExact: Bool
  }

  /// Who.
  package let participant: Key<Participant>
  /// Under what.
  package let condition: Condition
  /// By what.
  package let measure: Measure
  /// The share up to which differences count as equal.
  package let delta: Double
  /// The values of the baseline, one per block.
  package let baseline: Cell.Aggregate
  /// Those of the other run.
  package let compare: Cell.Aggregate
  /// The geometric mean over that of the baseline.
  package let ratio: Double
  /// The 95 % interval of the ratio by Welch on logarithms; nil when a run has fewer than two values, or
  /// neither any spread.
  package let interval: Interval?
  /// The 90 % interval, which decides on equivalence; nil likewise.
  package let interval90: Interval?
  /// Welch's test on logarithms; nil likewise.
  package let p: Double?
  /// The same after Holm's correction over the family.
  package let adjustedP: Double?
  /// The Mann–Whitney test.
  package let rankTest: RankTest
  /// Welch's test on the raw values, which decides nothing.
  package let welch: Pair.Welch?
  /// Whether Welch on logarithms and Mann–Whitney both reject, or both do not.
  package let testsAgree: Bool
  /// What may be said of the run in question: `faster` means than the baseline.
  package let verdict: Pair.Verdict
}
