import Analysis
import Foundation
import Orchestration
import Record
import Reporting

let compareCommand = Command(
  name: "compare", summary: "measure several frameworks and publish a matrix that says how sure it is",
  discussion: """
    A name is an adapter (its default framework), adapter/framework, adapter/* or a framework. Every app is verified first; a
    workload that an app does not serve as the contract says is refused for it. Ctrl-C keeps what was measured.
    With --baseline and --compare two stored runs are held against each other instead, and nothing is started.
    Exit codes: 0 everything was measured that was asked for, whatever doubts there are, 1 something could not be, 2 usage,
    130 interrupted.
    """,
  operands: .any("NAME"),
  flags: CompareFlags.all + WorkloadFileFlags.all + OwnAppFlags.all + AdapterFlags.all + StoredRunsFlags.all,
  readsProjectFile: true,
  alternatives: [
    [CompareFlags.suite.name, CompareFlags.workloads.name],
    [CompareFlags.noLatency.name, CompareFlags.rate.name],
  ],
  operandOffers: .listed(.frameworks), operandFlag: CompareFlags.frameworks.name,
  examples: [
    .init(
      "harness compare --frameworks python,node,rust",
      "the quick suite, capacity and latency, in about 9 minutes"),
    .init(
      "harness compare --frameworks python,ruby --suite json-bodies --max-rounds 60 --time-budget 3600",
      "one suite, as many blocks as precision takes, for at most an hour"),
    .init(
      "harness compare --frameworks node,rust --workloads json-small,path-int --duration 3 --json",
      "two workloads, longer windows, JSON output"),
    .init(
      "harness compare --frameworks python --app 'mine=./server --port {port}' --workloads json-small",
      "an app of your own beside a framework"),
    .init(
      "harness compare --app 'mine=./server --port {port}' --app 'theirs=./other --port {port}' --scenario examples/shop.json5",
      "what two apps can do for users of a shop"),
    .init(
      "harness compare --baseline results/before --compare results/after", "two stored runs, cell by cell"),
  ]
) { arguments, context in
  if let stored = try StoredRuns(arguments) { return stored }
  return try CompareRequest(arguments, catalogue: context.catalogue(with: arguments))
}

extension CompareRequest: Request {
  func run(in context: Context) async throws -> Outcome {
    try reportFile?.check()
    return try await context.withApps(choice.own, healthTimeoutSeconds: cells.healthTimeoutSeconds) { apps in
      let plan = try await plan(on: apps)
      if isDryRun { return Outcome(answer: Answer(plan) { PlanText.text($0, style: $1) }) }
      let measured = try await context.measure(
        plan, of: cells.catalogue, on: apps, into: output, isQuiet: isQuiet)
      let (record, comparison) = (measured.record, Comparison(of: measured.record))
      let report = try Publication(measured.folder).publish(comparison, of: record, reportFile: reportFile)
      return measured.outcome(
        comparison,
        Answer(comparison) { TerminalReport.text($0, of: record, style: $1, extent) },
        notes: ["report: \(report.place.path)", "run:    \(measured.folder.path)"]
      ).remarking(report.problems)
    }
  }
}
