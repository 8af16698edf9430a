import Analysis
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
    var plan = whole.plan.with(comparisons: .reference, load: load, toleratedGates: ["errors"])
    plan = plan.with(.latency) {
      $0.with(conditions: [.offered("v", rate: 10), .offered("w", rate: 500), .offered("w", share: 0.5)])
    }.with(procedure: .init(pilotSeconds: 3, sliceSeconds: 0.05, arrivals: .poisson))
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
      default:
        return trial.with(
          system: .sample(
            stolen: 900_000_000, other: trial.condition == "w" ? 900_000_000 : nil, quotaThrottlings: 1,
            taken: trial.condition == "w" ? 900 : nil, ports: trial.condition == "w" ? 1000 : nil))
      }
    }
    let slow = SampleLatency.trial(
      TrialKey(block: 0, participant: "a/x", condition: "v at 10/s"), .offered("v", rate: 10), 1e6)
    let made = whole.with(
      plan: plan, trials: trials + [slow],
      conformance: [
        ConformanceRecord(participant: "a/x", workload: nil, checks: 9, failures: []),
        ConformanceRecord(participant: "b/y", workload: "v", checks: 3, failures: failures),
      ],
      pilots: [
        Pilot(
          participant: "a/x", startupNanoseconds: 7, cycle: ["v"],
          windows: [
            .init(workload: "v", endNanoseconds: 100_000_000, requestsPerSecond: 20, generatorDemand: 0.9)
          ], confirmations: [.init(workload: "v", logRatios: [-0.02, 0.01])]),
        Pilot(
          participant: "b/y", startupNanoseconds: nil, cycle: [], windows: [],
          failure: .init(stage: .start, reason: "it did not start")),
      ], sessions: [], end: .some(nil), outcome: .some(nil))
    // Nobody was driven with w, so that there is no rate.
    return made.with(design: Design(of: made, availableSeconds: 500))
  }()

  /// A run in which one app's memory grows, one's does not, and under one workload it cannot be told.
  static let growing = SampleRun.make(
    [
      "a/x": ["v": [1000, 1010, 990], "w": [800, 801, 802]],
      "b/y": ["v": [2000, 2010, 1990], "w": [nil, nil, 700]],
    ], frameworks: ["a/x", "b/y"], workloads: ["v", "w"],
    bytesPerRequest: { name, _ in name == "b/y" ? 0 : 9 })

  /// A run in which b/y is limited by the generator, and cannot serve what is offered.
  static let limited: RunRecord = {
    let made = SampleRun.make(
      ["a/x": ["w": [1000, 1010]], "b/y": ["w": [2000, 2010]]], frameworks: ["a/x", "b/y"], workloads: ["w"],
      p99: ["a/x": [1e6, 1.1e6], "b/y": [2e6, 2.1e6]])
    return made.with(
      trials: made.trials.map { trial in
        guard trial.participant == "b/y", let load = trial.load else { return trial }
        guard let open = load.openLoop else {
          return trial.with(
            load: load.with(
              generator: .init(
                cpuUserNanoseconds: 900_000_000, cpuSystemNanoseconds: 0, blockedNanoseconds: 0,
                runQueueNanoseconds: nil, threads: 1, poller: "epoll")))
        }
        return trial.with(
          load: load.with(
            openLoop: .init(
              unsent: 900, lateness: open.lateness, uncorrectedLatency: open.uncorrectedLatency)))
      })
  }()

  /// A run on threads of one core, in which b/y goes into the background.
  static let hidden: RunRecord = {
    let made = SampleRun.make(
      ["a/x": ["w": [1000, 1010]], "b/y": ["w": [2000, 2010]]], frameworks: ["a/x", "b/y"], workloads: ["w"])
    return made.with(
      trials: made.trials.map { trial in
        trial.participant == "b/y"
          ? trial.with(orphans: trial.block + 1) : trial.with(system: .sample(strays: 3))
      },
      environment: .narrow)
  }()

  static let all = [
    whole, unwell, growing, limited, hidden, EchoRun.make(), DriftingRun.make(cold: 0.8, twin: 1.2),
  ]

  /// What happened in a run, as it is stored.
  static func entries(of record: RunRecord) throws -> [Data] {
    var entries: [RunEntry] = record.frameworks.map { .framework($0) }
    entries.append(.metrics(record.metrics))
    entries += record.conformance.map { .conformance($0) }
    entries += record.pilots.map { .pilot($0) }
    entries += [record.design].compactMap { $0.map { .design($0) } }
    entries += record.sessions.map { .session($0) }
    entries += record.trials.map { .trial($0) }
    entries += [record.end].compactMap { $0.map { .end($0) } }
    entries += [record.outcome].compactMap { $0.map { .outcome($0) } }
    return try entries.map(StoredForm.line)
  }
}
