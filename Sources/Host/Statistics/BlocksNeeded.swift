/// How many blocks a wanted precision takes, from the standard deviation of d that earlier blocks had.
package enum BlocksNeeded {
  /// The smallest number of blocks whose Student interval of the mean d at `level` has at most `halfWidth`,
  /// in the unit of d; nil when more than a million would be needed.
  ///
  /// A run stops at ln(1 + δ)/2 for a margin δ.
  package static func toReach(halfWidth: Double, standardDeviation: Double, level: Double = 0.95) -> Int? {
    precondition(halfWidth > 0 && standardDeviation >= 0, "half-width \(halfWidth), sd \(standardDeviation)")
    // Student's quantile is more than the normal one, so fewer cannot do.
    let root = NormalDistribution().quantile((1 + level) / 2) * standardDeviation / halfWidth
    guard root * root < 1_000_000 else { return nil }
    return smallest(from: Int(root * root)) { blocks in
      let t = StudentT(degreesOfFreedom: Double(blocks - 1)).quantile((1 + level) / 2)
      return t * standardDeviation / Double(blocks).squareRoot() <= halfWidth
    }
  }

  /// The smallest number of blocks with which the paired test finds a mean d of `effect`, not 0, with
  /// `power`; nil when more than a million would be needed.
  package static func toDetect(
    effect: Double, standardDeviation: Double, alpha: Double = 0.05, power: Double = 0.8
  ) -> Int? {
    precondition(effect != 0 && alpha <= power && power < 1, "effect \(effect) with probability \(power)")
    return smallest(from: 1) { blocks in
      let test = PairedPower(standardDeviation: standardDeviation, blocks: blocks, alpha: alpha)
      return test.power(effect: effect) >= power
    }
  }

  /// The smallest number of blocks from 2 to a million from which on they are `enough`; `known` are not, or it is 1.
  private static func smallest(from known: Int, enough: (Int) -> Bool) -> Int? {
    var (few, step) = (max(1, known), 1)
    var many = few + step
    while !enough(many) {
      guard many < 1_000_000 else { return nil }
      step *= 2
      (few, many) = (many, min(many + step, 1_000_000))
    }
    while many - few > 1 {
      let middle = (few + many) / 2
      if enough(middle) { many = middle } else { few = middle }
    }
    return many
  }
}
