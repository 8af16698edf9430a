import Analysis
import Foundation
import Record
import Reporting

let compareCommand = Command(
  name: "compare", summary: "measure several frameworks and publish a matrix that says how sure it is",
  discussion: """
    A name is an adapter (its default framework), adapter/framework, adapter/* or a framework. Every app is verified first; a
    workload that an app does not serve as the contract says is refused for it. Ctrl-C keeps what was measured.
    With --baseline and --compare two stored runs are held against each other instead, and nothing is started.
    Exit codes: 0 all cells measured without an error, 1 some failed, 2 usage, 130 interrupted.
    """,
  flags: CompareFlags.all + StoredRuns.flags,
  examples: [
    .init(
      "harness compare --frameworks python,node,rust", "the quick suite, both halves, in about 9 minutes"),
    .init(
      "harness compare --frameworks python,ruby --suite json-bodies --max-rounds 60 --time-budget 3600",
      "one suite, as many blocks as precision takes, for at most an hour"),
    .init(
      "harness compare --frameworks node,rust --workloads json-small,path-int --duration 3 --json",
      "two workloads, longer windows, JSON output"),
    .init(
      "harness compare --baseline results/before --compare results/after", "two stored runs, cell by cell"),
  ]
) { arguments, context in
  if let stored = try StoredRuns(arguments) { return try stored.compare(context.output) }
  let request = try CompareRequest(arguments, catalogue: context.catalogue())
  return try await context.withFleet { fleet in
    let measured = try await MeasuredRun(request.plan(on: fleet), on: fleet, arguments, context)
    let stored = measured.stored
    let comparison = Comparison(of: stored)
    let report = try Publication(stored.folder).publish(
      comparison, of: stored.run, reportFile: arguments.text(CompareFlags.report).map { URL(filePath: $0) })
    let output = context.output
    if arguments.has(.json) {
      try output.write(json: comparison)
    } else {
      output.write(TerminalReport.text(comparison, colour: output.colour))
      output.note("report: \(report.path)\nrun:    \(stored.folder.path)")
    }
    return measured.exitCode(comparison, output)
  }
}
