import Testing

@testable import Statistics

@Suite struct GeometricMeanRatioTests {
  private let first = PairedBlocks(Vectors.b, over: Vectors.a)?.logRatios ?? []
  private let second = [0.01, -0.02, 0.015, 0.03, -0.005, 0.02, 0, 0.012]

  // An independent Python program with the same generator, and numpy 2.4.6 for mean and quantiles.
  @Test func `the ratio and the interval of a seed`() throws {
    let ratio = try #require(GeometricMeanRatio(logRatios: [first, second]))
    #expect(close(ratio.ratio, 1.0170035906677264, within: 1e-13))
    let interval = try #require(ratio.interval(level: 0.95, seed: 42))
    #expect(close(interval.lower, 1.00890805666859, within: 1e-13))
    #expect(close(interval.upper, 1.023722753569939, within: 1e-13))
    #expect(ratio.interval(level: 0.95, seed: 42) == interval)
    #expect(ratio.interval(level: 0.95, seed: 43) != interval)
  }

  @Test
  func `a block is drawn with all its workloads, so luck that cancels in a block cancels in the interval`()
    throws
  {
    let ratio = try #require(GeometricMeanRatio(logRatios: [first, first.map { 0.02 - $0 }]))
    let interval = try #require(ratio.interval(level: 0.95, seed: 1))
    #expect(interval.upper - interval.lower < 1e-12 && close(ratio.ratio, interval.upper, within: 1e-12))
  }

  @Test func `one workload is its own geometric mean`() throws {
    let ratio = try #require(GeometricMeanRatio(logRatios: [first]))
    #expect(close(ratio.ratio, 1.0263114882040862, within: 1e-13))
  }

  @Test func `one block has no interval, and no block no ratio`() {
    #expect(GeometricMeanRatio(logRatios: [[0.1], [0.3]])?.interval(level: 0.95, seed: 1) == nil)
    #expect(GeometricMeanRatio(logRatios: []) == nil && GeometricMeanRatio(logRatios: [[], []]) == nil)
  }
}
