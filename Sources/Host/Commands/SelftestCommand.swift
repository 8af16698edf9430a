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
    and shows what was seen beside what must be. A machine that does other work meanwhile fails some of them, and
    would spoil measurements as well. Exit codes: 0 all checks hold, 1 some fail, 2 usage, 130 interrupted.
    """,
  flags: SelftestFlags.all,
  examples: [
    .init("harness selftest --quick", "the whole of it in less than 3 minutes"),
    .init("harness selftest --only omission,rates", "two parts"),
    .init("harness selftest --report docs/SELFTEST.md", "everything, with the figures as Markdown"),
  ]
) { arguments, context in
  let names = try SelftestFlags.names(arguments)
  let seed =
    try arguments.integer(CompareFlags.seed, in: 0...UInt64(Int64.max)) ?? UInt64.random(in: 1...999_999_999)
  let isQuick = arguments.has(SelftestFlags.quick)
  let begin = Date()
  let output = context.output
  let catalogue = try context.catalogue()
  let allowed = try CPUTopology.current().allowed
  let environment = Environment.current(in: try Context.projectFolder(), cpus: allowed)
  let report = try await context.withFleet { fleet in
    let apps = try? await fleet.frameworks(named: "python").first.map {
      SelftestApps($0, on: fleet, catalogue)
    }
    let bench = SelftestBench(isQuick: isQuick, seed: seed, allowed: allowed, apps: apps) { output.note($0) }
    let parts = try await Selftest.run(names, on: bench)
    return SelftestReport(
      command: ["harness"] + CommandLine.arguments.dropFirst(), startedAt: begin, environment: environment,
      seed: seed, waitingShare: bench.waitingShare, parts: parts)
  }
  if let file = arguments.text(SelftestFlags.report) {
    try Data(SelftestText.markdown(report).utf8).write(to: URL(filePath: file))
  }
  if arguments.has(.json) { try output.write(json: report) } else { output.write(SelftestText.plain(report)) }
  return report.holds ? .ok : .failed
}

/// The flags of `selftest`.
enum SelftestFlags {
  static let quick = Flag(switch: "quick", "shorter windows and fewer trials: less than 3 minutes")
  static let only = Flag(
    "only", "NAMES", "the parts to run, separated by commas", standard: "all")
  static let report = Flag("report", "FILE", "write the tables as Markdown to this file", values: .files)

  static let all = [quick, only, report, CompareFlags.seed, .json]

  /// The parts asked for; throws a `UsageError` for one that does not exist.
  static func names(_ arguments: Arguments) throws -> [String] {
    guard let names = try arguments.list(only) else { return Selftest.names }
    for name in names where !Selftest.names.contains(name) {
      throw UsageError.unknown(
        "part", name, known: Selftest.names, command: ["harness", "selftest"])
    }
    return names
  }
}
