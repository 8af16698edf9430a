import Testing

@testable import Statistics

@Suite struct PermutationTestTests {
  // scipy 1.17.1, permutation_test(permutation_type="independent", n_resamples=inf); the last two by hand.
  @Test(
    arguments: [
      (Vectors.a, Vectors.b, 48.0 / 12_870), ([10, 12, 14, 16, 18], [20, 22, 24, 26, 28], 2.0 / 252),
      ([1], [2, 3], 2.0 / 3), ([4, 4], [4, 4, 4], 1),
    ] as [([Double], [Double], Double)])
  func `every way to divide the values is counted, ties included`(
    a: [Double], b: [Double], pValue: Double
  ) throws {
    let test = try #require(PermutationTest(a, b, seed: 0))
    #expect(test.isExact && test.pValue == pValue && PermutationTest(b, a, seed: 0) == test)
  }

  @Test func `more than 200 000 ways are drawn by seed`() throws {
    let (a, b) = (Array(StepDownSignFlipTests.hundredths.prefix(9)), StepDownSignFlipTests.hundredths)
    let test = try #require(PermutationTest(a, b, seed: 1))
    #expect(!test.isExact && PermutationTest(a, b, seed: 1) == test && PermutationTest(a, b, seed: 2) != test)
    // All 14 307 150 ways, counted with whole numbers in Python 3.11; four standard errors of 100 000 draws.
    #expect(abs(test.pValue - 6_057_261.0 / 14_307_150) < 0.0064)
  }

  @Test func `a drawn p value is never 0`() {
    let low = (0..<30).map(Double.init)
    #expect(PermutationTest(low, low.map { $0 + 100 }, seed: 3)?.pValue == 1.0 / 100_001)
  }

  @Test func `nothing cannot be tested`() {
    #expect(PermutationTest([], [1], seed: 0) == nil && PermutationTest([1], [], seed: 0) == nil)
  }
}
