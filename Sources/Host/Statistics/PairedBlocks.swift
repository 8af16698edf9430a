import Glibc

/// How many times the reference's value a framework reaches, from pairs measured in the same block.
///
/// Ratios are analysed as logarithms, d = ln(x_framework / x_reference), one per block, and turned back at the end.
package struct PairedBlocks: Sendable, Equatable {
  /// d of each block, in the order of the blocks; at least one.
  package let logRatios: [Double]
  private let summary: Summary

  /// Pairs `values` with the `reference` of the same block; nil when there is no block or a value is not a finite
  /// number above 0, which has no logarithm.
  package init?(_ values: [Double], over reference: [Double]) {
    precondition(values.count == reference.count, "\(values.count) values for \(reference.count) references")
    logRatios = zip(values, reference).map { log($0) - log($1) }
    guard logRatios.allSatisfy(\.isFinite), let summary = Summary(of: logRatios) else { return nil }
    self.summary = summary
  }

  /// The geometric mean of the blocks' ratios, exp(mean d).
  package var ratio: Double { exp(summary.mean) }

  /// The ratio that one wild block cannot move far: exp(Hodges–Lehmann of d).
  package var robustRatio: Double { exp(hodgesLehmann(logRatios) ?? summary.median) }

  /// The paired t statistic of d against 0 (Student 1908); nil for one block and when all d are equal.
  package var t: Double? {
    guard let standardError = summary.standardError, standardError > 0 else { return nil }
    return summary.mean / standardError
  }

  /// The two-sided p value of `t`; nil where t is.
  package var pValue: Double? {
    t.map { StudentT(degreesOfFreedom: Double(summary.count - 1)).twoSidedPValue($0) }
  }

  /// Student's confidence interval of the ratio at `level`, for instance .95; nil for one block. Without any
  /// variance both ends are the ratio.
  package func interval(level: Double) -> ConfidenceInterval? {
    summary.meanInterval(level: level).map {
      ConfidenceInterval(level: level, lower: exp($0.lower), upper: exp($0.upper))
    }
  }
}
