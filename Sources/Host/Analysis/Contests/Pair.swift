package import Record

/// An interval of ratios.
package struct Interval: Codable, Equatable, Sendable {
  /// Its lower end.
  package let low: Double
  /// Its upper end.
  package let high: Double

  /// From `low` to `high`.
  package init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }
}

/// Two participants under one condition by one measure: `a` over `b`, from the blocks that have both.
package struct Pair: Codable, Equatable, Sendable {
  /// What may be said; faster means better, whichever direction that is.
  package enum Verdict: String, Codable, CaseIterable, Sendable {
    /// `a` is better.
    case faster
    /// `a` is worse.
    case slower
    /// The difference does not matter.
    case equivalent
    /// Neither may be said.
    case inconclusive
    /// Neither may be said, and the blocks are so far apart that a few more would not help.
    case tooNoisy = "too-noisy"
    /// There are too few blocks for any verdict.
    case needsBlocks = "needs-blocks"
    /// One of both changes over a session, so that there is no verdict.
    case unsteady

    /// The verdict of `b` over `a`.
    package var reversed: Verdict {
      switch self {
      case .faster: .slower
      case .slower: .faster
      default: self
      }
    }

    /// Whether more blocks might say more.
    package var isOpen: Bool { self == .inconclusive || self == .tooNoisy || self == .needsBlocks }

    /// Whether it says something of the two, if only that they cannot be told apart.
    var isVerdict: Bool { self != .tooNoisy && self != .needsBlocks && self != .unsteady }
  }

  /// Welch's test on the raw values.
  package struct Welch: Codable, Equatable, Sendable {
    /// The statistic.
    package let t: Double
    /// Degrees of freedom.
    package let degreesOfFreedom: Double
    /// Two-sided p.
    package let p: Double
  }

  /// The first.
  package let a: Key<Participant>
  /// The second.
  package let b: Key<Participant>
  /// Blocks that have both.
  package let blocks: Int
  /// Geometric mean over blocks of `a`'s value over `b`'s.
  package let ratio: Double
  /// The same by Hodges and Lehmann, which one odd block does not move.
  package let robustRatio: Double
  /// Student's 95 % interval of the ratio; nil with too few blocks.
  package let interval: Interval?
  /// Its 90 % interval, which equivalence is judged by.
  package let interval90: Interval?
  /// p of the paired sign-flip test; nil with too few blocks for it to reject.
  package let p: Double?
  /// The same, stepped down over the family.
  package let adjustedP: Double?
  /// Welch's test on the raw values, beside the verdict; nil where it has no value.
  package let welch: Welch?
  /// The smallest difference that so many blocks find with a probability of 80 %; nil where that cannot be told.
  package let minimumDetectableEffect: Double?
  /// About how many more blocks would make the interval narrow enough; nil: more than can be run.
  package let moreBlocks: Int?
  /// What may be said.
  package let verdict: Verdict
}
