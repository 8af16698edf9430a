/// Fisher's F distribution: of the ratio of two mean squares.
package struct FDistribution: Sendable {
  /// The degrees of freedom of the numerator, above 0.
  package let numerator: Double
  /// The degrees of freedom of the denominator, above 0.
  package let denominator: Double

  /// The distribution with so many degrees of freedom.
  package init(numerator: Double, denominator: Double) {
    precondition(numerator > 0 && denominator > 0, "no F with df \(numerator), \(denominator)")
    self.numerator = numerator
    self.denominator = denominator
  }

  /// The probability of a value above `f`, at least 0: Iₓ(d₂/2, d₁/2) with x = d₂/(d₂ + d₁ f) (Abramowitz and Stegun 26.6.2).
  package func upperTail(_ f: Double) -> Double {
    let part = numerator * f
    guard part.isFinite else { return 0 }
    return incompleteBeta(
      denominator / (denominator + part), complement: part / (denominator + part), a: denominator / 2,
      b: numerator / 2)
  }
}
