import Glibc

/// What a comparison of a framework with its reference allows one to say.
package enum Verdict: Sendable, Equatable {
  /// Significantly better than the reference.
  case faster
  /// Significantly worse than the reference.
  case slower
  /// Shown to differ by less than what matters.
  case equivalent
  /// The interval is so wide that more blocks of this kind would hardly tell: neither a difference nor its absence is shown.
  case tooNoisy
  /// Neither a difference nor its absence is shown. "Not significant" is never "the same".
  case inconclusive
  /// There are too few blocks for a test, so nothing is said.
  case needsBlocks

  /// Which values of the metric are better.
  package enum Better: Sendable {
    /// As for throughput.
    case higher
    /// As for latency.
    case lower
  }

  /// Which of the two values are only known to be at least so large.
  package struct Bounds: Sendable, Equatable {
    /// The framework's value.
    package let isFirstAtLeast: Bool
    /// The reference's value.
    package let isSecondAtLeast: Bool

    /// Both values are what they are.
    package static let exact = Bounds(isFirstAtLeast: false, isSecondAtLeast: false)

    /// Bounds of the framework's and of the reference's value.
    package init(isFirstAtLeast: Bool, isSecondAtLeast: Bool) {
      self.isFirstAtLeast = isFirstAtLeast
      self.isSecondAtLeast = isSecondAtLeast
    }

    /// Whether a ratio on one side of 1 stays there whatever the true values are.
    fileprivate func allows(ratioAbove1 isAbove: Bool) -> Bool {
      isAbove ? !isSecondAtLeast : !isFirstAtLeast
    }
  }

  /// The verdict on a ratio framework ÷ reference; the first rule that applies decides:
  ///
  /// 1. Fewer blocks than `needed` → needs blocks.
  /// 2. `interval90` from 1/(1 + δ) to 1 + δ → equivalent, also when the difference is significant: it is then shown to be there and shown
  ///    not to matter. At α = .05 these are the two one-sided tests of Schuirmann (1987).
  /// 3. `adjustedPValue` < `alpha` and 1 outside `interval95` → faster or slower, as the interval lies on the `better` side of 1 or not.
  ///    Both are required, since they come from different tests.
  /// 4. Half the width of ln `interval95` above 2 ln(1 + δ) → too noisy.
  /// 5. Otherwise → inconclusive.
  ///
  /// - Parameters:
  ///   - delta: δ, the share up to which the reader does not mind a difference; at least 0.
  ///   - bounds: Where a value is at least so large, a ratio is called on the side only that it cannot leave, and never equivalent.
  ///   - twinReach: Where the same app differed from itself: how far from 1 its interval reached, as a logarithm. Then nothing is
  ///     equivalent, and only an interval that lies farther from 1 is faster or slower.
  ///   - isSparse: So few requests tell a value that rule 4 comes before rule 3.
  package init(
    interval95: ConfidenceInterval?, interval90: ConfidenceInterval?, adjustedPValue: Double?,
    alpha: Double = 0.05, delta: Double, blocks: Int, needed: Int = StepDownSignFlip.fewestBlocks,
    better: Better, bounds: Bounds = .exact, twinReach: Double? = nil, isSparse: Bool = false
  ) {
    guard blocks >= needed, let interval95, let interval90 else {
      self = .needsBlocks
      return
    }
    let isAbove = interval95.lower > 1
    let near = min(abs(log(interval95.lower)), abs(log(interval95.upper)))
    let differs = (adjustedPValue.map { $0 < alpha } ?? false) && !interval95.contains(1)
    let isEquivalent = 1 / (1 + delta) <= interval90.lower && interval90.upper <= 1 + delta
    let isTooNoisy = log(interval95.upper / interval95.lower) / 2 > 2 * log1p(delta)
    if isEquivalent, bounds == .exact, twinReach == nil {
      self = .equivalent
    } else if isSparse, isTooNoisy {
      self = .tooNoisy
    } else if differs, bounds.allows(ratioAbove1: isAbove), near > twinReach ?? 0 {
      self = isAbove == (better == .higher) ? .faster : .slower
    } else {
      self = isTooNoisy ? .tooNoisy : .inconclusive
    }
  }
}
