package import Contract
import Evidence
package import Foundation
package import Record

/// A run that was carried out, or until it was interrupted: what was measured is on disk, and the run is closed and sealed.
package struct MeasuredRun: Sendable {
  /// What happened.
  package let record: RunRecord
  /// Where it is.
  package let folder: URL
  /// How it ended.
  package let outcome: RunOutcome.Kind
  /// Why what came later could not be kept, which ended the run; nil: all is on disk.
  package let problem: String?

  /// Begins the record of `run` in a store, carries out its plan, and closes and seals the record, telling the observers of
  /// everything. Cancelling the task interrupts the run. Throws when the record cannot be begun or there is no load at all; when it cannot
  /// be written later, what was measured until then is returned.
  package static func carryOut(
    _ run: Run, on host: any AppHost, catalogue: WorkloadCatalogue, with instruments: Instruments,
    in store: RunStore, telling observers: [any RunObserver]
  ) async throws -> MeasuredRun {
    let journal = try store.begin(run, files: catalogue.files)
    let log = RunLog(journal.record.run, telling: [journal] + observers)
    var runner = try PlanRunner(log, on: host, catalogue: catalogue, with: instruments)
    var outcome = RunOutcome.Kind.complete
    var problem: String?
    do {
      do { try await runner.run() } catch is CancellationError { outcome = .interrupted }
      try log.happened(.outcome(RunOutcome(outcome, at: instruments.clock.date)))
      try Manifest.seal(journal.folder)
    } catch let failure as RunStore.Failure where log.record.trials.contains(where: { $0.load != nil }) {
      problem = failure.description
    }
    return MeasuredRun(record: log.record, folder: journal.folder, outcome: outcome, problem: problem)
  }
}
