import Testing

@testable import Statistics

@Suite struct WelchTestTests {
  struct Expected: Sendable {
    let a, b: [Double]
    let t, degreesOfFreedom, pValue, lower, upper, cohenD, hedgesCorrection: Double
  }

  /// scipy 1.17.1; the t, df and p of the second also in golang/perf, internal/stats/ttest_test.go.
  static let table = [
    Expected(
      a: [10, 12, 14, 16, 18], b: [20, 22, 24, 26, 28], t: -5, degreesOfFreedom: 8,
      pValue: 0.0010528257933665399, lower: -14.612008270408332, upper: -5.387991729591668,
      cohenD: -3.162277660168379, hedgesCorrection: 0.90270333367641),
    Expected(
      a: [2, 1, 3, 4], b: [6, 5, 7, 9], t: -3.9703446152237674, degreesOfFreedom: 5.584615384615385,
      pValue: 0.008512863131378173, lower: -6.917220622474003, upper: -1.5827793775259962,
      cohenD: -2.8074576010722194, hedgesCorrection: 0.8686266878274133),
    Expected(
      a: Vectors.a, b: Vectors.b, t: -3.4484295214973506, degreesOfFreedom: 11.901563764688524,
      pValue: 0.004874113794606258, lower: -2161.103661364521, upper: -486.64633863547897,
      cohenD: -1.7242147607486753, hedgesCorrection: 0.9452877293068106),
  ]

  @Test(arguments: table)
  func `the test and its interval`(expected: Expected) throws {
    let test = try #require(WelchTest(expected.a, expected.b))
    #expect(close(test.t, expected.t, within: 1e-13))
    #expect(close(test.degreesOfFreedom, expected.degreesOfFreedom, within: 1e-13))
    #expect(close(test.pValue, expected.pValue, within: 1e-12))
    let interval = test.interval(level: 0.95)
    #expect(close(interval.lower, expected.lower, within: 1e-12))
    #expect(close(interval.upper, expected.upper, within: 1e-12))
  }

  @Test(arguments: table)
  func `the size of the effect`(expected: Expected) throws {
    let effect = try #require(StandardizedDifference(expected.a, expected.b))
    #expect(close(effect.cohenD, expected.cohenD, within: 1e-13))
    #expect(close(effect.hedgesCorrection, expected.hedgesCorrection, within: 1e-12))
    #expect(close(effect.hedgesG, expected.hedgesCorrection * expected.cohenD, within: 1e-12))
  }

  // scipy 1.17.1: the noncentralities of nct, found by brentq, for which the observed t is at .025 and .975.
  @Test(
    arguments: zip(
      table,
      [
        (-5.087636949199211, -1.1634699055982682),
        (-4.8394948309888175, -0.6819221475071199), (-2.8690476483340532, -0.536210050123749),
      ]))
  func `the interval of the effect`(expected: Expected, ends: (Double, Double)) throws {
    let interval = try #require(StandardizedDifference(expected.a, expected.b)).interval(level: 0.95)
    #expect(close(interval.lower, ends.0) && close(interval.upper, ends.1))
    let opposite = try #require(StandardizedDifference(expected.b, expected.a)).interval(level: 0.95)
    #expect(close(opposite.lower, -ends.1) && close(opposite.upper, -ends.0))
  }

  @Test func `swapping the samples changes the sign only`() throws {
    let test = try #require(WelchTest(Vectors.a, Vectors.b))
    let swapped = try #require(WelchTest(Vectors.b, Vectors.a))
    #expect(swapped.t == -test.t && swapped.pValue == test.pValue)
  }

  @Test func `one constant sample leaves the other's degrees of freedom`() {
    #expect(close(WelchTest([5, 5, 5], [1, 2, 3, 4])?.degreesOfFreedom, 3))
  }

  @Test(
    arguments: [
      ([1], [1, 2, 3]), ([1, 2, 3], []), ([5, 5], [7, 7, 7]),
    ] as [([Double], [Double])])
  func `there is no test without two values each and some variance`(a: [Double], b: [Double]) {
    #expect(WelchTest(a, b) == nil)
    #expect(StandardizedDifference(a, b) == nil)
  }
}
