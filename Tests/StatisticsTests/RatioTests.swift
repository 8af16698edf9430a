import Testing

@testable import Statistics

/// Expected values: scipy 1.17.1.
@Suite struct RatioOfMeansTests {
  // Fieller's formula with numpy 2.4.6 and the t quantile of scipy 1.17.1.
  @Test func `the ratio of means and Fieller's interval`() throws {
    let means = try #require(RatioOfMeans(Vectors.b, over: Vectors.a))
    #expect(close(means.ratio, 1.0263917927, within: 1e-10))
    let interval = try #require(means.interval(level: 0.95))
    #expect(close(interval.lower, 1.0096545237218408, within: 1e-12))
    #expect(close(interval.upper, 1.0432949374197564, within: 1e-12))
  }

  // Where the interval of Welch's test ends, Fieller's of a constant reference does, divided by the constant.
  @Test func `a reference without variance only scales`() throws {
    let interval = try #require(RatioOfMeans(Vectors.b, over: [50, 50])?.interval(level: 0.9))
    let welch = try #require(WelchTest(Vectors.b, [50, 50])).interval(level: 0.9)
    #expect(close(interval.lower, 1 + welch.lower / 50, within: 1e-12))
    #expect(close(interval.upper, 1 + welch.upper / 50, within: 1e-12))
  }

  @Test func `both samples turned to negative have the same ratio`() throws {
    let means = try #require(RatioOfMeans(Vectors.b, over: Vectors.a))
    let negative = try #require(RatioOfMeans(Vectors.b.map { -$0 }, over: Vectors.a.map { -$0 }))
    #expect(negative.ratio == means.ratio && negative.interval(level: 0.95) == means.interval(level: 0.95))
  }

  @Test func `a reference that may be 0 has no bounded interval`() throws {
    let means = try #require(RatioOfMeans([1, 2, 3], over: [-1, 2, 1]))
    #expect(means.interval(level: 0.95) == nil)
    #expect(RatioOfMeans([1, 2], over: [-1, 1]) == nil && RatioOfMeans([1], over: [1, 2]) == nil)
  }
}

/// Expected values: scipy 1.17.1, turned back from logarithms.
@Suite struct UnpairedRatioTests {
  @Test func `the ratio, its interval and its test`() throws {
    let unpaired = try #require(UnpairedRatio(Vectors.b, over: Vectors.a))
    #expect(close(unpaired.ratio, 1.0263114882) && close(unpaired.pValue, 0.0046315716848846005))
    let interval = unpaired.interval(level: 0.95)
    #expect(close(interval.lower, 1.0096960345) && close(interval.upper, 1.0432003640))
  }

  @Test(
    arguments: [
      ([1, 0], [1, 2]), ([1, 2], [1, -2]), ([1, .infinity], [1, 2]), ([1], [1, 2]), ([2, 2], [3, 3]),
      ([], []),
    ] as [([Double], [Double])])
  func `there is no ratio of values without logarithm or variance`(values: [Double], reference: [Double]) {
    #expect(UnpairedRatio(values, over: reference) == nil)
  }
}
