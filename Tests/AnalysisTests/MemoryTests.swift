import Analysis
import Record
import TestSupport
import Testing

@Suite struct MemoryTests {
  /// The verdict on a/x of a run in which its memory grows by so many bytes per request in each block.
  private static func verdict(_ slopes: [Double]) -> MemoryVerdict? {
    let rates = ["w": slopes.map { _ in 1000.0 as Double? }]
    let run = SampleRun.make(
      ["a/x": rates, "b/y": rates], frameworks: ["a/x", "b/y"], workloads: ["w"],
      bytesPerRequest: { participant, block in participant == "a/x" ? slopes[block] : 0 })
    return Comparison(of: run).memory.first
  }

  /// t(.975) = 4.302653 with 2 degrees of freedom.
  @Test(
    arguments: [
      ([1000.0, 1010, 990], .grows, 1000, 975.2, 1024.8), ([1.0, 1, 1], .grows, 1, 1, 1),
      ([0, 0, 0], .noGrowth, 0, 0, 0), ([-3, -3, -3], .noGrowth, -3, -3, -3),
      ([-100, 0, 100], .noGrowth, 0, -248.4, 248.4),
    ] as [([Double], MemoryVerdict.Growth, Double, Double, Double)])
  func `the slope and its interval decide`(
    slopes: [Double], growth: MemoryVerdict.Growth, mean: Double, low: Double, high: Double
  ) throws {
    let verdict = try #require(Self.verdict(slopes))
    #expect(verdict.participant == "a/x" && verdict.workload == "w" && verdict.metric == "memory.rss")
    #expect(verdict.growth == growth && verdict.sessions == 3)
    let found = [verdict.bytesPerRequest, verdict.interval?.low, verdict.interval?.high]
    #expect(zip(found, [mean, low, high]).allSatisfy { abs(($0 ?? .nan) - $1) < 0.05 }, "\(found)")
  }

  @Test func `two sessions are too few to tell`() throws {
    let verdict = try #require(Self.verdict([1000, 1000]))
    #expect(verdict.growth == .unknown && verdict.sessions == 2)
    #expect(verdict.bytesPerRequest == nil && verdict.interval == nil)
  }

  @Test func `growth in the first half of a window is no leak`() throws {
    let rates = ["w": [1000.0, 1000, 1000] as [Double?]]
    let sample = SampleRun.make(
      ["a/x": rates, "b/y": rates], frameworks: ["a/x", "b/y"], workloads: ["w"])
    let settled = sample.trials.map { trial in
      TrialSeries(
        of: trial.key, startNanoseconds: 0, endNanoseconds: 1_000_000_000,
        times: (0...10).map { $0 * 100_000_000 },
        values: [
          "requests": (0...10).map { $0 * 100 }, "memory.rss": (0...10).map { min($0, 5) * 1_000_000 },
        ], counters: ["requests"], events: [])
    }
    let verdicts = Comparison(of: sample.with(series: settled)).memory
    #expect(verdicts.map(\.growth) == [.noGrowth, .noGrowth] && verdicts.map(\.bytesPerRequest) == [0, 0])
  }

  @Test func `windows of one process are one observation, each family has a process of its own`() throws {
    let rates = ["w": Array(repeating: 1000.0 as Double?, count: 3)]
    let run = SampleRun.make(
      ["a/x": rates, "b/y": rates], frameworks: ["a/x", "b/y"], workloads: ["w"],
      p99: ["a/x": [1e6, 1e6], "b/y": [1e6, 1e6]])
    // Three blocks of the first family, and two of the second, each of which has two windows.
    #expect(Comparison(of: run).memory.map(\.sessions) == [5, 5])
  }

  @Test func `without series or a gauge of memory there is no verdict`() {
    let rates = ["w": [1000.0] as [Double?]]
    let run = SampleRun.make(["a/x": rates, "b/y": rates], frameworks: ["a/x", "b/y"], workloads: ["w"])
    #expect(Comparison(of: run).memory.count == 2)
    #expect(Comparison(of: run.with(series: [])).memory.isEmpty)
    #expect(Comparison(of: run.with(metrics: [SampleRun.metrics[0]])).memory.isEmpty)
  }
}
