/// A continuous distribution around 0 that falls off alike on both sides.
package protocol SymmetricDistribution: Sendable {
  /// The probability of a value above `x`, for x ≥ 0.
  func upperTail(_ x: Double) -> Double
}

extension SymmetricDistribution {
  /// The probability of a value of at most `x`.
  package func cdf(_ x: Double) -> Double {
    x < 0 ? upperTail(-x) : 1 - upperTail(x)
  }

  /// The probability of a value at least as far from 0 as `x`.
  package func twoSidedPValue(_ x: Double) -> Double {
    2 * upperTail(abs(x))
  }

  /// The value that is not exceeded with `probability`, which lies between 0 and 1.
  package func quantile(_ probability: Double) -> Double { searchedQuantile(probability) }

  /// The quantile by search: doubles an upper bound, then bisects the tail until no number lies between the bounds.
  func searchedQuantile(_ probability: Double) -> Double {
    precondition(0 < probability && probability < 1, "probability \(probability) is not between 0 and 1")
    guard probability >= 0.5 else { return -magnitude(ofTail: probability) }
    return magnitude(ofTail: 1 - probability)
  }

  private func magnitude(ofTail tail: Double) -> Double {
    var (lower, upper) = (0.0, 1.0)
    guard tail < 0.5 else { return 0 }
    while upperTail(upper) > tail { (lower, upper) = (upper, 2 * upper) }
    while true {
      let middle = (lower + upper) / 2
      guard lower < middle, middle < upper else { return upper }
      if upperTail(middle) > tail { lower = middle } else { upper = middle }
    }
  }
}
