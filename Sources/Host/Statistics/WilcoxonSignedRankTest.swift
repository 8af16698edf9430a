/// Wilcoxon's signed-rank test: are paired differences as far above 0 as below?
///
/// Wilcoxon, "Individual comparisons by ranking methods", 1945. The p value is exact for any number of
/// differences, ties included: the ranks that there are get every pattern of signs.
package struct WilcoxonSignedRankTest: Sendable, Equatable {
  /// W⁺: the sum of the ranks of the differences above 0, ranked by size; differences of 0 are left out.
  package let positiveRankSum: Double
  /// The two-sided p value; 1 when all differences are 0.
  package let pValue: Double

  /// Tests finite `differences`, one per block, against 0; nil when there is none.
  package init?(_ differences: [Double]) {
    guard !differences.isEmpty else { return nil }
    let moved = differences.filter { $0 != 0 }
    // Twice the ranks, which are whole numbers also where values tie.
    let ranks = Ranks(of: moved.map { abs($0) }).ranks.map { Int(2 * $0) }
    let positive = zip(moved, ranks).reduce(0) { $1.0 > 0 ? $0 + $1.1 : $0 }
    let total = ranks.reduce(0, +)
    positiveRankSum = Double(positive) / 2
    let tail = Self.probabilities(of: ranks, upTo: min(positive, total - positive)).reduce(0, +)
    pValue = min(1, 2 * tail)
  }

  /// The probability of each sum 0 ... `bound` when every rank is in it or not, as a coin falls.
  private static func probabilities(of ranks: [Int], upTo bound: Int) -> [Double] {
    var probabilities = [1.0] + [Double](repeating: 0, count: bound)
    for rank in ranks {
      for sum in stride(from: bound, through: 0, by: -1) {
        probabilities[sum] = (probabilities[sum] + (sum >= rank ? probabilities[sum - rank] : 0)) / 2
      }
    }
    return probabilities
  }
}
