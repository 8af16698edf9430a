/// A percentile of requests of which some were never sent.
public enum CensoredPercentile: Sendable, Equatable {
  /// It is known.
  case value(UInt64)
  /// Its rank is one of the requests without an answer: it is more than the largest value of those that had one.
  case above(UInt64)
}

extension Histogram {
  /// The value that `percent` (0 ... 100) percent of the values and of `unsent` others do not exceed, which are larger than any of the
  /// values; nil when empty.
  ///
  /// A server that does not keep up with a schedule leaves requests unsent; without them its percentiles would be those of the requests
  /// that it had time for.
  public func percentile(_ percent: Double, unsent: UInt64) -> CensoredPercentile? {
    guard let maximum else { return nil }
    let rank = Self.rank(percent, of: count + unsent)
    return rank > count ? .above(maximum) : value(ofRank: rank).map(CensoredPercentile.value)
  }
}
