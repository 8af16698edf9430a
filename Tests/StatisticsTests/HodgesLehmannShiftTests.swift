import Testing

@testable import Statistics

@Suite struct HodgesLehmannShiftTests {
  // numpy 2.4.6 for the differences, scipy 1.17.1 for the tails of U: mannwhitneyu rejects shifts below 498
  // at .0499 and shifts from 498 to 530 at .0650.
  @Test(arguments: [(0.95, 498, 2190, 0.9501165501165502), (0.93, 530, 2133, 0.935042735042735)])
  func `the shift and its interval`(level: Double, lower: Double, upper: Double, coverage: Double) throws {
    let shift = try #require(HodgesLehmannShift(Vectors.b, over: Vectors.a))
    #expect(shift.estimate == 1287)
    let interval = try #require(shift.interval(level: level))
    #expect(interval.lower == lower && interval.upper == upper)
    #expect(close(interval.level, coverage, within: 1e-13))
  }

  @Test func `the opposite comparison has the opposite shift`() throws {
    let shift = try #require(HodgesLehmannShift(Vectors.a, over: Vectors.b))
    let interval = try #require(shift.interval(level: 0.95))
    #expect(shift.estimate == -1287 && interval.lower == -2190 && interval.upper == -498)
  }

  // 3 and 3 values have 20 orders: all differences cover 18/20.
  @Test func `the interval is the whole range when that covers enough, and none when it does not`() throws {
    let shift = try #require(HodgesLehmannShift([11, 25, 34], over: [1, 2, 3]))
    #expect(shift.interval(level: 0.95) == nil)
    let interval = try #require(shift.interval(level: 0.9))
    #expect(close(interval.level, 0.9, within: 1e-15) && interval.lower == 8 && interval.upper == 33)
  }

  // Mann and Whitney's test by the normal approximation rejects what lies outside, and nothing that lies
  // inside.
  @Test func `more than 300 values have the interval of the normal approximation`() throws {
    let reference = (0...300).map(Double.init)
    let values = reference.map { 2.0.squareRoot() * $0 - 60 }
    let interval = try #require(HodgesLehmannShift(values, over: reference)?.interval(level: 0.95))
    func pValue(shift: Double) throws -> Double {
      try #require(MannWhitneyTest(values.map { $0 - shift }, reference)).pValue
    }
    for (end, outwards) in [(interval.lower, -1e-9), (interval.upper, 1e-9)] {
      #expect(try close(pValue(shift: end + outwards), 1 - interval.level, within: 1e-9))
      #expect(try pValue(shift: end + outwards) <= 0.05 && pValue(shift: end - outwards) > 0.05)
    }
  }

  @Test func `nothing has no shift`() {
    #expect(HodgesLehmannShift([], over: [1]) == nil && HodgesLehmannShift([1], over: []) == nil)
  }
}
