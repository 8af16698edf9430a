/// A range that a figure lies in with a stated confidence.
package struct Interval: Codable, Equatable, Sendable {
  /// The lower end.
  package let low: Double
  /// The upper end.
  package let high: Double

  /// From `low` to `high`.
  package init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }
}

/// Framework `a` against framework `b` under one workload, block by block.
package struct Pair: Codable, Equatable, Sendable {
  /// What may be said.
  package enum Verdict: String, Codable, Sendable {
    /// `a` is faster than `b`, after correction for many comparisons.
    case faster
    /// `a` is slower than `b`.
    case slower
    /// The difference is surely smaller than what matters.
    case equivalent
    /// The data allow no conclusion.
    case inconclusive
    /// There are too few blocks for any conclusion.
    case needsBlocks = "needs-blocks"
  }

  /// Welch's t-test on the raw values, beside the test that decides.
  package struct Welch: Codable, Equatable, Sendable {
    package let t: Double
    package let degreesOfFreedom: Double
    package let p: Double
  }

  /// The framework in question.
  package let a: String
  /// The framework it is held against.
  package let b: String
  /// Blocks in which both were measured.
  package let blocks: Int
  /// The number of `a` over that of `b`, throughput or p99: the geometric mean over blocks.
  package let ratio: Double
  /// The same by Hodges–Lehmann, which a wild block hardly moves.
  package let robustRatio: Double
  /// The 95 % interval of the ratio; nil with one block.
  package let interval: Interval?
  /// The 90 % interval, which decides on equivalence; nil with one block.
  package let interval90: Interval?
  /// The paired sign-flip permutation test's p; nil with too few blocks to reject.
  package let p: Double?
  /// The same after Holm's correction over the family.
  package let adjustedP: Double?
  /// Welch's test on the raw numbers; nil with one block.
  package let welch: Welch?
  /// The smallest difference, as a share, that so many blocks show with a probability of 80 %; nil with too few, or
  /// without any variance.
  package let minimumDetectableEffect: Double?
  /// How many more blocks an interval would take that is narrow enough for any verdict; 0: it is; nil: no number is
  /// known.
  package let moreBlocks: Int?
  /// What may be said.
  package let verdict: Verdict
}
