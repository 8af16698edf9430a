import Testing

@testable import Statistics

/// Expected values: Holm by hand, Benjamini–Hochberg by scipy 1.17.1 (false_discovery_control) or by hand.
@Suite struct MultipleComparisonsTests {
  private static let four = [0.01, 0.04, 0.03, 0.005]
  private static let six = [0.0001, 0.04, 0.01, 0.2, 0.03, 0.5]

  private func close(_ actual: [Double], _ expected: [Double]) -> Bool {
    actual.count == expected.count && zip(actual, expected).allSatisfy { abs($0 - $1) < 1e-15 }
  }

  @Test(arguments: [
    (four, [0.03, 0.06, 0.06, 0.02]), (six, [0.0006, 0.12, 0.05, 0.4, 0.12, 0.5]), ([0.7, 0.6], [1, 1]),
    ([0.02], [0.02]), ([], []),
  ])
  func `Holm`(pValues: [Double], adjusted: [Double]) {
    #expect(close(MultipleComparisons.holm(pValues), adjusted))
  }

  @Test(arguments: [
    (four, [0.02, 0.04, 0.04, 0.02]), (six, [0.0006, 0.06, 0.03, 0.24, 0.06, 0.5]), ([0.02], [0.02]),
    ([], []),
  ])
  func `Benjamini–Hochberg`(pValues: [Double], adjusted: [Double]) {
    #expect(close(MultipleComparisons.benjaminiHochberg(pValues), adjusted))
  }
}
