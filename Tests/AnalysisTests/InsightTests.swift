import Analysis
import Record
import TestSupport
import Testing

private let rates = (1...10).map { 1000 + Double($0) }
private let cpu = ["cpu.total": 400_000_000.0, "cpu.system": 100_000_000]
/// The window of every trial, in nanoseconds.
private let elapsed = 1e9

/// The insight of a/x, whose trials have these metrics beside processor time.
private func insight(
  unavailable: [String: String] = [:], workers: Int = 1, _ metrics: @escaping (Trial) -> [String: Double]
) throws -> Insight {
  let run = SampleRun.make(
    ["a/x": ["v": rates, "w": rates], "b/y": ["v": rates, "w": rates]], frameworks: ["a/x", "b/y"],
    workloads: ["v", "w"], p99: ["a/x": [1e6], "b/y": [1e6]])
  let told = run.telling(RuntimeMetrics.all) { (cpu.merging(metrics($0)) { $1 }, unavailable, 0) }
  let insights = Comparison(of: told.with(workers: workers)).insights
  #expect(insights.map(\.participant) == ["a/x", "b/y"])
  #expect(insights.map(\.category) == ["json-bodies", "json-bodies"])
  return try #require(insights.first)
}

private func close(_ value: Double?, _ expected: Double) -> Bool {
  value.map { abs($0 - expected) <= 1e-12 * max(1, abs(expected)) } ?? false
}

@Suite struct InsightTests {
  @Test func `figures are sums over trials in proportion to the sums of processor time, time and requests`()
    throws
  {
    let found = try insight { trial in
      let isEven = trial.block.isMultiple(of: 2)
      let requests = Double(trial.load?.answered ?? 0)
      return [
        "python.gc.time": elapsed / (isEven ? 50 : 100),
        "ruby.objects.allocated": requests * (isEven ? 3 : 5),
        "memory.rss": isEven ? 4e7 : 6e7,
      ]
    }
    #expect(found.trials == 20 && found.userShare == 0.75 && found.memoryBytes == 5e7)
    #expect(found.memoryMeasure == .memory)
    #expect(found.unavailable == [])
    #expect(close(found.cpuMicrosecondsPerRequest, rates.map { 400_000 / $0 }.reduce(0, +) / 10))
    #expect(found.figures.map(\.metric) == ["python.gc.time", "ruby.objects.allocated"])
    #expect(found.figures.map(\.role) == [.collection, .allocations])
    #expect(found.figures.map(\.basis) == [.elapsed, .request])
    // Even blocks have the odd rates: 3 · (1001 + 1003 + …) + 5 · (1002 + 1004 + …) over all requests.
    let (even, odd) = (5025.0, 5030.0)
    #expect(close(found.figures[0].value, 0.015))
    #expect(close(found.figures[1].value, (3 * even + 5 * odd) / (even + odd)))
  }

  @Test func `a mean of one request is a share of the processor time of one request`() throws {
    let found = try insight { trial in
      ["python.handler.time": 100_000_000 / Double(trial.load?.answered ?? 0)]
    }
    #expect(found.figures.map(\.basis) == [.cpu] && close(found.figures.first?.value, 0.25))
  }

  @Test(arguments: [1, 2, 4])
  func `a share of the elapsed time is one of all workers' time, in insights and in profiles`(workers: Int)
    throws
  {
    let lock = ["python.gil.contended": elapsed * 0.4]
    let found = try insight(workers: workers) { _ in lock }
    #expect(close(found.figures.first?.value, 0.4 / Double(workers)))
    let profile = try ProfileTests.profile(ProfileTests.run([lock, lock]).with(workers: workers))
    let part = try #require(profile.parts.first)
    let field = try #require(part.metrics["gil_contention_percent"] ?? nil)
    #expect(close(field, 40 / Double(workers)))
    #expect(close(part.telling.first?.reading.value, 0.4 / Double(workers)))
  }

