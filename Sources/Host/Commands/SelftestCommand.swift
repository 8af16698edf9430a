import Foundation
import Orchestration
import Platform
import Record
import Reporting
import Selftest

let selftestCommand = Command(
  name: "selftest", summary: "hold the instrument against figures whose truth is known",
  discussion: """
    Parts: \(Selftest.names.joined(separator: ", ")).
    Each drives our load engine at servers of our own whose latencies, counts and differences can be computed,
    and shows what was seen beside what must be. What a busy machine would spoil is looked at in quiet windows
    alone, and without any is not judged: a timer thread on each processor, the scheduler's waits, steal and other
    programs' time tell them apart. Exit codes: 0 no check fails, 1 some do, 2 usage, 130 interrupted.
    """,
  flags: SelftestFlags.all,
  examples: [
    .init("harness selftest --quick", "the whole of it in less than 3 minutes"),
    .init("harness selftest --only omission,rates", "two parts"),
    .init("harness selftest --report docs/SELFTEST.md", "everything, with the figures as Markdown"),
  ]
) { arguments, _ in
  SelftestRequest(
    names: try arguments[SelftestFlags.only], isQuick: arguments[SelftestFlags.quick],
    seed: try arguments[SelftestFlags.seed],
    reportFile: try OutputFile(SelftestFlags.report, of: arguments))
}

private struct SelftestRequest: Request {
  /// The parts to run.
  let names: [String]
  let isQuick: Bool
  let seed: UInt64
  /// Where the tables are written; nil: nowhere.
  let reportFile: OutputFile?

  func run(in context: Context) async throws -> Outcome {
    try reportFile?.check()
    let begin = Date()
    let catalogue = try context.catalogue()
    let allowed = try CPUTopology.current().allowed
    let environment = Environment.current(in: try context.projectFolder(), cpus: allowed)
    return try await context.withFleet { fleet in
      let apps = try? await fleet.frameworks(named: "python").first.map {
        SelftestApps($0, on: LocalApps(fleet), catalogue)
      }
      let bench = SelftestBench(isQuick: isQuick, seed: seed, allowed: allowed, apps: apps) {
        context.output.note($0)
      }
      let parts = try await Selftest.run(names, on: bench)
      let report = SelftestReport(
        command: ["harness"] + CommandLine.arguments.dropFirst(), startedAt: begin, environment: environment,
        seed: seed, waitingShare: bench.waitingShare, parts: parts)
      let problem = reportFile?.write(Data(SelftestText.markdown(report).utf8))
      return Outcome(
        answer: Answer(report) { SelftestText.text($0, style: $1) },
        exitCode: report.holds ? .ok : .failed
      ).remarking([problem].compactMap(\.self))
    }
  }
}
