import Foundation
import Orchestration
import Record

/// Tells on standard error how a run goes: one line that changes on a terminal, plain lines elsewhere, nothing with `--quiet`.
final class Progress {
  private let output: Output
  private let quiet: Bool
  private let plan: Plan
  private var measuringSince: Date?
  private var trialsDone = 0

  init(_ plan: Plan, output: Output, quiet: Bool) {
    self.plan = plan
    self.output = output
    self.quiet = quiet
  }

  /// Shows what happened.
  func show(_ event: RunEvent) {
    switch event {
    case .preparing(let framework, let message, let fraction):
      let share = fraction.map { " (\(Int($0 * 100)) %)" } ?? ""
      passing("preparing \(framework): \(message)\(share)", always: fraction == nil)
    case .verifying(let framework, let workload):
      passing("verifying \(framework): \(workload)", always: false)
    case .verified(let record):
      for failure in record.failures {
        lasting(
          "refused: \(record.framework) under \(record.workload ?? "every workload"): \(failure.check): "
            + "\(failure.request) → expected \(failure.expected), got \(failure.got)")
      }
    case .session(let session, let number, let count, let half):
      if measuringSince == nil { measuringSince = Date() }
      let text =
        "\(half) block \(session.block + 1), session \(number)/\(count): \(session.framework)\(timeLeft)"
      passing(text, always: true)
    case .profiling(let framework, let workload):
      passing("profiling \(framework) under \(workload)", always: true)
    case .ended(let end):
      passing("\(end.half) half: \(end.blocks) blocks, ended by \(end.reason.rawValue)", always: true)
    case .trial(let trial):
      trialsDone += 1
      if let failure = trial.failure {
        lasting(
          "failed: \(trial.framework) under \(trial.workload): \(failure.stage.rawValue): \(failure.reason)")
      }
    }
  }

  /// Ends the line that changes.
  func finish() { if !quiet, output.isInteractive { output.replaceLine("") } }

  /// The time the rest will take if it goes on like this.
  private var timeLeft: String {
    guard let measuringSince, trialsDone > 0 else { return "" }
    let perTrial = Date().timeIntervalSince(measuringSince) / Double(trialsDone)
    let seconds = Int((perTrial * Double(max(0, plan.cellCount - trialsDone))).rounded())
    return seconds >= 60 ? ", \(seconds / 60) min \(seconds % 60) s left" : ", \(seconds) s left"
  }

  /// A line that the next one replaces; without a terminal it is shown only if it is worth a line of its own.
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
