import Foundation
import TestSupport
import Testing

@testable import Analysis
@testable import Record

struct ProfileTests {
  /// A run of `a/x` under `w`, whose trials have these metrics; nil is a failed trial.
  static func run(
    _ metrics: [[String: Double]?], unavailable: [String: String] = [:], rates: [Double]? = nil
  ) -> StoredRun {
    let rates = rates ?? metrics.map { _ in 1000 }
    let made = SampleRun.make(
      ["a/x": ["w": zip(rates, metrics).map { $1 == nil ? nil : $0 }]], frameworks: ["a/x"], workloads: ["w"])
    var run = made.run
    run.frameworks = [
      FrameworkFacts(name: "a/x", runtime: "r 1", versions: ["framework": "x 1"], deviations: [])
    ]
    let trials = zip(made.trials, metrics).map { trial, metrics in
      Trial(
        block: trial.block, framework: trial.framework, workload: trial.workload, startedAt: trial.startedAt,
        load: trial.load, system: trial.system, gates: trial.gates, metrics: metrics ?? [:],
        unavailable: MissingMetrics.grouped(unavailable), failure: trial.failure)
    }
    return StoredRun(run: run, trials: trials, folder: made.folder)
  }

  static func profile(_ stored: StoredRun, against baseline: StoredRun? = nil) -> Profile {
    Profile(of: stored, baseline: ProfileBaseline(of: stored, Comparison(of: stored), against: baseline)) {
      _ in
      .missing(reason: "not asked for")
    }
  }

  @Test func `every field is its metric in its own unit, averaged over the windows that have it`() throws {
    let python = [
      "python.gil.wait": 4e6, "python.gil.contended": 0.202e9, "python.ffi.time": 1e6,
      "python.handler.time": 300e6, "python.serialization.time": 20e6, "python.gc.collections": 7,
      "python.gc.time": 5e6,
    ]
    var second = python.mapValues { $0 * 2 }
    second["python.gc.time"] = nil
    let fields = try #require(Self.profile(Self.run([python, second])).workloads.first).metrics
    let expected = [
      "gil_wait_time_ms": 6, "gil_contention_percent": 30, "ffi_overhead_ms": 1.5, "handler_time_ms": 450,
      "serialization_time_ms": 30, "gc_collections": 10.5, "gc_count": 10.5, "gc_time_ms": 5,
    ]
    for (field, value) in expected {
      let found = try #require(fields[field] ?? nil)
      #expect(abs(found - value) < 1e-9, "\(field)")
    }
    #expect(fields.count == 14 && fields.values.count { $0 == nil } == 6)

    let others: [(String, String, Double, Double)] = [
      ("node.heap.used", "v8_heap_used_mb", 12e6, 12), ("node.heap.total", "v8_heap_total_mb", 20e6, 20),
      ("node.loop.lag_p99", "event_loop_lag_ms", 3e6, 3), ("node.gc.time", "gc_time_ms", 2e6, 2),
      ("ruby.gc.collections", "gc_count", 5, 5), ("ruby.heap.allocated_pages", "heap_allocated_pages", 9, 9),
      ("ruby.heap.live_slots", "heap_live_slots", 4000, 4000),
      ("rust.alloc.live", "heap_allocated_mb", 7.5e6, 7.5),
    ]
    for (metric, field, value, expected) in others {
      let fields = Self.profile(Self.run([[metric: value]])).workloads[0].metrics
      let found = try #require(fields[field] ?? nil)
      #expect(abs(found - expected) < 1e-9, "\(field)")
    }
  }

  @Test func `what is null has a reason: the adapter's own where it gave one`() {
    let told = Self.profile(
      Self.run([["cpu.total": 1]], unavailable: ["python.gil.wait": "there is no C compiler"])
    ).workloads[0]
    #expect(told.unavailable["gil_wait_time_ms"] == "there is no C compiler")
    #expect(told.unavailable["v8_heap_used_mb"] == "the adapter tells nothing of node.heap.used")
    #expect(told.unavailable["flameGraph"] == "not asked for" && told.flameGraph == nil)
    let failed = Self.profile(Self.run([nil])).workloads[0]
    #expect(failed.unavailable["gc_count"] == "no valid trial: measure: the app exited with status 3")
    for workload in [told, failed] {
      let missing = workload.metrics.filter { $0.value == nil }.map(\.key) + ["flameGraph"]
      #expect(Set(workload.unavailable.keys) == Set(missing))
    }
  }

