import Foundation
import Record
import TestSupport
import Testing

@testable import Analysis

/// Records in which nearly everything happens that is stored.
enum SchemaSample {
  private static let failedCheck = ConformanceRecord.Failure(
    check: "random-values", request: "GET /x", expected: "{}", got: "nothing")

  /// A workload that works, one that fails in a block, one that fails in all and one that is refused, too few blocks, slow requests that
  /// met something, and a metric that cannot be told.
  static let record: RunRecord = {
    let record = SampleRun.make(
      [
        "a/x": ["v": [1000, 1010, 990], "w": [100, 200, 300], "u": [500, 600, 700]],
        "b/y": ["v": [2000, nil, 1990], "w": [400, 500, 600], "u": [nil, nil, nil]],
      ], frameworks: ["a/x", "b/y"], workloads: ["v", "w", "u"],
      twin: ["v": [1001, nil, 1000], "w": [nil, nil, nil], "u": [500, 600, 700]],
      p99: ["a/x": [1e6, 1.1e6], "a/x (twin)": [1e6, nil], "b/y": [2e6, 2.1e6]],
      ends: [
        FamilyEnd(family: .capacity, blocks: 3, reason: .precision),
        FamilyEnd(family: .latency, blocks: 2, reason: .timeBudget),
      ])
    let told = record.telling(RuntimeMetrics.all) { _ in
      let metrics = ["cpu.total": 9e8, "cpu.system": 3e8, "memory.rss": 5e7, "python.gc.time": 1e6]
      return (metrics, ["python.gil.contended": "there is no compiler"], 1)
    }
    let series = told.series
    let slow = SampleTail.make(told, RuntimeMetrics.all) { _ in
      .init(slow: [0..<9_000_000], events: ["gc": [0..<8_000_000]], metrics: ["python.gc.time"])
    }
    return slow.with(
      series: series,
      frameworks: [
        FrameworkFacts(
          participant: "a/x", runtime: "r 1", versions: ["framework": "x 1"],
          deviations: [.init(id: "d", description: "it differs", workloads: ["w"])])
      ],
      conformance: [
        ConformanceRecord(participant: "a/x", workload: nil, checks: 3, failures: []),
        ConformanceRecord(participant: "b/y", workload: "w", checks: 4, failures: [failedCheck]),
      ])
  }()

  /// What happened in it.
  static var entries: [RunEntry] {
    let parts: [[RunEntry]] = [
      record.frameworks.map { .framework($0) }, [.metrics(record.metrics)],
      record.conformance.map { .conformance($0) }, record.begun.map { .conditions($0) },
      record.trials.map { .trial($0) }, record.ends.map { .end($0) },
      [.outcome(RunOutcome(.interrupted, at: record.run.startedAt))],
    ]
    return parts.flatMap(\.self)
  }

  /// A doubt of each kind, and among those that a number is missing each reason.
  static let warnings: [Warning] = {
    let reasons: [Cell.Reason] = [
      .gates(["steal"]), .refused(failedCheck, others: 2), .notReached,
      .failed(Trial.Failure(stage: .start, reason: "no", standardError: ["boom"])),
      .tooFewRequests(measure: .p99, needed: 300),
    ]
    let missing = reasons.map {
      Warning.missing(participant: "a/x", condition: "w", state: .failed, reason: $0)
    }
    return missing + [
      .fewBlocks(family: .capacity, blocks: 1, needed: 6), .incomplete(trials: 3, planned: 9),
      .sharedProcessors, .noisy(family: .latency, measure: .p99, conditions: ["w at 50%"], floor: 0.2),
      .errors(participant: "a/x", condition: "w", kinds: ["status5xx": 3]),
      .wrongAnswers(participant: "a/x", condition: "w", wrong: 1, checked: 5),
      .gate(
        gate: "steal", participant: "a/x", conditions: ["w"], trials: 2, worst: 0.3, limit: 0.05,
        isTolerated: true),
      .vanished(participant: "a/x", processes: 1, windows: 1, of: 6),
      .notSteady(participant: "a/x", warmups: 2, of: 6),
    ]
  }()

  /// Profiles with a graph and without, of a measured run and of a failed one, held against nothing, a run and a participant.
  static func profiles() throws -> [Profile] {
    let graph = Profile.FlameGraph(
      of: "w", profiler: "p 1", unit: "samples", intervalNanoseconds: 1, samples: 3, lost: 0, notes: ["note"],
      requestsPerSecond: 1, hottest: [.init(frame: "f", share: 0.5)])
    let measured = ProfileTests.run(
      [["cpu.total": 1e9, "python.gil.wait": 1], ["cpu.total": 2e9]], unavailable: ["node.gc.time": "why"])
    let alone = try [measured, ProfileTests.run([nil])].flatMap { run in
      try [nil, record].map { baseline in
        let held = ProfileBaseline(of: run, Comparison(of: run), against: baseline)
        return try #require(
          Profile(of: run, baseline: held) { _ in
            baseline == nil ? .drawn(graph) : .missing(reason: "none")
          })
      }
    }
    return try alone + [ProfileTests.profile(record)]
  }

  /// A record as JSON with some of its members changed.
  static func changing(_ record: Data, _ change: (inout [String: Any]) -> Void) throws -> Data {
    var object = try #require(try JSONSerialization.jsonObject(with: record) as? [String: Any])
    change(&object)
    return try JSONSerialization.data(withJSONObject: object)
  }
}
