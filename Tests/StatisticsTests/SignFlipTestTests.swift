import Testing

@testable import Statistics

@Suite struct SignFlipTestTests {
  /// Multiples of .01, so that many sums tie but for rounding; independent of the test's own arithmetic.
  static let hundredths = (0..<21).map { Double(($0 * 7919) % 41 - 14) / 100 }

  // scipy 1.17.1, permutation_test(permutation_type="samples", n_resamples=inf); the 20 by full enumeration in numpy.
  @Test(
    arguments: [
      (zip(Vectors.a, Vectors.b).map { $1 - $0 }, 0.0078125),
      ([0.3, -0.1, 0.25, 0.4, 0.05, -0.2, 0.6, 0.15, 0.35, 0.1], 42.0 / 1024),
      (Array(hundredths.prefix(12)), 2398.0 / 4096),
      (Array(hundredths.prefix(20)), 76_732.0 / 524_288),
      ([2.5], 1), ([0, 0, 0], 1),
    ] as [([Double], Double)])
  func `every pattern of signs is counted, ties included`(differences: [Double], expected: Double) throws {
    let test = try #require(SignFlipTest(differences, seed: 0))
    #expect(test.isExact && test.pValue == expected)
    #expect(SignFlipTest(differences.map { -$0 }, seed: 0) == test)
  }

  @Test func `more than 20 differences are tested by seeded draws`() throws {
    let test = try #require(SignFlipTest(Self.hundredths, seed: 1))
    #expect(!test.isExact && SignFlipTest(Self.hundredths, seed: 1) == test)
    #expect(SignFlipTest(Self.hundredths, seed: 2) != test)
    // .081274… by full enumeration in numpy; four standard errors of 100 000 draws.
    #expect(abs(test.pValue - 0.08127403259277344) < 0.0035)
  }

  @Test func `every block has a sign of its own, the 65th too`() throws {
    // Only the three ones matter: 2 of their 8 patterns are as extreme.
    let test = try #require(SignFlipTest([Double](repeating: 0, count: 64) + [1, 1, 1], seed: 4))
    #expect(abs(test.pValue - 0.25) < 0.0055)
  }

  @Test func `a drawn p value is never 0`() {
    let ones = [Double](repeating: 1, count: 70)
    #expect(SignFlipTest(ones, seed: 3)?.pValue == 1.0 / 100_001)
  }

  @Test(arguments: [1, 2, 6, 12, 20]) func `differences of one sign reach the smallest p value`(blocks: Int) {
    let test = SignFlipTest([Double](repeating: 0.01, count: blocks), seed: 0)
    #expect(test?.pValue == SignFlipTest.smallestPossiblePValue(blocks: blocks))
  }

  @Test func `nothing cannot be tested`() {
    #expect(SignFlipTest([], seed: 0) == nil)
  }
}

@Suite struct BlocksNeededTests {
  // 2 ÷ 2ᴮ × family < .05, by hand.
  @Test(arguments: [(1, 6), (5, 8), (20, 10), (36, 11), (108, 13)])
  func `the blocks needed before the test can reject`(family: Int, blocks: Int) {
    #expect(BlocksNeeded.toReject(family: family, alpha: 0.05) == blocks)
  }

  @Test func `a p value equal to α does not reject`() {
    #expect(BlocksNeeded.toReject(family: 1, alpha: 0.125) == 5)
  }

  @Test func `a family too large for the test's resolution has no answer`() {
    #expect(BlocksNeeded.toReject(family: 26_214, alpha: 0.05) == 20)
    #expect(BlocksNeeded.toReject(family: 26_215, alpha: 0.05) == nil)
  }
}