  @Test func `the interval is Student's over blocks on logarithms, and needs two`() throws {
    let metrics = Array(repeating: ["cpu.total": 1.0], count: 3)
    let interval = try #require(
      Self.profile(Self.run(metrics, rates: [1000, 1010, 990])).workloads[0].interval)
    // exp(mean ± t · s / √3) of the logarithms; t(0.975, 2) = 4.302653 (any table of Student's t).
    #expect(abs(interval.low - 975.4312) < 1e-3 && abs(interval.high - 1025.1193) < 1e-3)
    #expect(Self.profile(Self.run([[:]])).workloads[0].interval == nil)
  }

  @Test func `what tells most is the largest multiple of its threshold`() {
    // 1000 requests in 1.01 s: collections 10 % (2 ×), lock 50 % (10 ×), processor 0.9 ms (0.9 ×), kernel 20 % (0.4 ×).
    let trial = [
      "cpu.total": 900e6, "cpu.system": 180e6, "python.gc.time": 90e6, "python.gil.contended": 505e6,
      "process.run_queue_delay": 0,
    ]
    let readings = TellingFigure.most(of: Self.run([trial, trial]).trials)
    #expect(
      readings.map(\.figure) == [
        "threads waiting for the interpreter's lock", "garbage collection", "processor time per request",
      ])
    #expect(readings.map(\.isTelling) == [true, true, false])
    #expect(zip(readings.map(\.value), [50, 10, 900]).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(TellingFigure.most(of: Self.run([trial]).trials, count: 9).count == 4, "0 tells nothing")
    #expect(TellingFigure.most(of: []) == [] && TellingFigure.most(of: Self.run([[:]]).trials) == [])
  }

  @Test func `figures that tell the same keep the table's order`() {
    let trial = ["node.gc.longest": 20e6, "node.loop.lag_p99": 20e6, "ruby.objects.allocated": 1_000_000]
    #expect(
      TellingFigure.most(of: Self.run([trial]).trials).map(\.figure) == [
        "longest collection", "event-loop lag (p99)", "allocations per request",
      ])
  }

  @Test func `every threshold has a reason, and every name is there once`() {
    #expect(TellingFigure.all.allSatisfy { $0.threshold > 0 && !$0.reason.isEmpty })
    #expect(Set(TellingFigure.all.map(\.name)).count == TellingFigure.all.count)
    #expect(Set(RuntimeField.all.map(\.name)).count == RuntimeField.all.count)
  }

  @Test func `a framework in the same blocks is held against with intervals, and what is missing is named`()
    throws
  {
    let stored = SampleRun.make(
      [
        "a/x": ["v": [2000, 2020, 1980], "w": [400, 404, 396], "u": [1, 1, 1]],
        "b/y": ["v": [1000, 1010, 990], "w": [100, 101, 99], "u": [nil, nil, nil]],
      ], frameworks: ["a/x", "b/y"], reference: "b/y", workloads: ["v", "w", "u"])
    let profile = Self.profile(stored)
    let baseline = try #require(profile.baseline)
    #expect(baseline.framework == "b/y" && baseline.run == "sample" && baseline.isInterleaved)
    #expect(baseline.ratios.map(\.workload) == ["v", "w"])
    #expect(zip(baseline.ratios.map(\.ratio), [2, 4]).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(baseline.ratios.allSatisfy { $0.interval != nil })
    let overall = try #require(baseline.overall)
    #expect(abs(overall.ratio - 8.0.squareRoot()) < 1e-9)
    #expect(baseline.leftOut == ["u": "b/y: measure: the app exited with status 3"])
    #expect(profile.workloads.map(\.cell.framework) == ["a/x", "a/x", "a/x"])
  }

  @Test func `a stored run is held against over the same workloads, the others are named for their side`()
    throws
  {
    let now = SampleRun.make(
      ["a/x": ["v": [3000, 3030, 2970], "w": [200, 202, 198], "u": [nil, nil, nil], "new": [1, 1, 1]]],
      frameworks: ["a/x"], workloads: ["v", "w", "u", "new"])
    let before = SampleRun.make(
      ["a/x": ["v": [1000, 1010, 990], "w": [600, 606, 594], "u": [5, 5, 5], "old": [1, 1, 1]]],
      frameworks: ["a/x"], workloads: ["v", "w", "u", "old"])
    let baseline = try #require(Self.profile(now, against: before).baseline)
    #expect(!baseline.isInterleaved && baseline.framework == "a/x")
    #expect(zip(baseline.ratios.map(\.ratio), [3, 1.0 / 3]).allSatisfy { abs($0 - $1) < 1e-9 })
    let overall = try #require(baseline.overall)
    #expect(abs(overall.ratio - 1) < 1e-9 && overall.interval == nil)
    #expect(
      baseline.leftOut == [
        "u": "no valid number in this run", "new": "not part of the baseline", "old": "not part of this run",
      ])
  }

  @Test func `nothing in common is no ratio`() throws {
    let (now, before) = (Self.run([nil]), Self.run([[:]]))
    let baseline = try #require(Self.profile(now, against: before).baseline)
    #expect(baseline.ratios == [] && baseline.overall == nil)
    #expect(baseline.leftOut == ["w": "no valid number in this run"])
    #expect(Self.profile(now).baseline == nil)
  }
}

/// docs/PROFILING.md has the two tables of the code.
@Test func `every field and every threshold is documented`() throws {
  let text = try String(contentsOf: Project.folder.appending(path: "docs/PROFILING.md"), encoding: .utf8)
  let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") }
  for field in RuntimeField.all {
    let names = ["`\(field.name)`"] + field.figure.metrics.map { "`\($0)`" }
    #expect(rows.contains { row in names.allSatisfy { row.contains($0) } }, "\(field.name)")
  }
  for rule in TellingFigure.all {
    let threshold = rule.threshold.formatted(.number.grouping(.never))
    let cells = [rule.name, "\(threshold) \(rule.unit)".trimmingCharacters(in: .whitespaces), rule.reason]
    #expect(rows.contains { $0 == "| \(cells.joined(separator: " | ")) |" }, "\(cells)")
  }
}
