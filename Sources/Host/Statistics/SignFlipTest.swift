import SeededRandom

/// The paired permutation test: if both frameworks were alike, each block's difference could as well have had the
/// other sign.
///
/// Fisher, "The Design of Experiments", 1935, section 21. Up to 20 blocks every pattern of signs is counted; for
/// more, 100 000 are drawn and p = (k + 1)/(N + 1) (Phipson and Smyth, "Permutation p-values should never be zero",
/// 2010).
package struct SignFlipTest: Sendable, Equatable {
  /// The two-sided p value: the share of patterns with a mean at least as far from 0 as the observed one.
  package let pValue: Double
  /// Whether every pattern was counted.
  package let isExact: Bool

  private static let largestExactCount = 20
  private static let drawCount = 100_000

  /// Tests finite `differences`, one per block, against 0; nil when there is none. `seed` decides the drawn patterns.
  package init?(_ differences: [Double], seed: UInt64) {
    guard !differences.isEmpty else { return nil }
    // Sums that are equal but for rounding are ties and count.
    let tolerance = 1e-12 * differences.reduce(0) { $0 + abs($1) }
    let extreme = abs(differences.reduce(0, +)) - tolerance
    isExact = differences.count <= Self.largestExactCount
    if isExact {
      // A pattern and its opposite are equally extreme, so the first sign can stay.
      let patterns = 1 << (differences.count - 1)
      let count = Self.extremePatterns(
        of: differences.span.extracting(droppingFirst: 1), sum: differences[0], extreme: extreme)
      pValue = Double(count) / Double(patterns)
    } else {
      var generator = SeededGenerator(seed: seed, stream: "sign flips")
      let sums = (0..<Self.drawCount).lazy.map { _ in Self.drawnSum(of: differences, using: &generator) }
      pValue = Double(sums.count { abs($0) >= extreme } + 1) / Double(Self.drawCount + 1)
    }
  }

  /// The smallest p value that any differences of `blocks` blocks can have.
  package static func smallestPossiblePValue(blocks: Int) -> Double {
    precondition(blocks > 0, "no test without blocks")
    return blocks <= largestExactCount ? 1 / Double(1 << (blocks - 1)) : 1 / Double(drawCount + 1)
  }

  /// How many of the sign patterns of `rest`, added to `sum`, end at least `extreme` away from 0.
  private static func extremePatterns(of rest: Span<Double>, sum: Double, extreme: Double) -> Int {
    guard !rest.isEmpty else { return abs(sum) >= extreme ? 1 : 0 }
    let others = rest.extracting(droppingFirst: 1)
    return extremePatterns(of: others, sum: sum + rest[0], extreme: extreme)
      + extremePatterns(of: others, sum: sum - rest[0], extreme: extreme)
  }

  private static func drawnSum(of differences: [Double], using generator: inout SeededGenerator) -> Double {
    var (sum, signs) = (0.0, UInt64(0))
    for (block, difference) in differences.enumerated() {
      if block.isMultiple(of: 64) { signs = generator.next() }
      sum += signs & 1 == 0 ? difference : -difference
      signs >>= 1
    }
    return sum
  }
}
