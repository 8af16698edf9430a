import Foundation
import Platform
import Results
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
      "3",
      "--warmup", "0.3", "--duration", "2", "--connections", "64", "--no-twin", "--latency-duration", "1.5",
      "--rate", "400",
      "--tolerate", Program.busyMachine, "--output", folder.path, environment: pausing)
    #expect(outcome.status == .status(0), "\(outcome.errors)")
    let run = folder.appending(
      path: try #require(FileManager.default.contentsOfDirectory(atPath: folder.path).first))
    let tails = try #require(Comparison(of: ResultStore.read(run)).tails)
    #expect(
      tails.map(\.framework) == ["pausing/collects", "pausing/steady", "pausing/collects", "pausing/steady"])
    #expect(tails.map(\.rate) == [nil, nil, 400, 400])
    for tail in tails {
      let collection = try #require(tail.findings.first { $0.cause == .collection })
      let isPaused = tail.framework == "pausing/collects"
      // At a rate, one stall of a busy machine is in as many requests as a pause.
      if isPaused, tail.rate == nil {
        #expect((collection.share ?? 0) >= 0.9 && collection.isBeyondChance, "\(tail)")
        #expect(tail.thresholdNanoseconds > 20_000_000)
      }
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
}
