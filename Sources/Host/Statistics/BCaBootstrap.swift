import SeededRandom

/// The bias-corrected and accelerated bootstrap: an interval of any statistic, without a distribution
/// assumed.
///
/// Efron, "Better bootstrap confidence intervals", JASA 1987; Efron and Tibshirani, "An Introduction to the
/// Bootstrap", 1993, chapter 14.
package struct BCaBootstrap: Sendable, Equatable {
  /// The statistic of the sample itself.
  package let estimate: Double
  /// The statistic of every resample, ascending.
  package let resampled: [Double]
  /// z₀: the normal quantile of the share of resamples below the estimate, ties counted half.
  package let biasCorrection: Double
  /// â: a sixth of the skewness of the statistic without one value each (the jackknife); 0 when they are all
  /// equal.
  package let acceleration: Double
  /// Whether every resample was counted instead of drawn.
  package let isExact: Bool

  /// Resamples a `sample` of at least two values with replacement, as often as `resamples` says, or every way
  /// once when those are no more: up to 5 values with the usual 10 000. `seed` decides the drawn ones.
  ///
  /// Nil for fewer values, when the `statistic` of a resample is not finite, and when the estimate lies
  /// outside of the resampled ones.
  package init?(
    of sample: [Double], resamples: Int = 10_000, seed: UInt64, statistic: ([Double]) -> Double
  ) {
    guard sample.count > 1 else { return nil }
    let all = (1...sample.count).reduce(1) { ways, _ in min(ways * sample.count, resamples + 1) }
    isExact = all <= resamples
    let resampled =
      isExact
      ? Self.everyResample(of: sample, count: all, statistic)
      : Self.drawnResamples(of: sample, count: resamples, seed: seed, statistic)
    let leftOut = sample.indices.map { statistic(Array(sample[..<$0] + sample[($0 + 1)...])) }
    let estimate = statistic(sample)
    let share = Self.share(of: resampled, below: estimate)
    guard (resampled + leftOut).allSatisfy(\.isFinite), 0 < share, share < 1 else { return nil }
    self.estimate = estimate
    self.resampled = resampled.sorted()
    biasCorrection = NormalDistribution().quantile(share)
    acceleration = Self.acceleration(of: leftOut)
  }

  /// The confidence interval at `level`, for instance .95; nil when the correction leaves no such interval.
  package func interval(level: Double) -> ConfidenceInterval? {
    guard let lower = correctedProbability((1 - level) / 2),
      let upper = correctedProbability((1 + level) / 2)
    else { return nil }
    return interval(level: level, from: lower, to: upper)
  }

  /// The interval at `level` without the corrections.
  package func percentileInterval(level: Double) -> ConfidenceInterval? {
    interval(level: level, from: (1 - level) / 2, to: (1 + level) / 2)
  }

  /// The probability whose quantile takes the place of that of `probability`; nil beyond the acceleration's
  /// pole.
  func correctedProbability(_ probability: Double) -> Double? {
    let normal = NormalDistribution()
    let shifted = biasCorrection + normal.quantile(probability)
    let divisor = 1 - acceleration * shifted
    return divisor > 0 ? normal.cdf(biasCorrection + shifted / divisor) : nil
  }

  private func interval(level: Double, from lower: Double, to upper: Double) -> ConfidenceInterval? {
    guard let lower = resampled.quantile(lower), let upper = resampled.quantile(upper) else { return nil }
    return ConfidenceInterval(level: level, lower: lower, upper: upper)
  }

  /// The share of `values` below `estimate`; those that are equal but for rounding are ties and count half.
  private static func share(of values: [Double], below estimate: Double) -> Double {
    let tolerance = 1e-12 * values.reduce(0) { max($0, abs($1)) }
    let below = values.count { $0 < estimate - tolerance }
    let ties = values.count { abs($0 - estimate) <= tolerance }
    return (Double(below) + Double(ties) / 2) / Double(values.count)
  }

  private static func acceleration(of leftOut: [Double]) -> Double {
    let mean = leftOut.reduce(0, +) / Double(leftOut.count)
    let squares = leftOut.reduce(0) { $0 + (mean - $1) * (mean - $1) }
    let cubes = leftOut.reduce(0) { $0 + (mean - $1) * (mean - $1) * (mean - $1) }
    return squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
  }

  private static func everyResample(
    of sample: [Double], count: Int, _ statistic: ([Double]) -> Double
  ) -> [Double] {
    (0..<count).map { number in
      var digits = number
      return statistic(
        sample.map { _ in
          defer { digits /= sample.count }
          return sample[digits % sample.count]
        })
    }
  }

  private static func drawnResamples(
    of sample: [Double], count: Int, seed: UInt64, _ statistic: ([Double]) -> Double
  ) -> [Double] {
    var generator = SeededGenerator(seed: seed, stream: "bootstrap")
    return (0..<count).map { _ in
      statistic(sample.map { _ in sample[generator.integer(in: 0...sample.count - 1)] })
    }
  }
}
