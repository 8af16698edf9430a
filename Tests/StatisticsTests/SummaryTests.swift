import Testing

@testable import Statistics

/// Expected values: numpy 2.4.6.
@Suite struct SummaryTests {
  @Test(
    arguments: [
      ([10, 12, 14, 16, 18], 14, 3.1622776601683795, 14, 0.22587697572631282),
      ([2, 1, 3, 4], 2.5, 1.2909944487358056, 2.5, 0.5163977794943222),
      (Vectors.a, 50162.375, 584.7995841067507, 50067, 0.01165813189879368),
    ] as [([Double], Double, Double, Double, Double)])
  func `location and spread`(
    sample: [Double], mean: Double, standardDeviation: Double, median: Double, variation: Double
  ) throws {
    let summary = try #require(Summary(of: sample))
    #expect(summary.count == sample.count && summary.mean == mean && summary.median == median)
    #expect(summary.minimum == sample.min() && summary.maximum == sample.max())
    #expect(close(summary.standardDeviation, standardDeviation, within: 1e-14))
    #expect(close(summary.coefficientOfVariation, variation, within: 1e-14))
    #expect(
      close(summary.standardError, standardDeviation / Double(sample.count).squareRoot(), within: 1e-14))
  }

  @Test(arguments: [(0, 10), (0.1, 10.8), (0.25, 12), (0.5, 14), (0.9, 17.2), (1, 18)] as [(Double, Double)])
  func `a quantile is interpolated as R and NumPy do`(probability: Double, expected: Double) {
    #expect(close([18, 10, 16, 12, 14].quantile(probability), expected, within: 1e-15))
  }

  @Test func `an empty sample has no statistics`() {
    #expect(Summary(of: []) == nil)
    #expect([Double]().quantile(0.5) == nil)
  }

  @Test func `a single value has no spread`() {
    let summary = Summary(of: [7])
    #expect(summary?.mean == 7 && summary?.median == 7)
    #expect(summary?.standardDeviation == nil && summary?.coefficientOfVariation == nil)
    #expect([7.0].quantile(0.9) == 7)
  }

  @Test func `equal values have exactly no variance, although their sum is rounded`() {
    let summary = Summary(of: [Double](repeating: 0.1, count: 10))
    #expect(summary?.mean == 0.1 && summary?.standardDeviation == 0)
  }

  @Test func `a large offset does not swallow the variance`() {
    #expect(Summary(of: [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])?.variance == 30)
  }

  @Test func `a mean of 0 has no coefficient of variation`() {
    #expect(Summary(of: [-1, 1])?.coefficientOfVariation == nil)
    #expect(Summary(of: [-2, -4])?.coefficientOfVariation.map { $0 > 0 } == true)
  }
}
