/// The Mann–Whitney U test: is a value of one unpaired sample as likely above as below one of the other?
///
/// Mann and Whitney, "On a test of whether one of two random variables is stochastically larger than the
/// other", Annals of Mathematical Statistics 1947.
package struct MannWhitneyTest: Sendable, Equatable {
  /// How a p value was found.
  package enum Method: Sendable {
    /// By counting all orders of the values, which must not have ties.
    case exact
    /// By the normal distribution, corrected for ties and continuity.
    case asymptotic
  }

  /// The pairs in which the value of the first sample is larger, plus half of the pairs that tie.
  package let u: Double
  /// The two-sided p value; 1 when all values are equal.
  package let pValue: Double
  /// How the p value was found.
  package let method: Method

  /// Compares `a` with `b`; nil when a sample is empty, and when `method` is exact but values tie or
  /// both samples have more than 300.
  ///
  /// Without a `method` it is SciPy's choice: exact when nothing ties and a sample has at most 8 values.
  package init?(_ a: [Double], _ b: [Double], method: Method? = nil) {
    guard !a.isEmpty, !b.isEmpty else { return nil }
    let pooled = Ranks(of: a + b)
    let method = method ?? (pooled.hasTies || min(a.count, b.count) > 8 ? .asymptotic : .exact)
    guard method == .asymptotic || !pooled.hasTies else { return nil }
    let pairs = Double(a.count) * Double(b.count)
    u = pooled.ranks.prefix(a.count).reduce(0, +) - Double(a.count * (a.count + 1) / 2)
    let smaller = min(u, pairs - u)
    self.method = method
    switch method {
    case .exact:
      guard let distribution = MannWhitneyDistribution(counts: (a.count, b.count), upTo: Int(smaller))
      else { return nil }
      pValue = min(1, 2 * distribution.lowerTails[Int(smaller)])
    case .asymptotic:
      let n = Double(a.count + b.count)
      let variance = pairs / 12 * (n + 1 - pooled.tieCorrection / (n * (n - 1)))
      // The continuity correction moves U half a pair towards the middle, not beyond it.
      let distance = max(0, pairs / 2 - smaller - 0.5)
      pValue = variance > 0 ? NormalDistribution().twoSidedPValue(distance / variance.squareRoot()) : 1
    }
  }
}
