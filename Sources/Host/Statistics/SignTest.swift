/// The sign test: are paired differences as often above 0 as below?
///
/// Arbuthnott 1710; Conover, "Practical Nonparametric Statistics", 3.4. Exact; differences of 0 are left out.
package struct SignTest: Sendable, Equatable {
  /// How many differences are above 0.
  package let positive: Int
  /// How many differences are below 0.
  package let negative: Int

  /// Tests `differences`, one per block, against 0; nil when there is none.
  package init?(_ differences: [Double]) {
    guard !differences.isEmpty else { return nil }
    positive = differences.count { $0 > 0 }
    negative = differences.count { $0 < 0 }
  }

  /// The two-sided p value; 1 when all differences are 0.
  package var pValue: Double {
    min(1, 2 * coinTail(min(positive, negative), of: positive + negative))
  }
}

/// The probability of at most `heads` heads of `tosses` tosses of a fair coin.
///
/// The binomial distribution at ½ as a regularised incomplete beta function (NIST DLMF 8.17.5).
func coinTail(_ heads: Int, of tosses: Int) -> Double {
  heads < tosses
    ? incompleteBeta(0.5, complement: 0.5, a: Double(tosses - heads), b: Double(heads + 1)) : 1
}
