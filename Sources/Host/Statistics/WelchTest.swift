/// Welch's t test: do two unpaired samples with unequal variances have the same mean?
///
/// Welch, "The generalization of Student's problem when several different population variances are involved",
/// Biometrika 1947.
package struct WelchTest: Sendable, Equatable {
  /// mean(a) − mean(b), in the samples' unit.
  package let difference: Double
  /// The standard error of `difference`, above 0.
  package let standardError: Double
  /// The Welch–Satterthwaite degrees of freedom, not necessarily whole.
  package let degreesOfFreedom: Double

  /// Compares finite values; nil when a sample has fewer than two values or neither has any variance.
  package init?(_ a: [Double], _ b: [Double]) {
    guard let a = Summary(of: a), let b = Summary(of: b), let varianceA = a.variance,
      let varianceB = b.variance, varianceA + varianceB > 0
    else { return nil }
    // Shares of the squared error instead of fourth powers, which could leave the range of Double.
    let squaredError = varianceA / Double(a.count) + varianceB / Double(b.count)
    let shareA = varianceA / Double(a.count) / squaredError
    let shareB = varianceB / Double(b.count) / squaredError
    difference = a.mean - b.mean
    standardError = squaredError.squareRoot()
    degreesOfFreedom = 1 / (shareA * shareA / Double(a.count - 1) + shareB * shareB / Double(b.count - 1))
  }

  /// difference ÷ standard error.
  package var t: Double { difference / standardError }

  /// The two-sided p value of equal means.
  package var pValue: Double { StudentT(degreesOfFreedom: degreesOfFreedom).twoSidedPValue(t) }

  /// The confidence interval of the difference at `level`, for instance .95.
  package func interval(level: Double) -> ConfidenceInterval {
    let halfWidth = StudentT(degreesOfFreedom: degreesOfFreedom).quantile((1 + level) / 2) * standardError
    return ConfidenceInterval(level: level, lower: difference - halfWidth, upper: difference + halfWidth)
  }
}
