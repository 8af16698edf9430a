package import Statistics

/// What the users of a load did.
///
/// Every step that was begun ends in exactly one way: `begun == passed + failed.total + unfinished`; every flow, too:
/// `begun == completed + failed.total + unfinished`.
package struct SessionFigures: Sendable {
  /// What a step's requests came to.
  package struct Step: Sendable {
    package internal(set) var begun = 0
    package internal(set) var passed = 0
    /// Those of them that passed before the window ended.
    package internal(set) var passedInWindow = 0
    package internal(set) var failed = ErrorLedger()
    package internal(set) var unfinished = 0
    /// How often its requests were sent again.
    package internal(set) var retries = 0
    /// How often they were answered before what they ask for had come to pass, and were sent again.
    package internal(set) var polls = 0
    /// Of each that passed, nanoseconds from when it was due to the end of its last answer.
    package internal(set) var response = Histogram()
    /// The same from when it was sent for the last time, or its connection asked for.
    package internal(set) var service = Histogram()
    /// Of each that passed and asked until something had come to pass, nanoseconds from when it was due to the last answer before that.
    package internal(set) var earliest = Histogram()
  }

  /// What became of a flow.
  package struct Flow: Sendable {
    package internal(set) var begun = 0
    package internal(set) var completed = 0
    /// Those of them that were completed before the window ended.
    package internal(set) var completedInWindow = 0
    /// Those that a step's failure ended, by its kind.
    package internal(set) var failed = ErrorLedger()
    package internal(set) var unfinished = 0
    /// Of each that was completed, nanoseconds that its steps took.
    package internal(set) var active = Histogram()
    /// The same with each step counted from when it was sent for the last time, or its connection asked for.
    package internal(set) var service = Histogram()
    /// From when it was due to its end, with its pauses.
    package internal(set) var elapsed = Histogram()
  }

  /// By their numbers in the program.
  package internal(set) var steps: [Step]
  package internal(set) var flows: [Flow]
  /// Users that began, and that were over before the load was.
  package internal(set) var usersBegun = 0
  package internal(set) var usersEnded = 0
  /// Users that were due in the window of an open load and found no seat.
  package internal(set) var unstarted = 0
  /// Whether a limit ended the load.
  package internal(set) var hasReachedLimit = false
  /// How often breakers opened, and for how long they kept requests back, in nanoseconds, summed over the workers.
  package internal(set) var breakerOpenings = 0
  package internal(set) var breakerNanoseconds: UInt64 = 0
  /// Nanoseconds that users were there in the window, summed.
  package internal(set) var userNanoseconds: UInt64 = 0

  /// The first steps that failed, in their order, so many of each worker at the most.
  package internal(set) var firstFailures: [SessionFailure] = []

  /// What came to pass in each phase, one after the other; empty where there is but one. What was begun in one may end in the next.
  package internal(set) var phases: [SessionFigures] = []

  init(steps: Int, flows: Int) {
    self.steps = .init(repeating: Step(), count: steps)
    self.flows = .init(repeating: Flow(), count: flows)
  }

  /// Adds what another worker's users did.
  mutating func merge(_ other: SessionFigures) {
    // A load that was stopped may have ended in another phase for each worker.
    if !phases.isEmpty || !other.phases.isEmpty {
      var sum = parts
      for (index, phase) in other.parts.enumerated() {
        if index < sum.count { sum[index].merge(phase) } else { sum.append(phase) }
      }
      phases = sum
    }
    for (index, step) in other.steps.enumerated() { steps[index].merge(step) }
    for (index, flow) in other.flows.enumerated() { flows[index].merge(flow) }
    usersBegun += other.usersBegun
    usersEnded += other.usersEnded
    unstarted += other.unstarted
    userNanoseconds += other.userNanoseconds
    hasReachedLimit = hasReachedLimit || other.hasReachedLimit
    breakerOpenings += other.breakerOpenings
    breakerNanoseconds += other.breakerNanoseconds
    firstFailures = (firstFailures + other.firstFailures).sorted { $0.nanoseconds < $1.nanoseconds }
  }
}

extension SessionFigures {
  /// What ended in the phases of which `isCounted` is true, or was unfinished when the last phase ended, if that is one of them. There, what
  /// was begun is what came to one of these ends.
  package func counting(_ isCounted: [Bool]) -> SessionFigures {
    guard isCounted.contains(false) else { return self }
    var sum = SessionFigures(steps: steps.count, flows: flows.count)
    let parts = parts
    for (index, phase) in parts.enumerated() where isCounted[index] {
      var phase = phase
      phase.keepWhatEnded(withUnfinished: index == parts.count - 1)
      sum.merge(phase)
    }
    return sum
  }

  /// What came to pass in each phase that has begun, one at least.
  package var parts: [SessionFigures] { phases.isEmpty ? [self] : phases }

  private mutating func keepWhatEnded(withUnfinished isLast: Bool) {
    for index in steps.indices {
      if !isLast { steps[index].unfinished = 0 }
      steps[index].begun = steps[index].passed + steps[index].failed.total + steps[index].unfinished
    }
    for index in flows.indices {
      if !isLast { flows[index].unfinished = 0 }
      flows[index].begun = flows[index].completed + flows[index].failed.total + flows[index].unfinished
    }
  }

  /// What came after an earlier state; what is unfinished is so at the end.
  func subtracting(_ earlier: SessionFigures) -> SessionFigures {
    var figures = self
    for (index, step) in earlier.steps.enumerated() { figures.steps[index].subtract(step) }
    for (index, flow) in earlier.flows.enumerated() { figures.flows[index].subtract(flow) }
    figures.usersBegun -= earlier.usersBegun
    figures.usersEnded -= earlier.usersEnded
    figures.userNanoseconds -= earlier.userNanoseconds
    return figures
  }
}

extension SessionFigures.Step {
  fileprivate mutating func subtract(_ earlier: SessionFigures.Step) {
    begun -= earlier.begun
    passed -= earlier.passed
    passedInWindow -= earlier.passedInWindow
    failed.subtract(earlier.failed)
    retries -= earlier.retries
    polls -= earlier.polls
    earliest = earliest.subtracting(earlier.earliest)
    response = response.subtracting(earlier.response)
    service = service.subtracting(earlier.service)
  }

  fileprivate mutating func merge(_ other: SessionFigures.Step) {
    begun += other.begun
    passed += other.passed
    passedInWindow += other.passedInWindow
    failed.merge(other.failed)
    unfinished += other.unfinished
    retries += other.retries
    polls += other.polls
    earliest.merge(other.earliest)
    response.merge(other.response)
    service.merge(other.service)
  }
}

extension SessionFigures.Flow {
  fileprivate mutating func subtract(_ earlier: SessionFigures.Flow) {
    begun -= earlier.begun
    completed -= earlier.completed
    completedInWindow -= earlier.completedInWindow
    failed.subtract(earlier.failed)
    active = active.subtracting(earlier.active)
    service = service.subtracting(earlier.service)
    elapsed = elapsed.subtracting(earlier.elapsed)
  }

  fileprivate mutating func merge(_ other: SessionFigures.Flow) {
    begun += other.begun
    completed += other.completed
    completedInWindow += other.completedInWindow
    failed.merge(other.failed)
    unfinished += other.unfinished
    active.merge(other.active)
    service.merge(other.service)
    elapsed.merge(other.elapsed)
  }
}
