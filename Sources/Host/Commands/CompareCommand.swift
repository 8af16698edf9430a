import AdapterProtocol
import Foundation
import Orchestration
import Platform
import Reporting
import Results

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
  let store = ResultStore(URL(filePath: arguments.text(CompareFlags.output) ?? "results"))
  let words = CommandLine.arguments
  return try await context.withFleet { fleet in
    let plan = try await request.plan(on: fleet)
    let comparison = try await compare(plan, fleet: fleet, store: store, command: words, arguments, context)
    return comparison
  }
}

/// The story of a compare: begin the record, run the plan, analyse, publish.
private func compare(
  _ plan: Plan, fleet: AdapterFleet, store: ResultStore, command: [String], _ arguments: Arguments,
  _ context: Context
) async throws -> ExitCode {
  let catalogue = try context.catalogue()
  let output = context.output
  let environment = Environment.current(
    in: try Context.projectFolder(), cpus: try CPUTopology.current().allowed)
  let begin = Date()
  let run = Run(
    id: RunID.make(at: begin, seed: plan.seed), harnessVersion: HarnessVersion.current,
    command: ["harness"] + command.dropFirst(), startedAt: begin, plan: plan, environment: environment)
  let journal = try store.begin(run)
  let progress = Progress(plan, output: output, quiet: arguments.has(CompareFlags.quiet))

  var runner = try TrialRunner(journal, on: fleet, catalogue: catalogue) { progress.show($0) }
  var wasInterrupted = false
  do { try await runner.run(verifying: Verification(catalogue, seed: plan.seed)) } catch is CancellationError
  {
    wasInterrupted = true
  }
  progress.finish()

  let stored = try journal.close(wasInterrupted ? .interrupted : .complete, at: Date())
  let comparison = Comparison(of: stored)
  let report = try Publication(stored.folder).publish(
    comparison, of: stored.run, reportFile: arguments.text(CompareFlags.report).map { URL(filePath: $0) })
  if arguments.has(.json) {
    try output.write(json: comparison)
  } else {
    output.write(TerminalReport.text(comparison, colour: output.colour))
    output.note("report: \(report.path)\nrun:    \(stored.folder.path)")
  }
  if wasInterrupted {
    output.complain(
      "interrupted; \(stored.trials.count) trials are stored; see them with: harness report \(stored.folder.path)"
    )
    return .interrupted
  }
  return comparison.isClean ? .ok : .failed
}