  @Test func `shares come first, the largest of them before the others`() throws {
    let found = try insight { _ in
      [
        "ruby.objects.allocated": 1e9, "python.gc.time": elapsed / 50, "python.serialization.time": 4_000,
        "node.loop.active": elapsed * 0.9, "unknown": 1,
      ]
    }
    #expect(
      found.figures.map(\.metric) == [
        "node.loop.active", "python.gc.time", "python.serialization.time", "ruby.objects.allocated",
      ])
  }

  @Test(arguments: [(0.049, true), (0.05, false), (0.3, false)])
  func `a wait for a lock that was mostly one for a processor is not told`(delay: Double, isTold: Bool) throws
  {
    let found = try insight { _ in
      [
        "python.gil.wait": elapsed * 0.1, "python.gil.contended": elapsed * 0.08,
        "process.run_queue_delay": elapsed * delay,
      ]
    }
    #expect(found.figures.contains { $0.metric == "python.gil.contended" } == isTold)
    #expect(found.figures.contains { $0.metric == "process.run_queue_delay" })
  }

  @Test
  func
    `a figure is of the trials that have it, and what none has is missing with its reason if it would matter`()
    throws
  {
    let reasons = [
      "python.gil.contended": "no compiler", "python.gc.time": "seldom", "node.heap.used": "not shown",
    ]
    let found = try insight(unavailable: reasons) {
      $0.block == 0 ? ["python.gc.time": elapsed / 10] : [:]
    }
    #expect(found.figures.count == 1 && close(found.figures.first?.value, 0.1))
    #expect(found.unavailable == [MissingMetrics(reason: "no compiler", metrics: ["python.gil.contended"])])
  }

  @Test func `trials that are no observations count for nothing`() throws {
    let run = SampleRun.make(
      ["a/x": ["w": rates], "b/y": ["w": Array(repeating: nil, count: 10)]], frameworks: ["a/x", "b/y"],
      workloads: ["w"], system: { _, block in block < 4 ? .withoutPorts : SampleRun.quiet })
    let told = run.telling(RuntimeMetrics.all) { (["cpu.total": $0.block < 4 ? 9e9 : 1e6], [:], 0) }
    let insights = Comparison(of: told).insights
    #expect(insights.map(\.participant) == ["a/x"] && insights.first?.trials == 6)
    #expect(insights.first?.cpuMicrosecondsPerRequest ?? 9 < 1.01 && insights.first?.userShare == nil)
  }

  @Test func `there is an insight for each category of workloads`() throws {
    let run = SampleRun.make(
      ["a/x": ["u": rates, "v": rates, "w": rates]], frameworks: ["a/x"], workloads: ["u", "v", "w"],
      categories: ["u": "one", "v": "two", "w": "one"])
    let insights = Comparison(of: run).insights
    #expect(insights.map(\.category) == ["one", "two"] && insights.map(\.trials) == [20, 10])
  }

  @Test(arguments: [10, 9])
  func `memory is PSS where every trial has it, otherwise RSS of all`(told: Int) throws {
    let run = SampleRun.make(["a/x": ["w": rates]], frameworks: ["a/x"], workloads: ["w"])
    let metrics = [
      MetricFacts(name: "memory.rss", unit: "bytes", kind: .gauge, better: .lower),
      MetricFacts(name: "memory.pss", unit: "bytes", kind: .gauge, better: .lower),
    ]
    // Four workers with 50 MB, 40 of which they share.
    let forked = run.telling(metrics) { trial in
      (["memory.rss": 2e8, "memory.pss": trial.block < told ? 8e7 : nil].compactMapValues(\.self), [:], 0)
    }
    let insight = try #require(Comparison(of: forked).insights.first)
    let isPSS = told == 10
    #expect(insight.memoryBytes == (isPSS ? 8e7 : 2e8))
    #expect(insight.memoryMeasure == (isPSS ? .proportionalMemory : .memory))
    let figures = try #require(forked.trials.first?.figures)
    #expect(figures[.proportionalMemory] == 8e7 && figures[.memory] == 2e8)
    #expect(figures[.proportionalMemoryTime].map { abs($0 * rates[0] - 8e7) < 1 } == true)
    #expect(figures[.memoryTime].map { abs($0 * rates[0] - 2e8) < 1 } == true)
  }

  @Test func `processes that went into the background are a warning with how many and how often`() throws {
    let found = Comparison(of: StoredRuns.hidden).warnings
    #expect(found.contains(.orphaned(participant: "b/y", processes: 2, windows: 2, of: 2)))
    #expect(found.contains(.orphaned(participant: nil, processes: 3, windows: 2, of: 4)))
  }

  @Test func `processes that ended in measured windows are a warning with how many and how often`() throws {
    let run = SampleRun.make(
      ["a/x": ["w": rates], "b/y": ["w": rates]], frameworks: ["a/x", "b/y"], workloads: ["w"])
    let told = run.telling(RuntimeMetrics.all) { trial in
      (cpu, [:], trial.participant == "b/y" ? [0: 1, 4: 2, 7: 1][trial.block] ?? 0 : 0)
    }
    #expect(
      Comparison(of: told).warnings == [.vanished(participant: "b/y", processes: 4, windows: 3, of: 10)])
  }
}
