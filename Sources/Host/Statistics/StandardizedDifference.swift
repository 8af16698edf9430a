import Glibc

/// The difference of two means in units of the pooled standard deviation.
package struct StandardizedDifference: Sendable, Equatable {
  /// (mean(a) − mean(b)) ÷ pooled standard deviation (Cohen, "Statistical Power Analysis", 1988, 2.5).
  package let cohenD: Double
  /// Hedges' J, the factor that removes the bias of d in small samples: Γ(m/2) ÷ (√(m/2) Γ((m−1)/2)) with
  /// m = n₁ + n₂ − 2 (Hedges, "Distribution theory for Glass's estimator", 1981, exact form).
  package let hedgesCorrection: Double

  private let counts: [Double]

  /// Compares finite values; nil when a sample has fewer than two values or neither has any variance.
  package init?(_ a: [Double], _ b: [Double]) {
    guard let a = Summary(of: a), let b = Summary(of: b), let varianceA = a.variance,
      let varianceB = b.variance, varianceA + varianceB > 0
    else { return nil }
    counts = [Double(a.count), Double(b.count)]
    let m = Double(a.count + b.count - 2)
    let pooled = (Double(a.count - 1) * varianceA + Double(b.count - 1) * varianceB) / m
    cohenD = (a.mean - b.mean) / pooled.squareRoot()
    hedgesCorrection = exp(logGamma(m / 2) - logGamma((m - 1) / 2)) / (m / 2).squareRoot()
  }

  /// Hedges' g: J × d.
  package var hedgesG: Double { hedgesCorrection * cohenD }

  /// The confidence interval of the true `cohenD` at `level`, for instance .95; times `hedgesCorrection` that
  /// of g.
  ///
  /// The noncentralities for which the observed t is as far out as `level` allows (Cumming and Finch, "A
  /// primer on the understanding, use, and calculation of confidence intervals …", 2001); exact for normal
  /// samples of equal variance.
  package func interval(level: Double) -> ConfidenceInterval {
    let scale = (1 / counts[0] + 1 / counts[1]).squareRoot()
    let (t, df) = (cohenD / scale, counts[0] + counts[1] - 2)
    func noncentrality(withTail probability: Double) -> Double {
      func isFarther(_ δ: Double) -> Bool {
        NoncentralT(degreesOfFreedom: df, noncentrality: δ).cdf(t) <= probability
      }
      var reach = 4.0
      while !isFarther(t + reach) || isFarther(t - reach) { reach *= 2 }
      return bisect(from: t - reach, to: t + reach, until: isFarther)
    }
    return ConfidenceInterval(
      level: level, lower: scale * noncentrality(withTail: (1 + level) / 2),
      upper: scale * noncentrality(withTail: (1 - level) / 2))
  }
}
