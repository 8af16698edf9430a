import Foundation
import Glibc
import Platform
import Record
import TestSupport
import Testing

/// Apps of the user's own beside ours, through the program.
@Suite struct OwnAppTests {
  private static let echo =
    "exec python3 '\(Project.folder.appending(path: "Tests/Fixtures/own/echo.py").path)' {port}"
  private static let short = [
    "--rounds", "2", "--pilot", "0", "--warmup", "0.3", "--duration", "1", "--connections", "4",
    "--no-latency", "--no-twin", "--tolerate", Program.busyMachine, "--quiet",
  ]

  @Test func `a command and a server join a comparison; what they do not serve is left out, and no failure`()
    async throws
  {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let port = try #require(LoopbackPort.free())
    let server = try ChildProcess(
      path: "/bin/sh", arguments: ["-c", Self.echo.replacing("{port}", with: "\(port)")])
    defer {
      server.signalGroup(SIGKILL)
      close(server.standardInput)
      close(server.standardOutput)
    }
    let outcome = try await Program.run(
      [
        "compare", "--frameworks", "python", "--app", "mine=\(Self.echo)", "--url",
        "other=http://127.0.0.1:\(port)", "--workloads", "json-small,path-int", "--output", folder.path,
      ] + Self.short)
    #expect(outcome.status == .status(0), "\(outcome.errors) \(outcome.output)")
    let record = try RunStore.read(Program.onlyRun(in: folder))
    #expect(record.plan.compared.map(\.id.rawValue) == ["python/fastapi", "mine", "other"])
    for name in ["mine", "other"] as [Key<Participant>] {
      #expect(record.trials.contains { $0.participant == name && $0.load?.answered ?? 0 > 0 })
      let records = record.conformance.filter { $0.participant == name }
      #expect(records.map(\.isAbsent) == [nil, true] && records[0].passed)
    }
    let mine = record.trials.filter { $0.participant == "mine" }
    #expect(
      mine.allSatisfy { $0.metrics[MetricFacts.processorTime] ?? 0 > 0 && $0.startupNanoseconds != nil })
    let other = record.trials.filter { $0.participant == "other" }
    #expect(other.allSatisfy { $0.metrics == [:] && $0.startupNanoseconds == nil })
    #expect(outcome.output.contains("absent"))
    #expect(server.exit == nil)
    let verified = try await Program.run("results", "verify", Program.onlyRun(in: folder).path)
    #expect(verified.status == .status(0), "\(verified.output)")
  }

  @Test func `a server that somebody else wrote is measured with workloads of its own, beside a framework`()
    async throws
  {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let gunicorn = Project.folder.appending(path: "scripts/references/.venv/bin/gunicorn").path
    let outcome = try await Program.run(
      [
        "compare", "--frameworks", "python", "--app",
        "httpbin=exec '\(gunicorn)' --bind 127.0.0.1:{port} --workers {workers} httpbin:app", "--suite-file",
        "Tests/Fixtures/own/httpbin.json5", "--workloads", "anything,robots,json-small", "--output",
        folder.path,
      ] + Self.short)
    #expect(outcome.status == .status(0), "\(outcome.errors) \(outcome.output)")
    let record = try RunStore.read(Program.onlyRun(in: folder))
    let served = Dictionary(grouping: record.conformance.filter(\.passed), by: \.participant)
      .mapValues { $0.compactMap(\.workload?.rawValue) }
    #expect(served == ["python/fastapi": ["json-small"], "httpbin": ["anything", "robots"]])
    let trials = record.trials.filter { $0.participant == "httpbin" }
    #expect(trials.count == 2 * 2)
    #expect(
      try Data(contentsOf: Program.onlyRun(in: folder).appending(path: "suite.json5"))
        == Data(contentsOf: Project.folder.appending(path: "Tests/Fixtures/own/httpbin.json5")))
    #expect(trials.allSatisfy { $0.load?.canaries.checked ?? 0 > 0 && $0.load?.canaries.wrong == 0 })
    let verified = try await Program.run("results", "verify", Program.onlyRun(in: folder).path)
    #expect(verified.status == .status(0), "\(verified.output)")
  }

  @Test func `an own app alone is verified and profiled, and one that fails is told in a sentence`()
    async throws
  {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let verified = try await Program.run(
      "verify", "--app", "mine=\(Self.echo)", "--workloads", "json-small,query-3")
    #expect(verified.status == .status(0))
    #expect(verified.output == "ok      mine json-small: 12 checks\nabsent  mine query-3\n")
    let profiled = try await Program.run(
      "profile", "--app", "mine=\(Self.echo)", "--workloads", "json-small", "--rounds", "1", "--pilot", "0",
      "--warmup", "0.3", "--duration", "0.2", "--tolerate", Program.busyMachine, "--flamegraph", "--output",
      folder.path)
    #expect(profiled.status == .status(0), "\(profiled.errors)")
    #expect(profiled.errors.contains("no flame graph: harness profiles only what an adapter of its starts"))
    let idle = try await Program.run("verify", "--app", "mine=\(Self.echo)", "--workloads", "query-3")
    #expect(idle.status == .status(1))
    #expect(idle.errors.contains("mine serves none of the workloads"))
    let failed = try await Program.run(
      "verify", "--app", "mine=echo no such thing; exit 7", "--workloads", "query-3")
    #expect(failed.status == .status(1))
    #expect(
      failed.errors == "harness: the app did not start: the app exited with status 7\n  | no such thing",
      "\(failed.errors)")
  }

  @Test func `an own app and its children do not outlive a harness that is killed`() async throws {
    let child = try ChildProcess(
      path: Program.path,
      arguments: ["verify", "--app", "mine=sleep 1000 & exec sleep 1000", "--health-timeout", "600"],
      directory: Project.folder.path)
    close(child.standardInput)
    defer { close(child.standardOutput) }
    var family: [Int32] = []
    // Both, and what guards them.
    while family.count < 3, child.exit == nil { family = ProcessTree.descendants(of: child.pid) }
    kill(child.pid, SIGKILL)
    _ = await child.waitForExit()
    for _ in 0..<3000 where family.contains(where: { kill($0, 0) == 0 }) { usleep(10_000) }
    #expect(family.filter { kill($0, 0) == 0 } == [])
  }
}
