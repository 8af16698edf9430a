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
  private var design: Design?
  private var block = ""

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
    case .piloting(let participant): passing("pilot: \(participant)", always: true)
    case .block(let number, let count):
      block = "block \(number + 1) of \(max(number + 1, count))"
      if measuringSince == nil { measuringSince = Date() }
      passing("\(block)\(timeLeft)", always: true)
    case .warming(let participant): passing("\(block): warming up \(participant)\(timeLeft)", always: false)
    case .measuring(let condition): passing("\(block): \(condition)\(timeLeft)", always: false)
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
    case .design(let design):
      self.design = design
      lasting(design.words(plan))
    case .end(let end): passing("ended \(end.words)", always: true)
    case .framework, .metrics, .pilot, .session, .outcome: break
    }
  }

  /// Clears the line that is being replaced.
  func finish() { if !quiet, output.isInteractive { output.replaceLine("") } }

  /// From the time that was planned, that trials took so far, and the fewest that are still to come.
  private var timeLeft: String {
    guard let measuringSince, let design else { return "" }
    let planned = plan.participants.count * plan.minimumBlocks * design.windows.count
    let done = Double(trialsDone) / Double(max(1, planned))
    guard done < 1 else { return "" }
    let expected = design.blockSeconds * Double(plan.minimumBlocks)
    // The plan's word at first, what has been seen later.
    let pace = done > 0 ? Date().timeIntervalSince(measuringSince) / done : expected
    let seconds = Int(max(0, (expected * (1 - done) + pace * done) * (1 - done)).rounded())
    return seconds >= 60 ? ", \(seconds / 60) min \(seconds % 60) s left" : ", \(seconds) s left"
  }

  private func passing(_ line: String, always: Bool) {
    guard !quiet else { return }
    if output.isInteractive {
      output.replaceLine(line)
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
