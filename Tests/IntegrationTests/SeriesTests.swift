import AdapterProtocol
import Analysis
import Foundation
import Platform
import Record
import TestSupport
import Testing

/// What a compare stores of apps whose truth is known: a Node.js app that blocks its loop and a Python app that collects garbage, which
/// write down when they did, and one that leaks beside one that does not.
@Suite(.serialized) struct SeriesTests {
  @Test func `a stored run tells when apps were held up, and which one leaks`() async throws {
    let folder = Program.temporaryFolder()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let truth = folder.appending(path: "truth")
    let results = folder.appending(path: "results")
    let outcome = try await Program.run(
      "compare", "--frameworks", "blocking/express,collecting/fastapi,faulty/leaks,faulty/right",
      "--workloads", "json-small", "--rounds", "3", "--pilot", "0", "--warmup", "0.5", "--duration", "1.5",
      "--no-twin",
      "--rate", "250", "--latency-duration", "1.5", "--tolerate", Program.busyMachine, "--output",
      results.path,
      environment: [
        "HARNESS_ADAPTER_PATH": Project.folder.appending(path: "Tests/Fixtures").path,
        "HARNESS_TRUTH": truth.path,
      ])
    #expect(outcome.status == .status(0), "\(outcome.errors)")
    let run = try Program.onlyRun(in: results)
    let record = try RunStore.read(run)
    let series = record.series
    #expect(record.trials.count == 24 && series.map(\.key) == record.trials.map(\.key))
    for (series, trial) in zip(series, record.trials) { try check(series, of: trial) }

    let held = try Held.read(truth)
    try check(held.filter { $0.kind == "stall" }, in: series.filter { $0.participant == "blocking/express" })
    try check(held.filter { $0.kind == "gc" }, in: series.filter { $0.participant == "collecting/fastapi" })

    let memory = Comparison(of: record).memory.filter { $0.metric == "memory.rss" }
    let verdicts = Dictionary(uniqueKeysWithValues: memory.map { ($0.participant.rawValue, $0) })
    let leak = try #require(verdicts["faulty/leaks"])
    let right = try #require(verdicts["faulty/right"]?.interval)
    #expect(leak.growth == .grows && leak.interval.map { $0.low > 1000 && $0.high > 10_000 } == true)
    // What a process of some seconds takes for its threads is little beside a leak of 10,000 bytes per request.
    #expect(right.high < 2000 && right.high < leak.interval?.low ?? 0, "\(verdicts)")
    let report = try String(
      contentsOf: run.appending(path: "BENCHMARK_RESULTS.md"), encoding: .utf8)
    #expect(
      report.contains(/faulty\/leaks .*\*\*grows [0-9,.]+ MB \(.+\) per million requests\*\*/), "\(report)")
    let verified = try await Program.run("results", "verify", run.path)
    #expect(verified.status == .status(0), "\(verified.output)")
  }

  /// A series has a sample at each tenth of a second, other participants' turns included, and what its language tells.
  private func check(_ series: TrialSeries, of trial: Trial) throws {
    let load = try #require(trial.load)
    #expect(load.spanNanoseconds > load.windowNanoseconds && load.windowNanoseconds >= 1_500_000_000)
    #expect(series.times.count > 16 && series.times.last ?? 0 >= load.spanNanoseconds)
    let requests = try #require(series.values[TrialSeries.requests])
    #expect(requests.compactMap(\.self).reduce(0, +) > load.answeredInWindow / 2)
    for name in ["memory.rss", "threads", "cpu.total", "process.run_queue_delay"] {
      #expect(series.values[name]?.contains(nil) == false, "\(name)")
    }
    #expect(series.values["memory.rss"]?.allSatisfy { $0 ?? 0 > 1 << 20 } == true)
    let own: [Key<Participant>: String] = [
      "blocking/express": "node.heap.used", "collecting/fastapi": "python.gc.collections",
    ]
    #expect(own[series.participant].map { series.values[$0]?.last.flatMap { $0 } != nil } ?? true)
    #expect(try StoredForm.line(series).count < 64_000)
  }

  /// In an open loop at a low rate, where nothing else holds an app up for long, what it wrote down is among the events: most of it to
  /// 5 ms, all of it to as much as a busy machine may delay a thread.
  private func check(_ held: [Held], in series: [TrialSeries]) throws {
    let windows = series.filter { $0.condition == "json-small at 250/s" }
    #expect(windows.count == 3)
    let errors = windows.flatMap { window in
      held.filter { window.window.contains($0.begin) && window.window.contains($0.end) }.map { held in
        window.events.filter { $0.kind == held.kind }.map(held.error).min() ?? .max
      }
    }.sorted()
    #expect(errors.count >= 6 && errors[errors.count / 2] < 5_000_000, "\(errors)")
    #expect(errors.allSatisfy { $0 < 40_000_000 }, "\(errors)")
  }
}

/// What an app wrote down: when something held it up.
private struct Held {
  let kind: String
  let begin: Int
  let length: Int
  var end: Int { begin + length }

  /// By how much an event begins elsewhere or ends too early, in nanoseconds. It may end later: what had to wait for a loop is
  /// served before the loop's timer comes.
  func error(of event: TrialSeries.Event) -> Int {
    max(abs(event.timeNanoseconds - begin), end - event.timeNanoseconds - event.durationNanoseconds)
  }

  static func read(_ file: URL) throws -> [Held] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
      let words = line.split(separator: " ")
      return Held(
        kind: String(words[0]), begin: try #require(Int(words[1])), length: try #require(Int(words[2])))
    }
  }
}
