/// The ratio of the means of two unpaired samples, without logarithms.
package struct RatioOfMeans: Sendable, Equatable {
  private let values: Summary
  private let reference: Summary
  private let degreesOfFreedom: Double

  /// Compares finite `values` with a `reference`; nil when a sample has fewer than two values, when neither
  /// has any variance, and when the reference's mean is 0.
  package init?(_ values: [Double], over reference: [Double]) {
    guard let welch = WelchTest(values, reference), let values = Summary(of: values),
      let reference = Summary(of: reference), reference.mean != 0
    else { return nil }
    self.values = values
    self.reference = reference
    degreesOfFreedom = welch.degreesOfFreedom
  }

  /// mean(values) ÷ mean(reference).
  package var ratio: Double { values.mean / reference.mean }

  /// Fieller's confidence interval of the ratio at `level`, with the degrees of freedom of Welch's test; nil
  /// when the reference's mean cannot be told from 0 at that level, and no bounded interval exists.
  ///
  /// Fieller, "Some problems in interval estimation", 1954; with g = (t × error of the reference ÷ its mean)²
  /// the interval's middle is ratio ÷ (1 − g).
  package func interval(level: Double) -> ConfidenceInterval? {
    guard let error = values.standardError, let referenceError = reference.standardError else { return nil }
    let scale = StudentT(degreesOfFreedom: degreesOfFreedom).quantile((1 + level) / 2) / abs(reference.mean)
    let g = scale * scale * referenceError * referenceError
    guard g < 1 else { return nil }
    let square = error * error * (1 - g) + ratio * ratio * referenceError * referenceError
    let halfWidth = scale * square.squareRoot()
    return ConfidenceInterval(
      level: level, lower: (ratio - halfWidth) / (1 - g), upper: (ratio + halfWidth) / (1 - g))
  }
}
