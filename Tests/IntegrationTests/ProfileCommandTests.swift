import Analysis
import Evidence
import Foundation
import Glibc
import Platform
import Record
import TestSupport
import Testing

private let faulty = ["HARNESS_ADAPTER_PATH": Project.folder.appending(path: "Tests/Fixtures/faulty").path]
private let short = [
  "--rounds", "2", "--pilot", "0", "--duration", "0.2", "--warmup", "0.3", "--tolerate", Program.busyMachine,
]

@Suite(.serialized) struct ProfileCommandTests {
  /// The runs in a folder, the oldest first.
  private func runs(in folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
      folder.appending(path: $0)
    }
  }

  private func profile(_ run: URL) throws -> Profile {
    let data = try Data(contentsOf: run.appending(path: "profile.json"))
    let schema = Project.folder.appending(path: "Sources/Host/Record/Schema/profile.schema.json")
    #expect(try JSONSchema.problems(with: [data], in: schema) == [nil])
    return try StoredForm.decode(Profile.self, from: data)
  }

  @Test(arguments: [
    (["--framework", "pyhton"], "unknown framework `pyhton`; did you mean python"),
    (["--framework", "faulty/*"], "--framework faulty/* stands for faulty/right, faulty/caches"),
    (["--framework", "faulty", "--baseline", "faulty/right"], "is the framework that is profiled"),
    (
      ["--framework", "faulty", "--baseline", "no/where"],
      "--baseline no/where is no folder with a stored run"
    ),
    (
      ["--framework", "faulty", "--baseline", "results/example"],
      "the run of --baseline has no faulty/right, only"
    ),
  ])
  func `what cannot be profiled ends with status 2 before anything is measured`(words: [String], text: String)
    async throws
  {
    let outcome = try await Program.run(
      ["profile", "--output", "/proc/nowhere"] + words, environment: faulty)
    #expect(outcome.status == .status(2) && outcome.errors.contains(text), "\(outcome.errors)")
  }

  @Test func `a profile beside another framework has figures, ratios and a flame graph, and is proven`()
    async throws
  {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let outcome = try await Program.run(
      ["profile", "--framework", "node", "--baseline", "rust", "--workloads", "json-small", "--flamegraph"]
        + ["--flamegraph-duration", "1", "--output", folder.path] + short)
    #expect(outcome.status == .status(0), "\(outcome.errors)")
    let run = try #require(try runs(in: folder).first)
    let profile = try self.profile(run)
    let part = try #require(profile.parts.first)
    #expect(profile.participant == "node/express" && profile.parts.map(\.condition.id) == ["json-small"])
    #expect(part.cell.participant == "node/express" && part.cell.blocks == 2)
    #expect(try #require(part.metrics["v8_heap_used_mb"] ?? nil) > 1)
    #expect(part.metrics["gil_wait_time_ms"] == .some(nil))
    #expect(part.unavailable["gil_wait_time_ms"] == .nothing(role: .lockWait))
    #expect(!part.telling.isEmpty)
    let baseline = try #require(profile.baseline)
    #expect(baseline.isInterleaved && baseline.participant == "rust/hyper" && baseline.leftOut == [:])
    #expect(baseline.ratios.keys.sorted() == ["json-small"])
    let (ratio, overall) = try (#require(baseline.ratios["json-small"]), #require(baseline.overall))
    #expect(abs(overall.ratio / ratio.ratio - 1) < 1e-9)

    let graph = try #require(part.flameGraph, "\(part.unavailable)")
    #expect(graph.samples > 50 && graph.hottest.count == 3)
    let manifest = try #require(try Manifest(in: run))
    #expect(manifest.digests[graph.svg] != nil && manifest.digests[graph.folded] != nil)
    let stacks = try String(contentsOf: run.appending(path: graph.folded), encoding: .utf8)
    #expect(stacks.contains("express"), "\(stacks.prefix(500))")
    #expect(
      outcome.output.contains("node/express")
        && outcome.output.contains("Over rust/hyper, measured in the same"))
    #expect(outcome.output.contains(graph.hottest[0].frame) && outcome.output.contains(graph.svg))
    let verified = try await Program.run("results", "verify", run.path)
    #expect(verified.status == .status(0), "\(verified.output)")
  }

  @Test func `without a profiler the run goes on and says why; later it is a baseline for the same load`()
    async throws
  {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let words =
      ["profile", "--framework", "faulty/right", "--workloads", "json-small,json-medium", "--flamegraph"]
      + ["--flamegraph-duration", "0.2", "--output", folder.path] + short
    let outcome = try await Program.run(words, environment: faulty)
    #expect(outcome.status == .status(0), "\(outcome.errors)")
    let reason = "the faulty adapter could not profile app"
    let complaints = outcome.errors.components(separatedBy: "\n").filter { $0.contains(reason) }
    #expect(
      complaints.count == 1 && complaints[0].hasSuffix("it may not look at the app; ask for permission"))
    #expect(outcome.errors.contains("profiling faulty/right under json-small"))
    #expect(!outcome.errors.contains("profiling faulty/right under json-medium"), "it is not tried again")
    let run = try #require(try runs(in: folder).first)
    let profile = try self.profile(run)
    #expect(profile.parts.count == 2)
    for part in profile.parts {
      #expect(part.flameGraph == nil && part.cell.state == .measured)
      guard case .unavailable(let reason) = part.unavailable["flameGraph"] else {
        Issue.record("\(part.unavailable)")
        continue
      }
      #expect(reason.contains("ask for permission"))
    }
    let verified = try await Program.run("results", "verify", run.path)
    #expect(verified.status == .status(0), "\(verified.output)")

    let later = ["--baseline", run.path]
    let other = try await Program.run(words + later + ["--connections", "3"], environment: faulty)
    #expect(other.status == .status(1) && other.errors.contains("plan.load.connections differs"))
    #expect(try runs(in: folder).count == 1)
    let same = try await Program.run(words + later + ["--json"], environment: faulty)
    #expect(same.status == .status(0), "\(same.errors)")
    let again = try StoredForm.decode(Profile.self, from: Data(same.output.utf8))
    #expect(again.baseline?.run == profile.run && again.baseline?.ratios.count == 2)
    #expect(again.baseline?.overall != nil)
  }

  @Test func `an interrupted pass ends its apps at once and keeps the whole run`() async throws {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let child = try ChildProcess(
      path: Program.path,
      arguments: [
        "profile", "--framework", "node", "--workloads", "json-small", "--flamegraph",
        "--flamegraph-duration",
        "60", "--output", folder.path,
      ] + short, directory: Project.folder.path)
    close(child.standardInput)
    for _ in 0..<3000 where !child.standardErrorTail.contains(where: { $0.hasPrefix("profiling ") }) {
      usleep(10_000)
    }
    let clock = MonotonicClock()
    let begin = clock.nanoseconds
    while ProcessTree.descendants(of: child.pid).count < 2, clock.nanoseconds - begin < 10_000_000_000 {
      usleep(10_000)
    }
    let family = ProcessTree.descendants(of: child.pid)
    #expect(family.count >= 2)
    let signalled = clock.nanoseconds
    kill(child.pid, SIGINT)
    #expect(await child.waitForExit() == .status(130))
    // It would go on for a minute; a busy machine may need a few of these seconds.
    #expect(clock.nanoseconds - signalled < 20_000_000_000)
    #expect(
      family.allSatisfy { kill($0, 0) != 0 || ProcFile.text("/proc/\($0)/stat")?.contains(") Z") == true })
    close(child.standardOutput)
    let run = try #require(try runs(in: folder).first)
    let part = try #require(try profile(run).parts.first)
    #expect(part.cell.blocks == 2 && part.flameGraph == nil)
    let verified = try await Program.run("results", "verify", run.path)
    #expect(verified.status == .status(0), "\(verified.output)")
  }
}
