import Record

@testable import Orchestration

/// An observer that remembers everything it is told.
final class Notes: RunObserver {
  private(set) var steps: [RunStep] = []
  private(set) var entries: [RunEntry] = []

  func began(_ step: RunStep) { steps.append(step) }
  func happened(_ entry: RunEntry, _ series: TrialSeries?) { entries.append(entry) }
}

/// An observer that cannot keep what is told after so many trials.
final class FullDisk: RunObserver {
  struct Full: Error {}

  private var trialsLeft: Int
  private let error: any Error

  init(after trials: Int, _ error: any Error = Full()) {
    trialsLeft = trials
    self.error = error
  }

  func began(_ step: RunStep) {}

  func happened(_ entry: RunEntry, _ series: TrialSeries?) throws {
    guard case .trial = entry else { return }
    guard trialsLeft > 0 else { throw error }
    trialsLeft -= 1
  }
}
