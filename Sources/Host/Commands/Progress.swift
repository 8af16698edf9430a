import Foundation
import Orchestration
import Record
import Reporting

/// How a run goes, on standard error: one line that is replaced on a terminal, otherwise a line per step.
final class Progress: RunObserver {
  private let output: Output
  private let quiet: Bool
  /// What happened so far.
  private var record: RunRecord
  private var measuringSince: Date?
  private var block = ""
  /// Who is ahead, and what the last trial found.
  private var (leader, pace): (String?, String?)
  private var doubts: InterimReport.Doubts
  /// Whether it takes little time to say who is ahead.
  private var isLeaderCheap = true

  /// The progress of a run; nothing is shown when `quiet`.
  init(_ run: Run, output: Output, quiet: Bool) {
    record = RunRecord(run)
    doubts = InterimReport.Doubts(tolerating: run.plan.toleratedGates)
    self.output = output
    self.quiet = quiet
  }

  private var plan: Plan { record.plan }

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
      if number > 1 { findLeader() }
      passing(block + state, always: true)
    case .warming(let participant): passing("\(block): warming up \(participant)\(state)", always: false)
    case .measuring(let condition): passing("\(block): \(condition)\(state)", always: false)
    case .profiling(let participant, let workload):
      passing("profiling \(participant) under \(workload)", always: true)
    }
  }

  func happened(_ entry: RunEntry, _ series: TrialSeries?) {
    record.apply(entry)
    switch entry {
    case .conformance(let record):
      let state = record.isAbsent == true ? "absent" : "refused"
      for failure in record.failures {
        lasting(
          "\(state): \(record.participant) under \(record.workload?.rawValue ?? "every workload"): "
            + failure.words)
      }
    case .trial(let trial):
      if let failure = trial.failure {
        lasting("failed: \(trial.participant) under \(trial.condition): \(failure.words)")
      }
      pace = InterimReport.pace(of: trial, plan)
      for line in doubts.take(trial) { lasting(line) }
    case .design(let design): lasting(design.words(plan))
    case .end(let end): passing("ended \(end.words)", always: true)
    case .framework, .metrics, .pilot, .session, .outcome: break
    }
  }

  /// Clears the line that is being replaced.
  func finish() { if !quiet, output.isInteractive { output.replaceLine("") } }

  /// Looks who is ahead; a large run only once, for that takes processor time which apps may need.
  private func findLeader() {
    guard !quiet, isLeaderCheap else { return }
    let start = ContinuousClock.now
    leader = InterimReport.leader(of: record)
    isLeaderCheap = start.duration(to: .now) < .milliseconds(200)
  }

  /// How long it will take, who is ahead, and what was found last: what a narrow terminal has no room for stands last.
  private var state: String { [timeLeft, leader, pace].compactMap(\.self).map { ", \($0)" }.joined() }

  /// From the time that was planned, that trials took so far, and the fewest that are still to come; nil when these took place.
  private var timeLeft: String? {
    guard let measuringSince, let design = record.design else { return nil }
    let planned = plan.participants.count * plan.minimumBlocks * design.windows.count
    let done = Double(record.trials.count) / Double(max(1, planned))
    guard done < 1 else { return nil }
    let expected = design.blockSeconds * Double(plan.minimumBlocks)
    // The plan's word at first, what has been seen later.
    let pace = done > 0 ? Date().timeIntervalSince(measuringSince) / done : expected
    let seconds = Int(max(0, (expected * (1 - done) + pace * done) * (1 - done)).rounded())
    return seconds >= 60 ? "\(seconds / 60) min \(seconds % 60) s left" : "\(seconds) s left"
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
