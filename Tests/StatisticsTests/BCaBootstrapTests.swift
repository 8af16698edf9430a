import Testing

@testable import Statistics

@Suite struct BCaBootstrapTests {
  private func mean(_ sample: [Double]) -> Double { sample.reduce(0, +) / Double(sample.count) }

  // All 5⁵ resamples in numpy 2.4.6, the corrections by scipy 1.17.1.
  @Test func `every resample of five values`() throws {
    let bootstrap = try #require(BCaBootstrap(of: [3, 5, 7, 11, 24], seed: 0, statistic: mean))
    #expect(bootstrap.isExact && bootstrap.resampled.count == 3125 && bootstrap.estimate == 10)
    let share = NormalDistribution().cdf(bootstrap.biasCorrection)
    #expect(close(share, 0.53696, within: 1e-13))
    #expect(close(bootstrap.biasCorrection, 0.0927779107, within: 1e-9))
    #expect(close(bootstrap.acceleration, 0.0800376301, within: 1e-9))
    #expect(close(bootstrap.correctedProbability(0.025), 0.0628049190, within: 1e-9))
    #expect(close(bootstrap.correctedProbability(0.975), 0.9945996588, within: 1e-9))
    let percentile = try #require(bootstrap.percentileInterval(level: 0.95))
    #expect(close(percentile.lower, 4.6) && close(percentile.upper, 17.2))
    let interval = try #require(bootstrap.interval(level: 0.95))
    #expect(close(interval.lower, 5.4) && close(interval.upper, 19.8))
  }

  @Test func `more values are drawn by seed`() throws {
    func bootstrap(seed: UInt64) -> BCaBootstrap? { BCaBootstrap(of: Vectors.a, seed: seed, statistic: mean) }
    let first = try #require(bootstrap(seed: 1))
    #expect(!first.isExact && first.resampled.count == 10_000)
    #expect(bootstrap(seed: 1) == first && bootstrap(seed: 2) != first)
    // scipy 1.17.1, bootstrap(method="BCa") with 10⁶ resamples; 5 standard errors of a quantile of 10 000.
    let interval = try #require(first.interval(level: 0.95))
    #expect(abs(interval.lower - 49_799) < 31 && abs(interval.upper - 50_554) < 31)
  }

  @Test func `the median takes the place of the mean`() throws {
    let bootstrap = try #require(
      BCaBootstrap(of: [1, 2, 4, 8], seed: 0) { $0.median ?? .nan })
    // By hand: the medians of three of the four values are 4, 4, 2, 2, which have no skewness.
    #expect(bootstrap.isExact && bootstrap.acceleration == 0 && bootstrap.estimate == 3)
  }

  @Test func `equal values have a point for an interval`() throws {
    let interval = try #require(
      BCaBootstrap(of: [0.1, 0.1, 0.1], seed: 0, statistic: mean)?.interval(level: 0.95))
    #expect(close(interval.lower, 0.1, within: 1e-15) && close(interval.upper, 0.1, within: 1e-15))
  }

  @Test func `there is none of one value, nor of a statistic that is not finite`() {
    #expect(BCaBootstrap(of: [1], seed: 0, statistic: mean) == nil)
    #expect(BCaBootstrap(of: [-1, 1], seed: 0) { 1 / mean($0) } == nil)
  }
}
