/// The Hodges–Lehmann estimate of how far one sample lies above another, which a wild value cannot move far.
///
/// Hodges and Lehmann, "Estimates of location based on rank tests", 1963.
package struct HodgesLehmannShift: Sendable, Equatable {
  /// The median of all differences value − reference, in the samples' unit.
  package let estimate: Double

  /// All differences, ascending.
  private let differences: [Double]
  private let counts: [Int]

  /// Compares `values` with a `reference`; nil when one is empty.
  package init?(_ values: [Double], over reference: [Double]) {
    differences = values.flatMap { value in reference.map { value - $0 } }.sorted()
    counts = [values.count, reference.count]
    guard let median = differences.median else { return nil }
    estimate = median
  }

  /// The confidence interval between two order statistics of the differences, the narrowest that covers at
  /// least `level`; nil when even their whole range covers less.
  ///
  /// Its own `level` is the exact coverage, less than the true one with ties (Moses 1953; Hollander and
  /// Wolfe, "Nonparametric Statistical Methods", 4.3); that of the normal approximation when both samples
  /// have more than 300 values.
  package func interval(level: Double) -> ConfidenceInterval? {
    guard let skipped = skippedDifferences(level: level) else { return nil }
    return ConfidenceInterval(
      level: skipped.coverage, lower: differences[skipped.count],
      upper: differences[differences.count - 1 - skipped.count])
  }

  /// How many differences lie outside on either side, and what the others cover.
  private func skippedDifferences(level: Double) -> (count: Int, coverage: Double)? {
    if let tails = MannWhitneyDistribution(counts: (counts[0], counts[1]))?.lowerTails {
      return tails.lastIndex { 1 - 2 * $0 >= level }.map { ($0, 1 - 2 * tails[$0]) }
    }
    let mean = Double(differences.count) / 2
    let deviation = (mean * Double(counts[0] + counts[1] + 1) / 6).squareRoot()
    let count = Int(mean - 0.5 - NormalDistribution().quantile((1 + level) / 2) * deviation)
    let tail = NormalDistribution().cdf((Double(count) + 0.5 - mean) / deviation)
    return (count, 1 - 2 * tail)
  }
}
