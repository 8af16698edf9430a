import Testing

@testable import Statistics

@Suite struct MedianIntervalTests {
  // The binomial distribution at ½ of scipy 1.17.1; the ranks of 10, 20 and 30 also in Conover 1999, table
  // A3.
  @Test(
    arguments: [
      (6, 1, 6, 0.96875), (10, 2, 9, 0.978515625), (20, 6, 15, 0.958610534667969),
      (30, 10, 21, 0.9572260547429323),
    ] as [(Int, Int, Int, Double)])
  func `the ranks that the median lies between`(count: Int, lower: Int, upper: Int, coverage: Double) throws {
    let ranks = try #require(medianIntervalRanks(count: count, level: 0.95))
    #expect(ranks.lower == lower && ranks.upper == upper && close(ranks.coverage, coverage, within: 1e-12))
  }

  @Test func `five values cover too little`() {
    #expect([5, 4, 3, 2, 1].medianInterval(level: 0.95) == nil)
    #expect([Double]().medianInterval(level: 0.5) == nil && [1.0].medianInterval(level: 0.5) == nil)
  }

  @Test func `the interval has the values of the ranks and its exact level`() throws {
    let interval = try #require([10, 9, 8, 70, 6, 5, 4, 3, 2, 1].medianInterval(level: 0.95))
    #expect(interval.lower == 2 && interval.upper == 10 && close(interval.level, 0.978515625, within: 1e-12))
  }
}

@Suite struct MedianDeviationTests {
  // By hand: the distances from 1.01 are .01, .01, .03, .04, .06, .09, .11 and 3.99.
  @Test func `a wild value stands out`() throws {
    let deviation = try #require(MedianDeviation(of: [1, 1.1, 0.9, 1.05, 0.95, 1.02, 0.98, 5]))
    #expect(close(deviation.median, 1.01) && close(deviation.medianAbsoluteDeviation, 0.05))
    #expect(close(deviation.z(5), 79.8) && close(deviation.modifiedZ(5), 79.8 * 0.6744897501960817))
    #expect(close(deviation.z(0.96), -1))
  }

  @Test func `without a deviation nothing stands out`() throws {
    let deviation = try #require(MedianDeviation(of: [2, 2, 2, 9]))
    #expect(deviation.medianAbsoluteDeviation == 0 && deviation.z(9) == nil && deviation.modifiedZ(9) == nil)
    #expect(MedianDeviation(of: []) == nil)
  }
}
