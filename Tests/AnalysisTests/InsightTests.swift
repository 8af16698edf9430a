import Analysis
import Record
import TestSupport
import Testing

private let rates = (1...10).map { 1000 + Double($0) }
private let cpu = ["cpu.total": 400_000_000.0, "cpu.user": 300_000_000, "cpu.system": 100_000_000]
private let elapsed = Double(SampleRun.quiet.elapsedNanoseconds)

/// The insight of a/x, whose trials have these metrics beside processor time.
private func insight(
  unavailable: [String: String] = [:], _ metrics: @escaping (Trial) -> [String: Double]
) throws -> Insight {
  let run = SampleRun.make(
    ["a/x": ["v": rates, "w": rates], "b/y": ["v": rates, "w": rates]], frameworks: ["a/x", "b/y"],
    workloads: ["v", "w"], p99: ["a/x": [1e6], "b/y": [1e6]])
  let told = run.telling { (cpu.merging(metrics($0)) { $1 }, unavailable, nil) }
  let insights = Comparison(of: told).insights
  #expect(
    insights.map(\.framework) == ["a/x", "b/y"] && insights.map(\.category) == ["json-bodies", "json-bodies"])
  return try #require(insights.first)
}

@Test func `figures are means of what single trials have of processor time, time and requests`() throws {
  let found = try insight { trial in
    let isEven = trial.block.isMultiple(of: 2)
    let requests = Double(trial.load?.answered ?? 0)
    return [
      "python.handler.time": (isEven ? 40_000_000 : 120_000_000) / requests, "python.gc.time": elapsed / 100,
      "rust.alloc.count": requests * (isEven ? 3 : 5),
      "memory.rss": isEven ? 4e7 : 6e7,
    ]
  }
  #expect(
    found.trials == 20 && found.userShare == 0.75 && found.memoryBytes == 5e7 && found.unavailable == nil)
  let perRequest = rates.map { 400_000 / $0 }.reduce(0, +) / 10
  #expect(abs((found.cpuMicrosecondsPerRequest ?? 0) - perRequest) < 1e-9)
  #expect(found.figures.map(\.metric) == ["python.handler.time", "python.gc.time", "rust.alloc.count"])
  #expect(found.figures.map(\.basis) == [.cpu, .time, .request])
  for (figure, value) in zip(found.figures, [0.2, 0.01, 4]) { #expect(abs(figure.value - value) < 1e-12) }
}

@Test func `shares come first, the largest of them before the others`() throws {
  let found = try insight { _ in
    [
      "ruby.objects.allocated": 1e9, "node.gc.time": elapsed / 50, "python.serialization.time": 4_000,
      "node.loop.active": elapsed * 0.9, "unknown": 1,
    ]
  }
  #expect(
    found.figures.map(\.metric) == [
      "node.loop.active", "node.gc.time", "python.serialization.time", "ruby.objects.allocated",
    ])
}

@Test(arguments: [(0.049, true), (0.05, false), (0.3, false)])
func `a wait for a lock that was mostly one for a processor is not told`(delay: Double, isTold: Bool) throws {
  let found = try insight { _ in
    [
      "python.gil.wait": elapsed * 0.1, "python.gil.contended": elapsed * 0.08,
      "process.run_queue_delay": elapsed * delay,
    ]
  }
  #expect(found.figures.contains { $0.metric == "python.gil.contended" } == isTold)
  #expect(found.figures.contains { $0.metric == "process.run_queue_delay" })
}

@Test func `a figure is the mean of the trials that have it, and what none has is missing with its reason`()
  throws
{
  let reasons = ["python.gil.contended": "no compiler", "python.gc.time": "seldom", "disk.read": "not shown"]
  let found = try insight(unavailable: reasons) {
    $0.block == 0 ? ["python.gc.time": elapsed / 10] : [:]
  }
  #expect(found.figures.count == 1 && abs(found.figures[0].value - 0.1) < 1e-12)
  #expect(found.unavailable == [MissingMetrics(reason: "no compiler", metrics: ["python.gil.contended"])])
}

@Test func `trials that are no observations count for nothing`() throws {
  let busy = SystemUse(
    elapsedNanoseconds: 1_010_000_000, processors: 2, stolenNanoseconds: 0, otherCPUNanoseconds: 900_000_000,
    portsTaken: 30, ports: 28232)
  let run = SampleRun.make(
    ["a/x": ["w": rates], "b/y": ["w": Array(repeating: nil, count: 10)]], frameworks: ["a/x", "b/y"],
    workloads: ["w"],
    system: { _, block in block < 4 ? busy : SampleRun.quiet })
  let told = run.telling { trial in (["cpu.total": trial.block < 4 ? 9e9 : 1e6], [:], nil) }
  let insights = Comparison(of: told).insights
  #expect(insights.map(\.framework) == ["a/x"] && insights.first?.trials == 6)
  #expect(insights.first?.cpuMicrosecondsPerRequest ?? 9 < 1.01 && insights.first?.userShare == nil)
}

@Test func `processes that ended in measured windows are a warning with how many and how often`() throws {
  let run = SampleRun.make(
    ["a/x": ["w": rates], "b/y": ["w": rates]], frameworks: ["a/x", "b/y"], workloads: ["w"])
  let told = run.telling { trial in
    (cpu, [:], trial.framework == "b/y" ? [0: 1, 4: 2, 7: 1][trial.block] : nil)
  }
  let warnings = Comparison(of: told).warnings.filter { $0.kind == .vanished }
  #expect(warnings.count == 1)
  #expect(warnings.first?.message.hasPrefix("4 processes of b/y ended during 3 of 10 windows") == true)
}
