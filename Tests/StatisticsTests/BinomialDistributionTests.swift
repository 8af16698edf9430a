import Statistics
import Testing

@Test func `the chance of so many successes is the sum of its terms`() {
  // 10 trials at ½: (1 + 10 + 45) ÷ 1024.
  let even = BinomialDistribution(trials: 10, probability: 0.5)
  #expect(abs(even.cdf(2) - 56.0 / 1024) < 1e-15)
  #expect(even.cdf(-1) == 0 && even.cdf(10) == 1 && even.cdf(11) == 1)
  // .95¹⁰⁰
  let rare = BinomialDistribution(trials: 100, probability: 0.05)
  #expect(abs(rare.cdf(0) - 0.0059205292203340) < 1e-15)
}

@Test(arguments: [(100, 1...10), (200, 4...16), (20, 0...3), (1, 0...1)])
func `a range leaves at most 2.5 % on either side`(trials: Int, range: ClosedRange<Int>) {
  let distribution = BinomialDistribution(trials: trials, probability: 0.05)
  #expect(distribution.range() == range)
  #expect(1 - distribution.cdf(range.upperBound) <= 0.025)
  #expect(distribution.cdf(range.lowerBound - 1) <= 0.025)
}
