import Testing

@testable import Statistics

@Suite struct WilcoxonSignedRankTestTests {
  // scipy 1.17.1, wilcoxon(method="exact"); with ties permutation_test(permutation_type="samples",
  // n_resamples=inf).
  @Test(
    arguments: [
      (zip(Vectors.a, Vectors.b).map { $1 - $0 }, 36, 0.0078125),
      ([1, -2, 3, 4, -5, 6, 7], 21, 0.296875),
      ([1, 2, 2, -3, 0, 4], 11, 0.4375),
      ([0, 0], 0, 1), ([-2.5], 0, 1),
    ] as [([Double], Double, Double)])
  func `every pattern of signs is counted`(differences: [Double], rankSum: Double, pValue: Double) throws {
    let test = try #require(WilcoxonSignedRankTest(differences))
    #expect(test.positiveRankSum == rankSum && close(test.pValue, pValue, within: 1e-14))
    #expect(WilcoxonSignedRankTest(differences.map { -$0 })?.pValue == test.pValue)
  }

  @Test func `nothing cannot be tested`() {
    #expect(WilcoxonSignedRankTest([]) == nil)
  }
}

@Suite struct SignTestTests {
  // scipy 1.17.1, binomtest(k, n, .5).
  @Test(
    arguments: [
      (zip(Vectors.a, Vectors.b).map { $1 - $0 }, 8, 0, 0.0078125),
      ([1, 2, -3, 0, 4, 5, -6, 7, 8, 9], 7, 2, 0.1796875),
      ([1, -1], 1, 1, 1), ([0], 0, 0, 1),
    ] as [([Double], Int, Int, Double)])
  func `signs are counted, zeros left out`(
    differences: [Double], positive: Int, negative: Int, pValue: Double
  ) throws {
    let test = try #require(SignTest(differences))
    #expect(test.positive == positive && test.negative == negative)
    #expect(close(test.pValue, pValue, within: 1e-13))
  }

  @Test func `nothing cannot be tested`() {
    #expect(SignTest([]) == nil)
  }
}
