/// How many blocks the sign-flip test needs before it can say anything.
package enum BlocksNeeded {
  /// The smallest number of blocks with which the most extreme outcome, adjusted by Holm for a `family` of
  /// comparisons, has p < `alpha`; nil when no number can, because the test's smallest p value is too large.
  package static func toReject(family: Int, alpha: Double) -> Int? {
    precondition(family > 0 && 0 < alpha && alpha < 1, "a family of \(family) at \(alpha)")
    return (1...21).first { SignFlipTest.smallestPossiblePValue(blocks: $0) * Double(family) < alpha }
  }
}
