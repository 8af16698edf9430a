import Analysis
import Record
import Statistics
import TestSupport

/// A run in which nearly everything happens that reports tell of.
enum ReportSample {
  static let rich = unwell(refused(told(piloted(base))))

  /// What it says.
  static let comparison = Comparison(of: rich)

  private static func rates(_ mean: Double) -> [Double?] {
    (0..<10).map { mean * (1 + Double($0 * 7 % 5) / 500) }
  }

  /// Four participants and a twin under two workloads of two categories; the app of c/z does not survive one of them.
  private static let base = SampleRun.make(
    [
      "a/x": ["v": rates(1000), "w": rates(1500)], "b/y": ["v": rates(2020), "w": rates(1490)],
      "c/z": ["v": rates(1005), "w": Array(repeating: nil, count: 10)],
      "d/q": ["v": rates(800).reversed(), "w": Array(repeating: nil, count: 10)],
    ], frameworks: ["a/x", "b/y", "c/z", "d/q"], workloads: ["v", "w"],
    categories: ["v": "json-bodies", "w": "path-params"],
    twin: ["v": rates(1010).reversed(), "w": rates(1510)],
    p99: [
      "a/x": rates(1e6), "a/x (twin)": rates(1.1e6), "b/y": rates(5e5).reversed(),
      "c/z": rates(4e6).reversed(), "d/q": rates(1e6).dropLast() + [5e6],
    ], shares: [0.5],
    end: BlocksEnd(blocks: 10, reason: .timeBudget),
    bytesPerRequest: { name, block in name == "b/y" ? 40 : Double(block % 2) / 100 })

  private static let facts = [
    MetricFacts(
      name: "x.gc.time", unit: "ns", kind: .counter, better: .lower, role: .collection, basis: .elapsed,
      label: "GC"),
    MetricFacts(
      name: "x.handler.time", unit: "ns", kind: .gauge, better: .lower, aggregation: .mean, role: .handler,
      basis: .cpu, label: "handler"),
    MetricFacts(
      name: "x.allocations", unit: "count", kind: .counter, better: .lower, role: .allocations,
      basis: .request, label: "allocations"),
    MetricFacts(name: "x.threads", unit: "count", kind: .gauge, better: .neither),
  ]

  /// a/x tells of its runtime, b/y cannot tell of its threads and loses a process.
  private static func told(_ record: RunRecord) -> RunRecord {
    record.telling(SampleRun.metrics + facts) { trial in
      let requests = Double(trial.load?.answered ?? 0)
      switch trial.participant {
      case "a/x":
        let own = [
          "x.gc.time": 2e7, "x.handler.time": 2e4, "x.allocations": 12 * requests, "x.threads": 4,
        ]
        return (trial.metrics.merging(own) { $1 }, [:], 0)
      case "b/y":
        return (trial.metrics, ["x.threads": "there is no compiler"], trial.block == 3 ? 1 : 0)
      default: return (trial.metrics, [:], 0)
      }
    }
  }

  /// d/q does not serve w at any rate; the apps introduce themselves.
  private static func refused(_ record: RunRecord) -> RunRecord {
    let refusal = ConformanceRecord(
      participant: "d/q", workload: "w", checks: 9,
      failures: [
        .init(check: "answer", request: "GET /w?a=1|2", expected: "`200`", got: "<html> *404*"),
        .init(check: "headers", request: "GET /w", expected: "200", got: "404"),
      ])
    let late = Set(
      record.conditions(of: record.plan.families[1]).filter { $0.workload == "w" }.map(\.id))
    return record.with(
      trials: record.trials.filter { $0.participant != "d/q" || !late.contains($0.condition) },
      frameworks: [
        FrameworkFacts(
          participant: "a/x", runtime: "X 1.0 (/usr/bin/x)",
          versions: ["runtime": "1.0", "framework": "2.0", "server": "3", "json": "4", "tls": "5"],
          deviations: [.init(id: "no-etag", description: "it sends no ETag", workloads: ["v", "w"])])
      ], conformance: [refusal])
  }

  /// The same run with pilots from which its warm-up follows: a/x takes three cycles to find its pace, c/z and d/q none, and the
  /// app of b/y did not start.
  private static func piloted(_ record: RunRecord) -> RunRecord {
    let pilots = record.pilots.map { pilot -> Pilot in
      guard pilot.participant != "b/y" else {
        return Pilot(
          participant: pilot.participant, startupNanoseconds: nil, cycle: pilot.cycle, windows: [],
          failure: .init(stage: .start, reason: "the app did not listen"))
      }
      let windows = (0..<60).flatMap { cycle in
        pilot.windows.map { window in
          (window, pilot.participant == "a/x" && cycle < 3 ? 0.5 : 1)
        }
      }
      return Pilot(
        participant: pilot.participant, startupNanoseconds: pilot.startupNanoseconds, cycle: pilot.cycle,
        windows: windows.enumerated().map { index, made in
          .init(
            workload: made.0.workload, endNanoseconds: (index + 1) * 100_000_000,
            requestsPerSecond: made.0.requestsPerSecond * made.1, generatorDemand: 0.2)
        })
    }
    let procedure = Procedure(
      pilotSeconds: 12, closedSeconds: 1, offeredSeconds: 1, sliceSeconds: 0.05, arrivals: .constant)
    let driven = record.with(plan: record.plan.with(procedure: procedure), pilots: pilots)
    return driven.with(design: Design(of: driven, availableSeconds: 1e6))
  }

  /// Requests of c/z fail in one trial, and the machine is busy in another.
  private static func unwell(_ record: RunRecord) -> RunRecord {
    let trials = record.trials.map { trial -> Trial in
      guard trial.condition == "v", let load = trial.load else { return trial }
      switch (trial.participant, trial.block) {
      case ("c/z", 2):
        return trial.with(
          load: load.with(errors: ["timeout": 2, "reset": 1, "connect": 4, "status5xx": 3, "truncated": 6]))
      case ("b/y", 4):
        return trial.with(
          system: .sample(stolen: 300_000_000, other: 10_000_000, taken: 30, ports: 28232))
      default: return trial
      }
    }
    return record.with(trials: trials)
  }
}

extension LoadFigures {
  /// The same load with failed requests.
  func with(errors: [String: Int], checked: Int = 5, wrong: Int = 0) -> LoadFigures {
    LoadFigures(
      windowNanoseconds: windowNanoseconds, sent: sent + errors.values.reduce(0, +), answered: answered,
      answeredInWindow: answeredInWindow, unfinished: unfinished, errors: errors, bytesSent: bytesSent,
      bytesReceived: bytesReceived, latency: latency, openLoop: openLoop,
      canaries: .init(checked: checked, wrong: wrong, firstDifference: nil), generator: generator)
  }
}
