import Analysis
import Record
import TestSupport
import Testing

private let slow = [1000.0, 1010, 990, 1005, 995, 1002, 998, 1001, 1003, 997]

/// b/y does `factor` times as much as a/x, with a generator that is busy for `demand` of each window and an app that is busy for `app`
/// of it; nil: nobody tells.
private func run(_ factor: Double, demand: Double, app: Double?) -> RunRecord {
  let made = SampleRun.make(
    ["a/x": ["w": slow], "b/y": ["w": slow.map { $0 * factor }], "c/z": ["w": slow.map { $0 / 2 }]],
    frameworks: ["a/x", "b/y", "c/z"], workloads: ["w"])
  return made.with(
    trials: made.trials.map { trial in
      guard trial.participant == "b/y", let load = trial.load else { return trial }
      let generator = LoadFigures.Generator(
        cpuUserNanoseconds: Int(demand * 5e8), cpuSystemNanoseconds: 0, blockedNanoseconds: 0,
        runQueueNanoseconds: Int(demand * 5e8), threads: 1, poller: "epoll")
      // A single block that is out of the ordinary decides nothing.
      return trial.block == 0
        ? trial
        : trial.with(
          load: load.with(generator: generator),
          metrics: app.map { ["cpu.total": $0 * 1e9, "memory.rss": 5e7] } ?? [:])
    })
}

@Suite struct GeneratorTests {
  @Test(
    arguments: [
      // Not busy: whatever the app does.
      (0.8, 0.1, 8, true), (0.8, nil, 8, true), (0, 0.5, 8, true),
      // Busy beside an app at its limit: by the loss, r = g/U and N.
      (0.82, 1, 32, true), (0.9, 1, 32, true), (0.95, 1, 32, false), (1, 1, 32, false), (0.81, 1, 8, false),
      // Busy beside an app that waits.
      (0.81, 0.95, 32, true), (0.81, 0.949, 32, false), (0.81, nil, 32, false),
    ] as [(Double, Double?, Int, Bool)])
  func `a generator is enough that is not busy, or takes less than a hundredth from an app at its limit`(
    demand: Double, app: Double?, connections: Int, isEnough: Bool
  ) {
    let headroom = GeneratorHeadroom(demand: demand, appUtilisation: app, connections: connections)
    #expect(headroom.isEnough == isEnough)
  }

  @Test(arguments: [
    (0.8, 8, 0.0388), (0.82, 32, 0.00031), (0.9, 32, 0.0035), (0.95, 32, 0.0119), (1, 32, 0.0303),
  ])
  func `the loss has the published values`(demand: Double, connections: Int, loss: Double) throws {
    let found = try #require(
      GeneratorHeadroom(demand: demand, appUtilisation: 1, connections: connections).loss)
    #expect(abs(found - loss) < (loss < 0.001 ? 5e-6 : 5e-5))
  }

  @Test func `a generator that is busy is not enough where the pilot lost throughput by more work for it`()
    throws
  {
    func headroom(_ demand: Double, _ isLimited: Bool?) -> GeneratorHeadroom {
      .init(demand: demand, appUtilisation: 1, connections: 32, isLimitedByTest: isLimited)
    }
    #expect(headroom(0.82, nil).isEnough && headroom(0.82, false).isEnough && !headroom(0.82, true).isEnough)
    #expect(headroom(0.8, true).isEnough, "a generator that is not busy does not hold anything up")
    let made = run(2, demand: 0.82, app: 1)
    func isLowerBound(_ loss: Double?) throws -> Bool? {
      let pilots = made.pilots.map { pilot in
        let confirmation = loss.map {
          Pilot.Confirmation(workload: "w", logRatios: Array(repeating: $0, count: 20))
        }
        return Pilot(
          participant: pilot.participant, startupNanoseconds: pilot.startupNanoseconds, cycle: pilot.cycle,
          windows: pilot.windows, confirmations: [confirmation].compactMap(\.self))
      }
      let load = Plan.Load(connections: 32, workers: 1, appCPUs: [1], generatorCPUs: [0], variants: 4)
      let comparison = Comparison(of: made.with(plan: made.plan.with(load: load), pilots: pilots))
      return comparison.families.first?.points.first?.cells[1].figures[.throughput]?.isLowerBound
    }
    #expect(try isLowerBound(nil) == false && isLowerBound(-0.005) == false && isLowerBound(-0.05) == true)
  }

  @Test func `medians over blocks decide, and an app at its limit is measured`() throws {
    let cell = try #require(
      Comparison(of: run(2, demand: 0.6, app: 0.5)).families.first?.points.first?.cells[1])
    #expect(cell.generator == GeneratorHeadroom(demand: 0.6, appUtilisation: 0.5, connections: 8))
    #expect(cell.figures[.throughput]?.isLowerBound == false)
  }

  @Test
  func `a throughput that the generator limits is a lower bound: perhaps faster, never slower or equivalent`()
    throws
  {
    func contest(_ factor: Double, demand: Double) throws -> Contest {
      let comparison = Comparison(of: run(factor, demand: demand, app: 0.5))
      let point = try #require(comparison.families.first?.points.first)
      let figure = try #require(point.cells[1].figures[.throughput])
      let isLimited = demand > 0.8
      #expect(point.cells[1].state == .measured && figure.isLowerBound == isLimited)
      #expect(figure.boundedBlocks == (isLimited ? 10 : 0) && comparison.isComplete)
      #expect(
        comparison.warnings
          == (isLimited ? [.generatorLimited(participant: "b/y", conditions: ["w"], demand: demand)] : []))
      return try #require(point.contests.first)
    }
    func verdict(_ factor: Double, demand: Double) throws -> Pair.Verdict? {
      try contest(factor, demand: demand).pair("b/y", over: "a/x")?.verdict
    }
    #expect(try verdict(2, demand: 0.5) == .faster && verdict(2, demand: 0.9) == .faster)
    #expect(try verdict(0.5, demand: 0.5) == .slower && verdict(0.5, demand: 0.9) == .inconclusive)
    #expect(try verdict(1, demand: 0.5) == .equivalent && verdict(1, demand: 0.9) == .inconclusive)
    // a/x is surely twice as fast as what b/y did here, but not as b/y: it does not win over it.
    #expect(try contest(0.5, demand: 0.5).winner == "a/x" && contest(0.5, demand: 0.9).winner == nil)
    #expect(try contest(2, demand: 0.9).winner == "b/y")
  }

  @Test func `against another run, too, a lower bound is never slower or equivalent`() throws {
    func verdict(_ factor: Double, demand: Double) throws -> Pair.Verdict? {
      let comparison = try RunComparison(
        of: run(factor, demand: demand, app: 0.5), against: run(1, demand: 0.5, app: 0.5))
      return comparison.cells.first { $0.participant == "b/y" }?.verdict
    }
    #expect(try verdict(2, demand: 0.9) == .faster)
    #expect(try verdict(0.5, demand: 0.5) == .slower && verdict(0.5, demand: 0.9) == .inconclusive)
    #expect(try verdict(1, demand: 0.5) == .equivalent && verdict(1, demand: 0.9) == .inconclusive)
  }
}
