import AdapterProtocol
import Analysis
import Foundation
import Platform
import Record
import TestSupport
import Testing

private let pausing = ["HARNESS_ADAPTER_PATH": Project.folder.appending(path: "Tests/Fixtures/pausing").path]

/// Compares a real app that collects garbage twice a second with one that never does.
@Suite(.serialized) struct TailTests {
  @Test
  func
    `collections are blamed for the slow requests of the app that collects, and nothing is where there are none`()
    async throws
  {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let outcome = try await Program.run(
      "compare", "--frameworks", "pausing/collects,pausing/steady", "--workloads", "json-small", "--rounds",
      "4", "--pilot", "0", "--warmup", "0.3", "--duration", "3", "--connections", "32", "--no-twin",
      "--latency-duration", "1.5",
      "--rate", "400",
      "--tolerate", Program.busyMachine, "--output", folder.path, environment: pausing)
    #expect(outcome.status == .status(0), "\(outcome.errors)")
    let run = try Program.onlyRun(in: folder)
    let record = try RunStore.read(run)
    #expect(try Self.quietest(record) >= 0.9)
    let tails = Comparison(of: record).tails
    #expect(tails[0].findings[0].isBeyondChance, "\(tails[0])")
    #expect(
      tails.map(\.participant) == [
        "pausing/collects", "pausing/steady", "pausing/collects", "pausing/steady",
      ])
    let offered: Key<Condition> = "json-small at 400/s"
    #expect(tails.map(\.condition) == ["json-small", "json-small", offered, offered])
    for tail in tails {
      let collection = try #require(tail.findings.first { $0.cause == .collection })
      let isPaused = tail.participant == "pausing/collects"
      #expect(isPaused || collection.share == 0, "\(tail)")
      // The machine itself may be short of processors while other tests run.
      #expect(!tail.findings.contains { $0.isBeyondChance && $0.cause != .processor } || isPaused, "\(tail)")
    }
    let report = try String(contentsOf: run.appending(path: "BENCHMARK_RESULTS.md"), encoding: .utf8)
    #expect(report.contains("## What the slowest requests met"))
    #expect(report.contains("- pausing/collects under json-small at 400/s, "), "\(report)")
    let verified = try await Program.run("results", "verify", run.path)
    #expect(verified.status == .status(0), "\(verified.output)")
  }

  /// The share of the slow requests that met a collection, in the block that the machine disturbed least.
  private static func quietest(_ record: RunRecord) throws -> Double {
    let series = record.seriesByTrial
    let trials = record.trials.filter {
      $0.participant == "pausing/collects" && $0.condition == "json-small"
    }
    let shares = try trials.map { trial in
      let slowest = try #require(trial.load?.slowest)
      let events = try #require(series[trial.key]).events.filter { $0.kind == "gc" }
      let met = slowest.requests.filter { request in
        let start = slowest.startNanoseconds
        return events.contains { $0.overlaps(start + request.due..<start + request.end) }
      }
      return Double(met.count) / Double(slowest.requests.count)
    }
    return try #require(shares.max())
  }
}
