import Foundation
import Record
import TestSupport

/// Runs in which everything happens that is stored.
enum StoredRuns {
  /// Two families with failures, a twin that is restless, metrics that are missing, slow requests and what they met.
  static let whole = SampleTail.make(
    SampleRun.make(
      [
        "a/x": ["v": [1000, 1010, 990], "w": [800, 801, 802]],
        "b/y": ["v": [2000, nil, 1990], "w": [nil, nil, nil]],
      ], frameworks: ["a/x", "b/y"], workloads: ["v", "w"],
      twin: ["v": [1500, nil, 1000], "w": [nil, nil, nil]],
      p99: ["a/x": [1e6, 1.1e6], "a/x (twin)": [1e6, nil], "b/y": [2e6, 2.1e6]]
    ).telling(RuntimeMetrics.all) { _ in
      (
        ["cpu.total": 9e8, "cpu.system": 3e8, "memory.rss": 5e7, "python.gc.time": 1e6],
        ["python.gil.contended": "there is no compiler"], 1
      )
    }, RuntimeMetrics.all
  ) { trial in
    .init(
      slow: (0..<10).map { at in at * 50_000_000..<at * 50_000_000 + 10_000_000 },
      events: ["gc": [49_000_000..<60_000_000]], metrics: ["python.gc.time", "process.run_queue_delay"])
  }.with(frameworks: [
    FrameworkFacts(
      participant: "a/x", runtime: "r 1", versions: ["framework": "x 1"],
      deviations: [.init(id: "d", description: "It differs.", workloads: ["w"])])
  ])

  /// The same run stopped early on shared processors, without agents, with everything that can go wrong in a trial.
  static let unwell: RunRecord = {
    let load = Plan.Load(
      connections: 8, workers: 1, appCPUs: [0], generatorCPUs: [0], variants: 4, poller: "epoll",
      ports: 9000...9100, agents: false)
    var plan = whole.plan.with(comparisons: .reference, load: load, toleratedGates: ["steal"])
    plan = plan.with(.latency) { $0.with(conditions: [.offered("v", rate: 10), .offered("w", rate: 500)]) }
    let restless = WarmupRecord(
      requestsPerSecond: (0..<10).map { 1000 + Double($0 % 2) * 100 },
      endNanoseconds: (1...10).map { $0 * 50_000_000 }, rule: Warmup(seconds: 0.5, steadyVariation: 0.02))
    let failures = [
      ConformanceRecord.Failure(check: "status", request: "GET /", expected: "200", got: "404")
    ]
    let trials = whole.trials.filter { $0.block < 2 && $0.participant != "b/y" }.enumerated().map {
      index, trial -> Trial in
      guard let load = trial.load else { return trial }
      switch index {
      case 0:
        return trial.with(
          load: load.with(
            sent: load.sent + 3, errors: ["timeout": 1, "status5xx": 2],
            canaries: .init(checked: 5, wrong: 1, firstDifference: "a byte")))
      case 1: return trial.with(warmup: restless)
      default:
        return trial.with(
          system: SystemUse(
            elapsedNanoseconds: 1_000_000_000, processors: 2, stolenNanoseconds: 900_000_000,
            otherCPUNanoseconds: index == 2 ? 900_000_000 : nil, portsTaken: nil, ports: nil))
      }
    }
    let slow = SampleLatency.trial(
      .init(block: 0, participant: "a/x", conditions: []), .offered("v", rate: 10), 1e6)
    return whole.with(
      plan: plan, trials: trials + [slow],
      conformance: [
        ConformanceRecord(participant: "a/x", workload: nil, checks: 9, failures: []),
        ConformanceRecord(participant: "b/y", workload: "v", checks: 3, failures: failures),
      ], begun: plan.families.map { .init(family: $0.id, conditions: $0.conditions) }, ends: [],
      outcome: .some(nil))
  }()

  /// A run in which one app's memory grows, one's does not, and under one workload it cannot be told.
  static let growing = SampleRun.make(
    [
      "a/x": ["v": [1000, 1010, 990], "w": [800, 801, 802]],
      "b/y": ["v": [2000, 2010, 1990], "w": [nil, nil, 700]],
    ], frameworks: ["a/x", "b/y"], workloads: ["v", "w"],
    bytesPerRequest: { name, _ in name == "b/y" ? 0 : 9 })

  static let all = [whole, unwell, growing, EchoRun.make(), DriftingRun.make(cold: 0.8, twin: 1.2)]

  /// What happened in a run, as it is stored.
  static func entries(of record: RunRecord) throws -> [Data] {
    var entries: [RunEntry] = record.frameworks.map { .framework($0) }
    entries.append(.metrics(record.metrics))
    entries += record.conformance.map { .conformance($0) }
    entries += record.begun.map { .conditions($0) }
    entries += record.trials.map { .trial($0) }
    entries += record.ends.map { .end($0) }
    entries += [record.outcome].compactMap { $0.map { .outcome($0) } }
    return try entries.map(StoredForm.line)
  }
}
