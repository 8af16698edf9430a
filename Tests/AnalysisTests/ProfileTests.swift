import Foundation
import Record
import TestSupport
import Testing

@testable import Analysis

@Suite struct ProfileTests {
  /// A run of `a/x` under `w`, whose trials have these metrics; nil is a failed trial.
  static func run(
    _ metrics: [[String: Double]?], unavailable: [String: String] = [:], rates: [Double]? = nil
  ) -> RunRecord {
    let rates = rates ?? metrics.map { _ in 1000 }
    return SampleRun.make(
      ["a/x": ["w": zip(rates, metrics).map { $1 == nil ? nil : $0 }]], frameworks: ["a/x"], workloads: ["w"]
    ).with(frameworks: [
      FrameworkFacts(participant: "a/x", runtime: "r 1", versions: ["framework": "x 1"], deviations: [])
    ]).telling(RuntimeMetrics.all) { (metrics[$0.block] ?? [:], unavailable, 0) }
  }

  static func profile(_ record: RunRecord, against baseline: RunRecord? = nil) throws -> Profile {
    try #require(
      Profile(of: record, baseline: ProfileBaseline(of: record, Comparison(of: record), against: baseline)) {
        _ in
        .missing(reason: "not asked for")
      })
  }

  private static func part(_ record: RunRecord) throws -> Profile.Part {
    try #require(try profile(record).parts.first)
  }

  private static func telling(_ trial: [String: Double]?, count: Int = 3) -> [TellingFigure] {
    TellingFigure.most(of: run([trial]).trials, RuntimeMetrics.all, workers: 1, count: count)
  }

  @Test func `every field is its metric in its own unit, averaged over the windows that have it`() throws {
    let python = [
      "python.gil.wait": 4e6, "python.gil.contended": 0.2e9, "python.ffi.time": 1e6,
      "python.handler.time": 300e6, "python.serialization.time": 20e6, "python.gc.collections": 7,
      "python.gc.time": 5e6,
    ]
    var second = python.mapValues { $0 * 2 }
    second["python.gc.time"] = nil
    let fields = try Self.part(Self.run([python, second])).metrics
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
      ("node.loop.lag_p99", "event_loop_lag_ms", 3e6, 3),
      ("ruby.heap.allocated_pages", "heap_allocated_pages", 9, 9),
      ("ruby.heap.live_slots", "heap_live_slots", 4000, 4000),
      ("rust.alloc.live", "heap_allocated_mb", 7.5e6, 7.5),
    ]
    for (metric, field, value, expected) in others {
      let found = try #require(try Self.part(Self.run([[metric: value]])).metrics[field] ?? nil)
      #expect(abs(found - expected) < 1e-9, "\(field)")
    }
  }

  @Test func `what is null has a reason: the adapter's own where it gave one`() throws {
    let told = try Self.part(
      Self.run([["cpu.total": 1]], unavailable: ["python.gil.wait": "there is no C compiler"]))
    #expect(told.unavailable["gil_wait_time_ms"] == .unavailable(reason: "there is no C compiler"))
    #expect(told.unavailable["v8_heap_used_mb"] == .nothing(role: .heapUsed))
    #expect(told.unavailable["flameGraph"] == .unavailable(reason: "not asked for") && told.flameGraph == nil)
    let failed = try Self.part(Self.run([nil]))
    #expect(failed.unavailable["gc_count"] == .noTrial)
    for part in [told, failed] {
      let missing = part.metrics.filter { $0.value == nil }.map(\.key) + ["flameGraph"]
      #expect(Set(part.unavailable.keys) == Set(missing))
    }
  }

  @Test func `a profile says who was measured, with what, and how`() throws {
    let record = Self.run([["cpu.total": 1], ["cpu.total": 2]])
    let profile = try Self.profile(record)
    #expect(profile.participant == "a/x" && profile.run == "sample" && profile.runtime == "r 1")
    #expect(profile.versions == ["framework": "x 1"] && profile.environment == record.run.environment)
    #expect(profile.settings.blocks == 2 && profile.settings.load == record.plan.load)
    #expect(profile.facts == RuntimeMetrics.all && profile.parts.map(\.condition.id) == ["w"])
    #expect(profile.parts[0].cell == Comparison(of: record).cells[0].cell)
  }

  @Test func `graphs are told again as they were stored`() throws {
    let graph = Profile.FlameGraph(
      of: "w", profiler: "p 1", unit: "samples", intervalNanoseconds: 1, samples: 3, lost: 0, notes: [],
      requestsPerSecond: 1, hottest: [.init(frame: "f", share: 0.5)])
    let record = Self.run([["cpu.total": 1]])
    let drawn = try #require(Profile(of: record, baseline: nil) { _ in .drawn(graph) })
    let isDrawn = if case .drawn(let again) = drawn.flames("w") { again == graph } else { false }
    #expect(isDrawn)
    #expect(graph.svg == "profiles/w.svg" && drawn.parts[0].unavailable["flameGraph"] == nil)
    let missing = try Self.profile(record).flames("w")
    let reason = if case .missing(let reason) = missing { reason } else { "" }
    #expect(reason == "not asked for")
  }

  @Test func `the interval is Student's over blocks on logarithms, and needs two`() throws {
    let metrics = Array(repeating: ["cpu.total": 1.0], count: 3)
    let interval = try #require(try Self.part(Self.run(metrics, rates: [1000, 1010, 990])).interval)
    // exp(mean ± t · s / √3) of the logarithms; t(0.975, 2) = 4.302653 (any table of Student's t).
    #expect(abs(interval.low - 975.4312) < 1e-3 && abs(interval.high - 1025.1193) < 1e-3)
    #expect(try Self.part(Self.run([[:]])).interval == nil)
  }

  @Test func `what tells most is the largest multiple of its threshold`() {
    // 1000 requests in 1 s: collections 10 % (2 ×), lock 50 % (10 ×), processor 0.9 ms (0.9 ×), kernel 20 % (0.4 ×).
    let trial = [
      "cpu.total": 900e6, "cpu.system": 180e6, "python.gc.time": 100e6, "python.gil.contended": 500e6,
      "process.run_queue_delay": 0,
    ]
    let figures = Self.telling(trial)
    #expect(figures.map(\.reading.role) == [.lockContended, .collection, .cpu])
    #expect(figures.map(\.isTelling) == [true, true, false])
    #expect(
      zip(figures.map(\.reading.value), [0.5, 0.1, 900_000]).allSatisfy { abs($0 - $1) < 1e-9 * max(1, $1) })
    #expect(figures.map(\.threshold) == [0.05, 0.05, 1e6])
    #expect(Self.telling(trial, count: 9).count == 4, "0 tells nothing")
    #expect(Self.telling([:]) == [] && Self.telling(nil) == [])
  }

  @Test func `figures that tell the same keep the table's order`() {
    let trial = ["node.gc.longest": 20e6, "node.loop.lag_p99": 20e6, "ruby.objects.allocated": 1_000_000]
    #expect(Self.telling(trial).map(\.reading.role) == [.longestCollection, .loopLag, .allocations])
  }

  @Test func `every threshold can be reached, and every role and field is there once`() {
    let all = RuntimeFigure.all
    #expect(all.compactMap(\.threshold).allSatisfy { $0 > 0 })
    #expect(Set(all.map(\.role)).count == all.count)
    let fields = all.flatMap(\.fields).map(\.name)
    #expect(Set(fields).count == fields.count && RuntimeFigure.of(.collection)?.isInsight == true)
    #expect(RuntimeFigure.of("nothing") == nil)
  }
}

/// docs/PROFILING.md has the table of the code.
@Test func `every field is documented`() throws {
  let text = try String(contentsOf: Project.folder.appending(path: "docs/PROFILING.md"), encoding: .utf8)
  let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { row in
    row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
  }
  for figure in RuntimeFigure.all {
    for field in figure.fields {
      #expect(
        rows.contains { $0[0].contains("`\(field.name)`") && $0[1].contains("`\(figure.role)`") },
        "\(field.name) of \(figure.role)")
    }
  }
}
