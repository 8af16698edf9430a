package import Record

/// Who is told what happens in a run: the journal, what people see of its progress, later exporters.
package protocol RunObserver {
  /// Something begins that is not kept.
  func began(_ step: RunStep)
  /// Something happened that is kept; a trial comes with its series. Whoever cannot keep it throws, which ends the run.
  func happened(_ entry: RunEntry, _ series: TrialSeries?) throws
}

extension RunObserver {
  /// The same of what has no series.
  package func happened(_ entry: RunEntry) throws { try happened(entry, nil) }
}

/// What begins in a run, for whoever shows it.
package enum RunStep: Equatable, Sendable {
  /// An app is being installed or built.
  case preparing(Key<Participant>, PreparationStep)
  /// A workload is about to be verified.
  case verifying(Key<Participant>, Key<Plan.Workload>)
  /// A participant is driven before the blocks.
  case piloting(Key<Participant>)
  /// A block, from 0, of so many at least.
  case block(Int, of: Int)
  /// A fresh process of a participant is warmed up.
  case warming(Key<Participant>)
  /// A condition of a block.
  case measuring(Key<Condition>)
  /// A workload is about to be profiled.
  case profiling(Key<Participant>, Key<Plan.Workload>)
}

/// The journal keeps what happened, and is closed by the run's outcome.
extension RunJournal: RunObserver {
  package func began(_ step: RunStep) {}

  package func happened(_ entry: RunEntry, _ series: TrialSeries?) throws {
    switch entry {
    case .trial(let trial): try append(trial, series)
    case .outcome(let outcome): try close(outcome.kind, at: outcome.at)
    default: try append(entry)
    }
  }
}
