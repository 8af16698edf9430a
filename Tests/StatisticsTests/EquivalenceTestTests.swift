import Testing

@testable import Statistics

@Suite struct EquivalenceTestTests {
  // scipy 1.17.1, ttest_1samp with alternative "greater" and "less".
  @Test(
    arguments: [
      (0.03, 7.535344812461192e-07, 0.18471368670844024),
      (0.0336, 4.973185440888643e-07, 0.05019013064166675),
      (0.0337, 4.917862122535913e-07, 0.048316603276860264),
      (0.04, 2.517156162148029e-07, 0.004719841228285985),
    ])
  func `two one-sided tests`(delta: Double, lower: Double, upper: Double) throws {
    let pairs = try #require(PairedBlocks(Vectors.b, over: Vectors.a))
    let test = try #require(EquivalenceTest(pairs, within: delta))
    #expect(
      close(test.lowerPValue, lower) && close(test.upperPValue, upper) && test.pValue == test.upperPValue)
    let interval = try #require(pairs.interval(level: 0.9))
    #expect((test.pValue < 0.05) == (1 / (1 + delta) <= interval.lower && interval.upper <= 1 + delta))
  }

  @Test func `the reciprocal comparison swaps the sides`() throws {
    let pairs = try #require(PairedBlocks(Vectors.a, over: Vectors.b))
    let test = try #require(EquivalenceTest(pairs, within: 0.03))
    #expect(close(test.lowerPValue, 0.18471368670844024) && test.pValue == test.lowerPValue)
  }

  @Test func `blocks without variance have no test`() throws {
    let pairs = try #require(PairedBlocks([4, 4], over: [2, 2]))
    #expect(EquivalenceTest(pairs, within: 0.03) == nil)
  }
}
