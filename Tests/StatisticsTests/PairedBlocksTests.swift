import Testing

@testable import Statistics

/// Expected values: scipy 1.17.1.
@Suite struct PairedBlocksTests {
  @Test func `the ratio, its intervals and its test`() throws {
    let pairs = try #require(PairedBlocks(Vectors.b, over: Vectors.a))
    #expect(close(pairs.ratio, 1.0263114882040862, within: 1e-13))
    #expect(close(pairs.robustRatio, 1.0274630158991374, within: 1e-13))
    #expect(close(pairs.t, 6.943715801346774, within: 1e-11))
    #expect(close(pairs.pValue, 0.00022243943697140638, within: 1e-10))
    let interval95 = try #require(pairs.interval(level: 0.95))
    #expect(close(interval95.lower, 1.0172744960935354, within: 1e-13))
    #expect(close(interval95.upper, 1.0354287607371973, within: 1e-13))
    let interval90 = try #require(pairs.interval(level: 0.9))
    #expect(close(interval90.lower, 1.019064531770375, within: 1e-13))
    #expect(close(interval90.upper, 1.0336099805081125, within: 1e-13))
  }

  @Test func `the reciprocal comparison gives the reciprocal ratio`() throws {
    let pairs = try #require(PairedBlocks(Vectors.b, over: Vectors.a))
    let reciprocal = try #require(PairedBlocks(Vectors.a, over: Vectors.b))
    #expect(close(reciprocal.ratio, 1 / pairs.ratio, within: 1e-14))
    #expect(close(reciprocal.pValue, try #require(pairs.pValue), within: 1e-14))
  }

  @Test func `the robust ratio ignores one wild block`() throws {
    var wild = Vectors.b
    wild[3] *= 100
    let pairs = try #require(PairedBlocks(wild, over: Vectors.a))
    #expect(pairs.ratio > 1.5 && abs(pairs.robustRatio - 1.027) < 0.01)
  }

  @Test func `one block has a ratio but no interval and no test`() throws {
    let pairs = try #require(PairedBlocks([3], over: [2]))
    #expect(close(pairs.ratio, 1.5, within: 1e-15) && close(pairs.robustRatio, 1.5, within: 1e-15))
    #expect(pairs.interval(level: 0.95) == nil && pairs.t == nil && pairs.pValue == nil)
  }

  @Test func `blocks without variance have a point for an interval and no t`() throws {
    let pairs = try #require(PairedBlocks([4, 4, 4], over: [2, 2, 2]))
    let interval = try #require(pairs.interval(level: 0.95))
    #expect(interval.lower == pairs.ratio && interval.upper == pairs.ratio)
    #expect(pairs.t == nil && pairs.pValue == nil)
  }

  @Test(
    arguments: [
      ([], []), ([0, 1], [1, 1]), ([1, 1], [1, 0]), ([-1], [-1]), ([.infinity], [1]), ([1], [.nan]),
    ] as [([Double], [Double])])
  func `there is no ratio of nothing, nor of values without a logarithm`(
    values: [Double], reference: [Double]
  ) {
    #expect(PairedBlocks(values, over: reference) == nil)
  }

  // By hand: the Walsh averages are 1, 1.5, 2, 5.5, 6 and 10.
  @Test func `the Hodges–Lehmann estimate is the median of the Walsh averages`() {
    #expect(hodgesLehmann([1, 10, 2]) == 3.75)
    #expect(hodgesLehmann([]) == nil)
  }
}
