import Record
import Testing

@Suite struct PilotTests {
  /// A pilot that goes round `v` and `w` with these throughputs, a window each 0.1 s, and then meets others once.
  private static func pilot(
    _ rates: [(v: Double, w: Double)], then others: [(workload: Key<Plan.Workload>, rate: Double)] = []
  ) -> Pilot {
    let cycles: [(workload: Key<Plan.Workload>, rate: Double)] = rates.flatMap { rates in
      [("v", rates.v), ("w", rates.w)] as [(workload: Key<Plan.Workload>, rate: Double)]
    }
    return Pilot(
      participant: "a/x", startupNanoseconds: 1, cycle: ["v", "w"],
      windows: (cycles + others).enumerated().map { index, window in
        .init(
          workload: window.workload, endNanoseconds: (index + 1) * 100_000_000,
          requestsPerSecond: window.rate, generatorDemand: window.rate / 1000)
      })
  }

  /// Slow for some cycles, then as fast as it gets.
  private static func warming(_ slow: Int, of cycles: Int) -> Pilot {
    pilot((0..<cycles).map { $0 < slow ? (400, 50) : (800, 100) })
  }

  @Test func `a capacity is the mean of the last third of the cycles, or of the one window after them`() {
    let rates = Array(repeating: (v: 1.0, w: 1.0), count: 6) + [(800, 100), (900, 110), (1000, 120)]
    let pilot = Self.pilot(rates, then: [("x", 7)])
    #expect(pilot.capacities == ["v": 900, "w": 110, "x": 7])
    #expect(pilot.generatorDemands == ["v": 0.9, "w": 0.11, "x": 0.007])
    #expect(Self.pilot([(800, 100)]).capacities == ["v": 800, "w": 100])
    #expect(Self.pilot([]).capacities == [:])
  }

  @Test func `a cycle that was not finished counts, where it follows whole ones`() {
    #expect(Self.pilot([(1, 1), (1, 1), (800, 100)], then: [("v", 900)]).capacities == ["v": 850, "w": 100])
  }

  @Test func `it is steady once its pace stays that of the last third, by time and by requests`() throws {
    let late = try #require(Self.warming(10, of: 30).steady)
    #expect(late.nanoseconds == 2_000_000_000 && late.requests == 10 * 45)
    let atOnce = try #require(Self.warming(0, of: 15).steady)
    #expect(atOnce.nanoseconds == 0 && atOnce.requests == 0)
    #expect(Self.warming(0, of: 14).steady == nil, "five cycles are too few to tell the end by")
    #expect(Self.pilot((0..<60).map { (100 + Double($0), 100 + Double($0)) }).steady == nil)
  }

  @Test func `what does not belong to the cycle does not count for the pace`() {
    let pilot = Self.pilot(Array(repeating: (800, 100), count: 15), then: [("x", 1), ("y", 1)])
    #expect(pilot.steady?.nanoseconds == 0 && pilot.variation == 0)
  }

  @Test func `it is over when it has been steady for twice as long as it took`() {
    #expect(Self.warming(10, of: 30).isOver && !Self.warming(10, of: 29).isOver)
    // Two windows a cycle: five seconds are 25 of them.
    #expect(Self.warming(0, of: 25).isOver && !Self.warming(0, of: 24).isOver)
  }

  @Test func `the generator limits an app that loses 1 % by its burden, beyond two standard errors`() {
    func isLimited(_ mean: Double, spread: Double = 0.004) -> Bool {
      Pilot.Confirmation(
        workload: "w", logRatios: (0..<20).map { mean + ($0.isMultiple(of: 2) ? spread : -spread) }
      )
      .isLimited
    }
    // The standard error is .004 · √(20 / 19 / 20) = .00092, ln .99 = −.01005.
    #expect(isLimited(-0.012) && !isLimited(-0.0118) && !isLimited(0) && !isLimited(0.05))
    #expect(isLimited(-0.0101, spread: 0) && !isLimited(-0.01, spread: 0) && !isLimited(-0.03, spread: 0.05))
    #expect(!Pilot.Confirmation(workload: "w", logRatios: [-1]).isLimited)
  }

  @Test func `its variation is that of single windows, each beside its workload's mean`() throws {
    let rates = Array(repeating: (v: 1.0, w: 1.0), count: 4) + [(720, 110), (880, 90)]
    // Shares .9, 1.1, 1.1 and .9: the squares' sum is .04.
    let variation = try #require(Self.pilot(rates).variation)
    #expect(abs(variation - (0.04 / 3).squareRoot()) < 1e-12)
    #expect(Self.pilot([]).variation == nil)
  }
}
