import Glibc

/// The two one-sided tests of a ratio within a margin, as a p value.
///
/// Schuirmann, "A comparison of the two one-sided tests procedure and the power approach", 1987. `pValue` < α
/// exactly when the interval of level 1 − 2α lies from 1/(1 + δ) to 1 + δ, which is how `Verdict` decides.
package struct EquivalenceTest: Sendable, Equatable {
  /// The p value of a ratio of at most 1/(1 + δ): small when the ratio is surely above.
  package let lowerPValue: Double
  /// The p value of a ratio of at least 1 + δ: small when the ratio is surely below.
  package let upperPValue: Double

  /// Tests the mean d of `pairs` against ±ln(1 + `delta`) by Student's t; nil for one block and when all d are
  /// equal.
  package init?(_ pairs: PairedBlocks, within delta: Double) {
    guard let summary = Summary(of: pairs.logRatios), let standardError = summary.standardError,
      standardError > 0
    else { return nil }
    let distribution = StudentT(degreesOfFreedom: Double(summary.count - 1))
    let bound = log1p(delta)
    lowerPValue = distribution.cdf(-(summary.mean + bound) / standardError)
    upperPValue = distribution.cdf((summary.mean - bound) / standardError)
  }

  /// The larger of both p values: that of a ratio outside of the margin.
  package var pValue: Double { max(lowerPValue, upperPValue) }
}
