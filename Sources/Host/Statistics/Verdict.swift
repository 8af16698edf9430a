/// What a comparison of a framework with its reference allows one to say.
package enum Verdict: Sendable, Equatable {
  /// Significantly better than the reference.
  case faster
  /// Significantly worse than the reference.
  case slower
  /// Shown to differ by less than the margin.
  case equivalent
  /// Neither a difference nor its absence is shown. "Not significant" is never "the same".
  case inconclusive
  /// The test cannot reject before this many blocks, so nothing is said.
  case needsBlocks(Int)

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
  /// 1. Fewer `blocks` than `blocksNeeded` (see `BlocksNeeded`) → needs blocks. When no number of blocks suffices
  ///    (nil) or there is no interval → inconclusive.
  /// 2. `interval90` inside `margin` → equivalent, also when the difference is significant: it is then shown to be
  ///    there and shown not to matter.
  /// 3. `adjustedPValue` < `alpha` and 1 outside `interval95` → faster or slower, as the interval lies on the
  ///    `better` side of 1 or not. Both are required, since they come from different tests.
  /// 4. Otherwise → inconclusive.
  package init(
    interval95: ConfidenceInterval?, interval90: ConfidenceInterval?, adjustedPValue: Double, alpha: Double,
    margin: EquivalenceMargin, blocks: Int, blocksNeeded: Int?, better: Better,
    bounds: Bounds = .exact
  ) {
    guard let blocksNeeded else {
      self = .inconclusive
      return
    }
    guard blocks >= blocksNeeded else {
      self = .needsBlocks(blocksNeeded)
      return
    }
    guard let interval95, let interval90 else {
      self = .inconclusive
      return
    }
    if margin.contains(interval90), bounds == .exact {
      self = .equivalent
    } else if adjustedPValue < alpha, !interval95.contains(1),
      bounds.allows(ratioAbove1: interval95.lower > 1)
    {
      self = (interval95.lower > 1) == (better == .higher) ? .faster : .slower
    } else {
      self = .inconclusive
    }
  }
}
