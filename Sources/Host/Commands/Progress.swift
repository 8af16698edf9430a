import Foundation
import Orchestration
import Record
import Reporting

/// How a run goes, on standard error: one line that is replaced on a terminal, otherwise a line per step.
final class Progress: RunObserver {
  private let output: Output
  private let quiet: Bool
  private let plan: Plan
  private var measuringSince: Date?
  private var trialsDone = 0

  /// The progress of a run of `plan`; nothing is shown when `quiet`.
  init(_ plan: Plan, output: Output, quiet: Bool) {
    self.plan = plan
    self.output = output
    self.quiet = quiet
  }

  func began(_ step: RunStep) {
    switch step {
    case .preparing(let participant, let step):
      let share = step.fraction.map { " (\(Figures.wholePercent($0)))" } ?? ""
      passing("preparing \(participant): \(step.message)\(share)", always: step.fraction == nil)
    case .verifying(let participant, let workload):
      passing("verifying \(participant): \(workload)", always: false)
    case .session(let session, let number, let count, let family):
      if measuringSince == nil { measuringSince = Date() }
      passing(
        "\(family) block \(session.block + 1), session \(number)/\(count): \(session.participant)\(timeLeft)",
        always: true)
    case .profiling(let participant, let workload):
      passing("profiling \(participant) under \(workload)", always: true)
    }
  }

  func happened(_ entry: RunEntry, _ series: TrialSeries?) {
    switch entry {
    case .conformance(let record):
      for failure in record.failures {
        lasting(
          "refused: \(record.participant) under \(record.workload?.rawValue ?? "every workload"): "
            + failure.words)
      }
    case .trial(let trial):
      trialsDone += 1
      if let failure = trial.failure {
        lasting("failed: \(trial.participant) under \(trial.condition): \(failure.words)")
      }
    case .end(let end):
      passing("\(end.family): ended \(end.words)", always: true)
    case .framework, .metrics, .conditions, .outcome: break
    }
  }

  /// Clears the line that is being replaced.
  func finish() { if !quiet, output.isInteractive { output.replaceLine("") } }

  /// From the time that trials took so far and the fewest that are still to come.
  private var timeLeft: String {
    guard let measuringSince, trialsDone > 0 else { return "" }
    let perTrial = Date().timeIntervalSince(measuringSince) / Double(trialsDone)
    let seconds = Int((perTrial * Double(max(0, plan.fewestTrials - trialsDone))).rounded())
    return seconds >= 60 ? ", \(seconds / 60) min \(seconds % 60) s left" : ", \(seconds) s left"
  }

  private func passing(_ line: String, always: Bool) {
    guard !quiet else { return }
    if output.isInteractive {
      output.replaceLine(String(line.prefix(110)))
    } else if always {
      output.note(line)
    }
  }

  private func lasting(_ line: String) {
    guard !quiet else { return }
    finish()
    output.note(line)
  }
}
