import Testing

@testable import Statistics

@Suite struct MannWhitneyTestTests {
  @Test(
    arguments: [
      ([19, 22, 16, 29, 24], [20, 11, 17, 12], 17, 1.0 / 9),  // SciPy's documentation of mannwhitneyu
      ([2, 1, 3, 5], [12, 11, 13, 15], 0, 2.0 / 70),  // golang/perf's utest_test.go, and the next
      ([2, 1, 3, 5], [0, 4, 6, 7], 5, 34.0 / 70),
      (Vectors.a, Vectors.b, 6, 60.0 / 12_870),  // scipy 1.17.1: .004662004662
      ([1], [2], 0, 1), ([1, 3], [2], 1, 1),
    ] as [([Double], [Double], Double, Double)])
  func `small samples without ties are counted`(a: [Double], b: [Double], u: Double, pValue: Double) throws {
    let test = try #require(MannWhitneyTest(a, b))
    #expect(test.method == .exact && test.u == u && close(test.pValue, pValue, within: 1e-14))
    let swapped = try #require(MannWhitneyTest(b, a))
    #expect(swapped.u == Double(a.count * b.count) - u && swapped.pValue == test.pValue)
  }

  @Test(
    arguments: [
      ([19, 22, 16, 29, 24], [20, 11, 17, 12], 17, 0.11134688653314041),  // SciPy's documentation
      ([1, 2, 2, 3, 4], [2, 3, 3, 5, 6], 6, 0.19882894401644247),  // scipy 1.17.1
      ([3, 3, 3], [3, 3], 3, 1), ([1, 1, 2], [1, 2, 1], 4.5, 1),
    ] as [([Double], [Double], Double, Double)])
  func `the normal approximation is corrected for ties and continuity`(
    a: [Double], b: [Double], u: Double, pValue: Double
  ) throws {
    let test = try #require(MannWhitneyTest(a, b, method: .asymptotic))
    #expect(test.method == .asymptotic && test.u == u && close(test.pValue, pValue, within: 1e-13))
  }

  // golang/perf, internal/stats/utest_test.go: U and p of the approximation.
  @Test func `large samples`() throws {
    let (a, b) = ((0..<500).map { Double(2 * $0) }, (0..<600).map { Double(2 * $0 - 41) })
    let test = try #require(MannWhitneyTest(a, b))
    #expect(test.method == .asymptotic && test.u == 135_250)
    #expect(close(test.pValue, 0.0049335361, within: 1e-8))
  }

  @Test func `the method is exact up to 8 values in one sample, unless values tie`() {
    let (eight, nine) = ((0..<8).map { Double(2 * $0) }, (0..<9).map { Double(2 * $0 + 1) })
    #expect(MannWhitneyTest(eight, nine)?.method == .exact)
    #expect(MannWhitneyTest(eight + [100], nine)?.method == .asymptotic)
    #expect(MannWhitneyTest(eight + [100], nine, method: .exact)?.method == .exact)
    #expect(MannWhitneyTest(eight, nine + [2])?.method == .asymptotic)
  }

  @Test func `there is no test of nothing, and no exact one of ties`() {
    #expect(MannWhitneyTest([], [1]) == nil && MannWhitneyTest([1], []) == nil)
    #expect(MannWhitneyTest([1, 2], [2, 3], method: .exact) == nil)
    let many = (0...300).map { Double(2 * $0) }
    #expect(MannWhitneyTest(many, many.map { $0 + 1 }, method: .exact) == nil)
  }
}

@Suite struct MannWhitneyDistributionTests {
  /// How many of the orders of m and n values have U = u, by removing the last value (Mann and Whitney 1947).
  private func counts(_ m: Int, _ n: Int) -> [Int] {
    guard m > 0, n > 0 else { return [1] }
    var counts = [Int](repeating: 0, count: m * n + 1)
    for (u, count) in self.counts(m - 1, n).enumerated() { counts[u + n] += count }
    for (u, count) in self.counts(m, n - 1).enumerated() { counts[u] += count }
    return counts
  }

  @Test(arguments: [(1, 1), (1, 5), (2, 3), (4, 4), (7, 3), (6, 6)])
  func `the tails are those of all orders counted`(m: Int, n: Int) throws {
    let counts = counts(m, n)
    let tails = try #require(MannWhitneyDistribution(counts: (m, n))).lowerTails
    #expect(tails.count == m * n / 2 + 1)
    for (u, tail) in tails.enumerated() {
      let expected = Double(counts[...u].reduce(0, +)) / Double(counts.reduce(0, +))
      #expect(close(tail, expected, within: 1e-14))
    }
  }

  // Counted with whole numbers of any size in Python 3.11.
  @Test(
    arguments: [
      (60, 50, 1000, 0.0012448295643760117), (100, 100, 4000, 0.007188544260578844),

      (8, 2000, 4000, 0.006264369954410156),
    ] as [(Int, Int, Int, Double)])
  func `hundreds of values keep their digits`(m: Int, n: Int, u: Int, expected: Double) {
    let distribution = MannWhitneyDistribution(counts: (m, n), upTo: u)
    #expect(close(distribution?.lowerTails[u], expected, within: 1e-13))
  }
}

@Suite struct DominanceTests {
  // Vectors' a and b, by counting: 6 of the 64 pairs have the larger value in a.
  @Test func `a share of pairs and its twofold distance from one half`() {
    #expect(Dominance(Vectors.a, over: Vectors.b)?.cliffDelta == -0.8125)
    #expect(Dominance(Vectors.b, over: Vectors.a)?.a12 == 0.90625)
  }

  // By hand: of 6 pairs 3 are above, 2 tie and 1 is below.
  @Test func `ties count half`() {
    #expect(Dominance([2, 3], over: [1, 2, 3])?.a12 == 4.0 / 6)
    #expect(Dominance([], over: [1]) == nil)
  }
}

@Test(arguments: [((4, 4), 2.0 / 70), ((1, 1), 1), ((5, 20), 2.0 / 53130), ((20, 5), 2.0 / 53130)])
func `samples that do not overlap have the smallest p value there is`(counts: (Int, Int), p: Double) {
  #expect(abs(MannWhitneyTest.smallestPossiblePValue(counts: counts) - p) < 1e-15)
  let (a, b) = ((0..<counts.0).map { Double($0) }, (0..<counts.1).map { 100 + Double($0) })
  #expect(MannWhitneyTest(a, b, method: .exact).map { abs($0.pValue - p) < 1e-12 } == true)
}

@Test(arguments: [(1, 4), (18, 6), (1000, 9)])
func `the values that a family needs are the fewest that can reject`(family: Int, needed: Int) {
  #expect(MannWhitneyTest.valuesNeeded(family: family, alpha: 0.05) == needed)
  let fewer = (needed - 1, needed - 1)
  #expect(MannWhitneyTest.smallestPossiblePValue(counts: fewer) * Double(family) >= 0.05)
}
