extension [Double] {
  /// The confidence interval of the median between two order statistics, the narrowest symmetric one that
  /// covers at least `level`; nil when even the whole range covers less: below 6 values at .95.
  ///
  /// Its own `level` is the exact coverage, whatever the distribution (Thompson 1936; Conover, "Practical
  /// Nonparametric Statistics", 3.2).
  package func medianInterval(level: Double) -> ConfidenceInterval? {
    guard let ranks = medianIntervalRanks(count: count, level: level) else { return nil }
    let ascending = sorted()
    return ConfidenceInterval(
      level: ranks.coverage, lower: ascending[ranks.lower - 1], upper: ascending[ranks.upper - 1])
  }
}

/// The ranks, 1 for the smallest value, between which the median lies with at least `level`.
func medianIntervalRanks(count: Int, level: Double) -> (lower: Int, upper: Int, coverage: Double)? {
  let ranks = (0..<count / 2).reversed().lazy.map { below in
    (lower: below + 1, upper: count - below, coverage: 1 - 2 * coinTail(below, of: count))
  }
  return ranks.first { $0.coverage >= level }
}
