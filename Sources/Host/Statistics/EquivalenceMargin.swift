import Glibc

/// How far a ratio may be from 1 before the difference matters.
package struct EquivalenceMargin: Sendable, Equatable {
  /// δ: ratios from 1/(1 + δ) to 1 + δ count as equivalent. At least 0; .03 is 3 %.
  package let delta: Double

  /// The larger of `delta` and this run's noise floor: the 95th percentile of |d| between the baseline and its
  /// twin, whose `twinLogRatios` hold one d per block.
  package init(delta: Double, twinLogRatios: [Double] = []) {
    precondition(delta >= 0 && delta.isFinite, "δ \(delta) is not a finite number of at least 0")
    self.delta = max(delta, expm1(twinLogRatios.map { abs($0) }.quantile(0.95) ?? 0))
  }

  /// The smallest ratio that counts as equivalent, 1/(1 + δ).
  package var lower: Double { 1 / (1 + delta) }

  /// The largest ratio that counts as equivalent, 1 + δ.
  package var upper: Double { 1 + delta }

  /// Whether all of `interval`, ends included, counts as equivalent.
  ///
  /// For the 90 % interval this is the two one-sided tests procedure at α = .05 (Schuirmann 1987).
  package func contains(_ interval: ConfidenceInterval) -> Bool {
    lower <= interval.lower && interval.upper <= upper
  }
}
