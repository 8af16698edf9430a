/// What a paired comparison of so many blocks can find.
///
/// The power is that of the paired t test by the noncentral t distribution (Cohen, "Statistical Power
/// Analysis", 1988, 2.3.5); the sign-flip test has nearly the same from `StepDownSignFlip.fewestBlocks` on.
package struct PairedPower: Sendable, Equatable {
  /// The standard deviation of d, the logarithms of the blocks' ratios; above 0.
  package let standardDeviation: Double
  /// The number of blocks, at least 2.
  package let blocks: Int
  /// The two-sided level of the test, between 0 and 1; in a family what its first test has to reach
  /// (`StepDownSignFlip.criticalPValue`).
  package let alpha: Double

  /// The test of `blocks` whose d has `standardDeviation`, at `alpha`.
  package init(standardDeviation: Double, blocks: Int, alpha: Double = 0.05) {
    precondition(standardDeviation > 0 && standardDeviation.isFinite, "no power with sd \(standardDeviation)")
    precondition(blocks > 1 && 0 < alpha && alpha < 1, "no test of \(blocks) blocks at \(alpha)")
    self.standardDeviation = standardDeviation
    self.blocks = blocks
    self.alpha = alpha
  }

  /// The probability that the test finds a true mean of d of `effect`.
  package func power(effect: Double) -> Double {
    power(noncentrality: effect / standardError, critical: critical)
  }

  /// The mean of d, above 0, that the test finds with the probability `power`: exp of it is the ratio.
  package func minimumDetectableEffect(power wanted: Double = 0.8) -> Double {
    Self.minimumDetectableEffect(blocks: blocks, alpha: alpha, power: wanted) * standardError
  }

  /// The same in standard errors of the mean, where it depends on the blocks alone and not on what they have.
  package static func minimumDetectableEffect(blocks: Int, alpha: Double, power wanted: Double = 0.8)
    -> Double
  {
    precondition(alpha <= wanted && wanted < 1, "no effect is found with probability \(wanted)")
    let unit = PairedPower(standardDeviation: 1, blocks: blocks, alpha: alpha)
    let critical = unit.critical
    func excess(_ noncentrality: Double) -> Double {
      unit.power(noncentrality: noncentrality, critical: critical) - wanted
    }
    var upper = 1.0
    while excess(upper) < 0 { upper *= 2 }
    return root(of: excess, from: 0, to: upper)
  }

  private var standardError: Double { standardDeviation / Double(blocks).squareRoot() }
  private var degreesOfFreedom: Double { Double(blocks - 1) }
  private var critical: Double { StudentT(degreesOfFreedom: degreesOfFreedom).quantile(1 - alpha / 2) }

  private func power(noncentrality: Double, critical: Double) -> Double {
    let distribution = NoncentralT(degreesOfFreedom: degreesOfFreedom, noncentrality: noncentrality)
    return 1 - distribution.cdf(critical) + distribution.cdf(-critical)
  }
}

/// Where an increasing function is 0 that is below 0 at `lower` and not at `upper`, to twelve digits: regula falsi, with the Illinois rule
/// for an end that stays (Dowell and Jarratt, "A modified regula falsi method", 1971).
private func root(of function: (Double) -> Double, from lower: Double, to upper: Double) -> Double {
  var (low, high) = ((x: lower, y: function(lower)), (x: upper, y: function(upper)))
  var (last, wasBelow) = (upper, Bool?.none)
  while high.y > 0 {
    let x = (low.x * high.y - high.x * low.y) / (high.y - low.y)
    guard abs(x - last) > 1e-12 * abs(x) else { return x }
    let y = function(x)
    if y < 0 {
      low = (x, y)
      if wasBelow == true { high.y /= 2 }
    } else {
      high = (x, y)
      if wasBelow == false { low.y /= 2 }
    }
    (last, wasBelow) = (x, y < 0)
  }
  return high.x
}
