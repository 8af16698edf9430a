import SeededRandom

/// The two-sample permutation test: if both frameworks were alike, any of the values could have been
/// either's.
///
/// Pitman, "Significance tests which may be applied to samples from any populations", 1937. Up to 200 000
/// ways to divide the values are all counted; of more, 100 000 are drawn and p = (k + 1)/(N + 1) (Phipson and
/// Smyth, "Permutation p-values should never be zero", 2010).
package struct PermutationTest: Sendable, Equatable {
  /// The two-sided p value: the share of ways whose means differ at least as much as the observed ones.
  package let pValue: Double
  /// Whether every way was counted.
  package let isExact: Bool

  private static let largestExactCount = 200_000
  private static let drawCount = 100_000

  /// Compares the means of finite samples; nil when one is empty. `seed` decides the drawn ways.
  package init?(_ a: [Double], _ b: [Double], seed: UInt64) {
    guard !a.isEmpty, !b.isEmpty, let mean = Summary(of: a + b)?.mean else { return nil }
    // Around the mean of all, the difference of the means is proportional to the sum of either sample.
    let values = (a.count <= b.count ? a + b : b + a).map { $0 - mean }
    let taken = min(a.count, b.count)
    // Sums that are equal but for rounding are ties and count.
    let tolerance = 1e-12 * values.reduce(0) { $0 + abs($1) }
    let extreme = abs(values.prefix(taken).reduce(0, +)) - tolerance
    let ways = Self.ways(toTake: taken, of: values.count)
    isExact = ways <= Self.largestExactCount
    if isExact {
      let count = Self.extremeWays(toTake: taken, of: values[...], sum: 0, extreme: extreme)
      pValue = Double(count) / Double(ways)
    } else {
      var generator = SeededGenerator(seed: seed, stream: "permutations")
      var values = values
      let count = (0..<Self.drawCount).count { _ in
        abs(Self.drawnSum(taking: taken, of: &values, using: &generator)) >= extreme
      }
      pValue = Double(count + 1) / Double(Self.drawCount + 1)
    }
  }

  /// The binomial coefficient, or any number above `largestExactCount` when it is above that.
  private static func ways(toTake taken: Int, of count: Int) -> Int {
    var ways = 1
    for i in 1...taken {
      ways = ways * (count - taken + i) / i
      if ways > largestExactCount { break }
    }
    return ways
  }

  /// In how many ways `taken` of the `values`, added to `sum`, end at least `extreme` away from 0.
  private static func extremeWays(
    toTake taken: Int, of values: ArraySlice<Double>, sum: Double, extreme: Double
  ) -> Int {
    guard taken > 0, let first = values.first else { return abs(sum) >= extreme ? 1 : 0 }
    let rest = values.dropFirst()
    let with = extremeWays(toTake: taken - 1, of: rest, sum: sum + first, extreme: extreme)
    guard rest.count >= taken else { return with }
    return with + extremeWays(toTake: taken, of: rest, sum: sum, extreme: extreme)
  }

  /// The sum of `taken` values, each choice equally likely; they are moved to the front.
  private static func drawnSum(
    taking taken: Int, of values: inout [Double], using generator: inout SeededGenerator
  ) -> Double {
    var sum = 0.0
    for index in 0..<taken {
      values.swapAt(index, generator.integer(in: index...values.count - 1))
      sum += values[index]
    }
    return sum
  }
}
