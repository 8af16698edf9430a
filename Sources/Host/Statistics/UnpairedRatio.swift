import Glibc

/// How many times the reference's value a framework reaches, from samples that share no blocks.
///
/// Welch's test on logarithms, turned back at the end: the ratio is that of geometric means.
package struct UnpairedRatio: Sendable, Equatable {
  /// The test of ln(values) against ln(reference).
  package let welch: WelchTest

  /// Compares `values` with a `reference`; nil when a value is not a finite number above 0, when a sample has
  /// fewer than two, and when neither has any variance.
  package init?(_ values: [Double], over reference: [Double]) {
    let (logs, referenceLogs) = (values.map { log($0) }, reference.map { log($0) })
    guard (logs + referenceLogs).allSatisfy(\.isFinite), let welch = WelchTest(logs, referenceLogs)
    else { return nil }
    self.welch = welch
  }

  /// The ratio of the geometric means.
  package var ratio: Double { exp(welch.difference) }

  /// The two-sided p value of a ratio of 1.
  package var pValue: Double { welch.pValue }

  /// The confidence interval of the ratio at `level`, for instance .95.
  package func interval(level: Double) -> ConfidenceInterval {
    let logs = welch.interval(level: level)
    return ConfidenceInterval(level: level, lower: exp(logs.lower), upper: exp(logs.upper))
  }
}
