import Foundation
import Platform
import Record
import TestSupport
import Testing

/// A run on a machine without a C compiler: it goes on, and says what is not known.
@Suite(.serialized) struct MissingMetricsTests {
  @Test func `without a compiler a compare has all but the GIL's metrics, and says why and what helps`()
    async throws
  {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let adapter = try copyOfPython(in: folder)
    let environment = [
      "PATH": try programs(without: "cc", in: folder),
      "XDG_STATE_HOME": folder.path,
      "HARNESS_ADAPTER_PATH": "\(adapter.path):\(Project.folder.path)/Tests/Fixtures/faulty",
    ]
    let results = folder.appending(path: "results")
    let outcome = try await Program.run(
      [
        "compare", "--frameworks", "python,faulty/right", "--workloads", "json-small", "--rounds", "1",
        "--trust", "--pilot", "0", "--duration", "0.3", "--warmup", "0.3", "--no-twin", "--no-latency",
        "--tolerate",
        Program.busyMachine, "--output",
        results.path,
      ], environment: environment)
    #expect(outcome.status == .status(0), "\(outcome.errors)")
    let run = try Program.onlyRun(in: results)
    let trial = try #require(RunStore.read(run).trials.first { $0.participant == "python/fastapi" })
    let reason = try #require(trial.unavailable.reasons["python.gil.wait"])
    #expect(reason.contains("no C compiler (cc)") && reason.contains("apt-get install gcc libc6-dev"))
    #expect(trial.metrics["python.gc.collections"] != nil && trial.metrics["python.gil.wait"] == nil)
    #expect(trial.metrics["python.handler.calls"] ?? 0 > 0 && trial.metrics["python.handler.time"] ?? 0 > 0)
    let report = try String(contentsOf: run.appending(path: "BENCHMARK_RESULTS.md"), encoding: .utf8)
    let rows = report.split(separator: "\n").map { $0.filter { $0 != " " } }
    #expect(rows.contains { $0.hasPrefix("|python.gil.wait(ns/request)|n/a[") })
    #expect(report.contains("] \(reason)"))
    #expect(outcome.output.contains("n/a: GIL waited for (\(reason))"), "\(outcome.output)")
  }

  /// The adapter without what was compiled for it, with the framework that is installed.
  private func copyOfPython(in folder: URL) throws -> URL {
    let copy = folder.appending(path: "python")
    try Program.copyAdapter("python", to: copy)
    try FileManager.default.createSymbolicLink(
      at: copy.appending(path: ".venv"),
      withDestinationURL: Project.folder.appending(path: "adapters/python/.venv"))
    return copy
  }

  /// A folder with every program on PATH except one.
  private func programs(without name: String, in folder: URL) throws -> String {
    let (files, place) = (FileManager.default, folder.appending(path: "bin"))
    try files.createDirectory(at: place, withIntermediateDirectories: true)
    var known: Set = [name]
    for folder in (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":") {
      for program in (try? files.contentsOfDirectory(atPath: String(folder))) ?? []
      where known.insert(program).inserted {
        try files.createSymbolicLink(
          atPath: place.appending(path: program).path, withDestinationPath: "\(folder)/\(program)")
      }
    }
    return place.path
  }
}
