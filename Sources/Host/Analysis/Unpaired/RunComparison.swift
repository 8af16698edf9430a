package import Foundation

/// Two stored runs held against each other, cell by cell. They share no blocks, so what the machine did in
/// the meantime is part of every difference. Printed by `compare --baseline DIR --compare DIR`.
package struct RunComparison: Codable, Equatable, Sendable {
  /// Why two runs are not compared.
  package enum Refusal: Error, Equatable, CustomStringConvertible {
    /// No framework was measured under the same workload in both.
    case noCommonCell(baseline: String, compare: String)
    /// They were loaded differently.
    case loadDiffers([RunDifference])

    package var description: String {
      switch self {
      case .noCommonCell(let baseline, let compare):
        "\(baseline) and \(compare) have no cell in common: no framework was measured under the same workload "
          + "in both; `harness results list` shows what they have"
      case .loadDiffers(let differences):
        "the runs were loaded differently, so their figures are not of the same thing: "
          + differences.map(\.message).joined(separator: "; ")
          + "; measure again with the same settings, or compare all the same with --force"
      }
    }
  }

  /// One of the two runs.
  package struct Side: Codable, Equatable, Sendable {
    /// The run's id.
    package let run: String
    /// When it began.
    package let startedAt: Date
    /// The commit of the working copy it was started in; nil outside of one.
    package let commit: String?
  }

  /// How the conclusions were drawn.
  package struct Method: Codable, Equatable, Sendable {
    /// The measure that verdicts are about: answers per second, higher being better.
    package let metric: String
    /// The significance level, after Holm's correction.
    package let alpha: Double
    /// Differences up to this share count as equal.
    package let delta: Double
    /// How many cells the correction covers, for either test.
    package let family: Int
    /// Values that each run needs of a cell before the Mann–Whitney test can reject with this family.
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
  /// Cells that only the baseline measured, `framework under workload`.
  package let onlyInBaseline: [String]
  /// Cells that only the other run measured.
  package let onlyInCompare: [String]
  /// What else differs between the runs.
  package let differences: [RunDifference]
}

/// A cell in one run against the same cell in another.
package struct CellComparison: Codable, Equatable, Sendable {
  /// The Mann–Whitney test of the throughputs.
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

  /// The framework.
  package let framework: String
  /// The workload.
  package let workload: String
  /// Throughputs in the baseline, one per block.
  package let baseline: Cell.Spread
  /// Throughputs in the other run.
  package let compare: Cell.Spread
  /// How many blocks gave a value: in the baseline.
  package let baselineBlocks: Int
  /// In the other run.
  package let compareBlocks: Int
  /// Throughput over that of the baseline: of the geometric means.
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
  /// Welch's test on the raw throughputs, which decides nothing.
  package let welch: Pair.Welch?
  /// Whether Welch on logarithms and Mann–Whitney both reject, or both do not.
  package let testsAgree: Bool
  /// What may be said of the run in question: `faster` means than the baseline.
  package let verdict: Pair.Verdict
}
