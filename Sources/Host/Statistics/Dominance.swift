/// How often a value of one sample is above one of the other, whatever the distance.
package struct Dominance: Sendable, Equatable {
  /// Vargha and Delaney's A₁₂, P(a > b) + P(a = b)/2 over all pairs: 0 ... 1, ½ when neither dominates ("A
  /// critique and improvement of the CL common language effect size statistics", 2000).
  package let a12: Double

  /// Compares each value of `a` with each of `b`; nil when a sample is empty.
  package init?(_ a: [Double], over b: [Double]) {
    guard let test = MannWhitneyTest(a, b, method: .asymptotic) else { return nil }
    a12 = test.u / (Double(a.count) * Double(b.count))
  }

  /// Cliff's δ, P(a > b) − P(a < b): −1 ... 1, 0 when neither dominates ("Dominance statistics", 1993).
  package var cliffDelta: Double { 2 * a12 - 1 }
}
