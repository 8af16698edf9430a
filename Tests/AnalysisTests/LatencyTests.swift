import Analysis
import Record
import TestSupport
import Testing

private let capacity = Array(repeating: 1000.0, count: 10)
private let times = (0..<10).map { 1e6 * (1 + Double($0) / 100) }

private func run(_ p99: [String: [Double?]], other: [Double?] = capacity.map { $0 * 2 }) -> StoredRun {
  SampleRun.make(
    ["a/x": ["w": capacity], "b/y": ["w": other]], frameworks: ["a/x", "b/y"], workloads: ["w"],
    twin: ["w": capacity], p99: p99)
}

@Suite struct LatencyTests {
  @Test(arguments: [(1320.0, 0.25), (5000, 0.25), (660, 0.5), (1, 1)])
  func `a slow rate is measured for longer, until there are requests for a p99`(rate: Double, seconds: Double)
  {
    let half = Plan.Latency(
      shares: nil, rates: [rate], arrivals: .constant, warmupSeconds: 1, durationSeconds: 0.25, rounds: 1,
      schedule: [])
    #expect(abs(half.seconds(at: rate) - seconds) < 1e-9)
  }

  @Test func `rates are shares of the slowest framework's capacity, in whole requests, or as given`() throws {
    let run = run(["a/x": times, "a/x (twin)": times, "b/y": times], other: capacity.map { $0 * 0.7501 })
    #expect(run.run.offered == OfferedRates.all(for: run.run.plan, from: run.trials))
    let offered = try #require(run.run.offered?.first)
    #expect(offered.capacity == 750 && offered.rates == [375, 600])
    let plan = run.run.plan
    let given = Plan(
      frameworks: plan.frameworks, reference: plan.reference, suite: nil, workloads: plan.workloads,
      rounds: 1,
      load: plan.load, seed: 1, delta: 0.03,
      latency: Plan.Latency(
        shares: nil, rates: [7.5, 9], arrivals: .poisson, warmupSeconds: 1, durationSeconds: 1, rounds: 1,
        schedule: []), schedule: [])
    #expect(OfferedRates.all(for: given, from: run.trials).map(\.rates) == [[7.5, 9]])
    #expect(OfferedRates.all(for: given, from: []) == [])
  }

  @Test func `half the p99 in every block is faster, ranks first and wins`() throws {
    let comparison = Comparison(
      of: run(["a/x": times, "a/x (twin)": times, "b/y": times.map { $0 / 2 }]))
    let latency = try #require(comparison.latency)
    #expect(latency.points.map(\.rate) == [500, 800] && latency.points.map(\.share) == [0.5, 0.8])
    let point = try #require(latency.points.first)
    let pair = try #require(point.pairs.first)
    #expect(pair.a == "b/y" && pair.verdict == .faster && abs(pair.ratio - 0.5) < 0.001)
    #expect(point.ranks == ["b/y": 1, "a/x": 2] && point.winner == "b/y" && point.delta == 0.03)
    #expect(latency.method.family == 2 && latency.overall.map(\.won) == [0, 2])
    #expect(latency.overall[1].ratio.map { abs($0 - 0.5) < 0.001 } == true)
    #expect(comparison.workloads.first?.winner == "b/y" && comparison.method.family == 1)
    #expect(comparison.workloads.first?.cells.first?.requests == 10_000 && comparison.isClean)
  }

  @Test func `corrected and uncorrected percentiles are kept, as many as the requests allow`() throws {
    let cell = try #require(
      Comparison(of: run(["a/x": times, "a/x (twin)": times, "b/y": times])).latency?.points.first?.cells
        .first)
    let corrected = try #require(cell.corrected)
    #expect(cell.p99.map { abs($0.mean - 1.045e6) < 2000 } == true && cell.blocks == 10)
    #expect(abs(corrected.p50 - 105_000) < 1000 && corrected.maximum == 1_090_000)
    #expect(corrected.p999 != nil && cell.uncorrected?.p99 == 1000 && cell.uncorrected?.maximum == 1000)
  }

  @Test func `blocks with too few requests for a p99 are no observation, and say what would help`() throws {
    let few = SampleRun.make(
      ["a/x": ["w": [400]], "b/y": ["w": [500]]], frameworks: ["a/x", "b/y"], workloads: ["w"],
      p99: ["a/x": [1e6], "b/y": [1e6]])
    let points = try #require(Comparison(of: few).latency?.points)
    #expect(points.map { $0.cells[0].state } == [.failed, .measured] && points[0].pairs.isEmpty)
    #expect(points[0].cells[0].reason?.contains("--latency-duration") == true)
  }

  @Test func `a twin whose p99 wanders makes the p99's noise floor, not the throughput's`() throws {
    let wild = times.enumerated().map { $0.isMultiple(of: 2) ? $1 * 1.5 : $1 }
    let comparison = Comparison(of: run(["a/x": times, "a/x (twin)": wild, "b/y": times.map { $0 * 1.3 }]))
    let point = try #require(comparison.latency?.points.first)
    #expect(abs(point.delta - 0.5) < 0.002 && point.pairs.first?.verdict == .equivalent)
    #expect(comparison.workloads.first?.delta == 0.03 && comparison.noiseFloor?.most == 0)
  }

  @Test func `a run without a latency half, or that ended before it, has none`() {
    let plain = SampleRun.make(
      ["a/x": ["w": capacity], "b/y": ["w": capacity]], frameworks: ["a/x", "b/y"], workloads: ["w"])
    #expect(Comparison(of: plain).latency == nil)
  }
}
