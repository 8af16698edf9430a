/// How many values two samples without common blocks need.
package enum UnpairedSampleSize {
  /// The smallest number of values per sample with which a two-sided test at `alpha` finds a `difference` of
  /// the means with the probability `power`; both that and the standard deviation are shares of the mean,
  /// above 0.
  ///
  /// n = 2 ((z₁₋α⁄₂ + z_power) × coefficient of variation ÷ difference)², the normal approximation (Cohen
  /// 1988, 2.4). Student's t needs one or two more.
  package static func perSample(
    coefficientOfVariation: Double, difference: Double, alpha: Double = 0.05, power: Double = 0.8
  ) -> Int {
    precondition(
      coefficientOfVariation > 0 && difference > 0 && 0 < alpha && alpha <= power && power < 1,
      "no sample size for CV \(coefficientOfVariation), difference \(difference), power \(power)")
    let normal = NormalDistribution()
    let ratio =
      (normal.quantile(1 - alpha / 2) + normal.quantile(power)) * coefficientOfVariation / difference
    return max(2, Int((2 * ratio * ratio).rounded(.up)))
  }
}
