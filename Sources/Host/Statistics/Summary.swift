/// Location and spread of a sample.
package struct Summary: Sendable, Equatable {
  /// The number of values, at least 1.
  package let count: Int
  /// The arithmetic mean.
  package let mean: Double
  /// The middle value, or the mean of the two in the middle.
  package let median: Double
  /// The smallest value.
  package let minimum: Double
  /// The largest value.
  package let maximum: Double
  /// The mean squared deviation with divisor n − 1; nil for a single value.
  package let variance: Double?

  /// Summarises finite values of any order; nil when there is none.
  ///
  /// Mean and variance are corrected for rounding (Chan, Golub and LeVeque, "Algorithms for computing the sample
  /// variance", 1983), so that equal values have exactly no variance.
  package init?(of sample: [Double]) {
    guard let minimum = sample.min(), let maximum = sample.max(), let median = sample.median else {
      return nil
    }
    let n = Double(sample.count)
    let roundedMean = sample.reduce(0, +) / n
    let mean = roundedMean + sample.reduce(0) { $0 + ($1 - roundedMean) } / n
    let squares = sample.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    count = sample.count
    self.mean = mean
    self.median = median
    self.minimum = minimum
    self.maximum = maximum
    variance = sample.count > 1 ? squares / (n - 1) : nil
  }

  /// The square root of the variance, in the sample's unit; nil for a single value.
  package var standardDeviation: Double? { variance.map { $0.squareRoot() } }

  /// Standard deviation ÷ |mean|; nil for a single value and for a mean of 0.
  package var coefficientOfVariation: Double? {
    mean == 0 ? nil : standardDeviation.map { $0 / abs(mean) }
  }

  /// Standard deviation ÷ √count; nil for a single value.
  package var standardError: Double? { variance.map { ($0 / Double(count)).squareRoot() } }

  /// Student's confidence interval of the mean at `level`, for instance .95; nil for a single value. Without any variance
  /// both ends are the mean.
  package func meanInterval(level: Double) -> ConfidenceInterval? {
    standardError.map { standardError in
      let t = StudentT(degreesOfFreedom: Double(count - 1)).quantile((1 + level) / 2)
      return ConfidenceInterval(
        level: level, lower: mean - t * standardError, upper: mean + t * standardError)
    }
  }
}
