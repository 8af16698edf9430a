import Analysis
import Evidence
import Foundation
import Orchestration
import Platform
import Record

/// A plan that was carried out, or until a signal came: what was measured is on disk, and the run is closed.
struct MeasuredRun {
  let stored: StoredRun
  private let wasInterrupted: Bool

  /// Begins the record, measures, and closes the record; the flags tell where and how loudly.
  init(_ plan: Plan, on fleet: AdapterFleet, _ arguments: Arguments, _ context: Context) async throws {
    let cpus = try CPUTopology.current().allowed
    let begin = Date()
    let run = Run(
      id: RunID.make(at: begin, seed: plan.seed), harnessVersion: HarnessVersion.current,
      command: ["harness"] + CommandLine.arguments.dropFirst(), startedAt: begin, plan: plan,
      environment: Environment.current(in: try Context.projectFolder(), cpus: cpus))
    let store = ResultStore(URL(filePath: arguments.text(CompareFlags.output) ?? "results"))
    let journal = try store.begin(run)
    let progress = Progress(plan, output: context.output, quiet: arguments.has(CompareFlags.quiet))
    let catalogue = try context.catalogue()
    var runner = try TrialRunner(journal, on: fleet, catalogue: catalogue) { progress.show($0) }
    do {
      try await runner.run(verifying: Verification(catalogue, seed: plan.seed))
      wasInterrupted = false
    } catch is CancellationError {
      wasInterrupted = true
    }
    progress.finish()
    stored = try journal.close(wasInterrupted ? .interrupted : .complete, at: Date())
    try Manifest.seal(stored)
  }

  /// How the command ends, given what follows from the run; tells of an interruption.
  func exitCode(_ comparison: Comparison, _ output: Output) -> ExitCode {
    guard wasInterrupted else { return comparison.isClean ? .ok : .failed }
    output.complain(
      "interrupted; \(stored.trials.count) trials are stored; see them with: harness report \(stored.folder.path)"
    )
    return .interrupted
  }
}
