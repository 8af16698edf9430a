import Glibc

/// How many of independent trials succeed.
package struct BinomialDistribution: Sendable, Equatable {
  /// The number of trials, at least 1.
  package let trials: Int
  /// The probability that one succeeds, above 0 and below 1.
  package let probability: Double

  /// The distribution of `trials` trials that succeed with `probability`.
  package init(trials: Int, probability: Double) {
    precondition(trials > 0 && 0 < probability && probability < 1, "no \(trials) trials at \(probability)")
    self.trials = trials
    self.probability = probability
  }

  /// The probability of at most `count` successes: I₁₋ₚ(n − k, k + 1) (NIST DLMF 8.17.5).
  package func cdf(_ count: Int) -> Double {
    guard count >= 0 else { return 0 }
    guard count < trials else { return 1 }
    return incompleteBeta(
      1 - probability, complement: probability, a: Double(trials - count), b: Double(count + 1))
  }

  /// The numbers of successes that leave at most `tail` (below .5) on either side: outside of them is fewer
  /// than the lower bound with at most that probability, and more than the upper one with at most that.
  ///
  /// For .025 and p = .05: 1 to 10 of 100, 4 to 16 of 200.
  package func range(tail: Double = 0.025) -> ClosedRange<Int> {
    precondition(0 < tail && tail < 0.5, "a tail of \(tail) is no tail")
    let upper = (0...trials).first { 1 - cdf($0) <= tail } ?? trials
    let lower = (0...upper).last { cdf($0 - 1) <= tail } ?? 0
    return lower...upper
  }
}
