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
    /// Of each that passed, nanoseconds from when it was due to the end of its last answer.
    package internal(set) var response = Histogram()
    /// The same from when it was sent for the last time, or its connection asked for.
    package internal(set) var service = Histogram()
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
    for (index, step) in other.steps.enumerated() { steps[index].merge(step) }
    for (index, flow) in other.flows.enumerated() { flows[index].merge(flow) }
    for (index, phase) in other.phases.enumerated() { phases[index].merge(phase) }
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
