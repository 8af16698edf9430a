/// What samples of a size allow the test to say at all.
extension MannWhitneyTest {
  /// The smallest two-sided p value of samples with so many values, none of which tie: 2 ÷ the number of ways
  /// to pick the one from both, at most 1.
  package static func smallestPossiblePValue(counts: (Int, Int)) -> Double {
    precondition(counts.0 > 0 && counts.1 > 0, "no test of \(counts)")
    let smaller = min(counts.0, counts.1)
    let ways = (1...smaller).reduce(1.0) { ways, i in
      ways * Double(max(counts.0, counts.1) + i) / Double(i)
    }
    return min(1, 2 / ways)
  }

  /// The smallest number of values in either of two equal samples with which the most extreme outcome,
  /// adjusted by Holm for a `family` of comparisons, has p < `alpha`.
  package static func valuesNeeded(family: Int, alpha: Double) -> Int {
    precondition(family > 0 && 0 < alpha && alpha < 1, "a family of \(family) at \(alpha)")
    var count = 1
    while smallestPossiblePValue(counts: (count, count)) * Double(family) >= alpha { count += 1 }
    return count
  }
}
