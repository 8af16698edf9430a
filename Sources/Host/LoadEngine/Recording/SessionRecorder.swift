import Statistics

/// Counts and times what a worker's users do.
struct SessionRecorder: ~Copyable {
  private struct StepTimes: ~Copyable {
    var response = HistogramRecorder()
    var service = HistogramRecorder()
    /// Of those that are asked until something has come to pass.
    var earliest = HistogramRecorder()
  }

  private struct FlowTimes: ~Copyable {
    var active = HistogramRecorder()
    var service = HistogramRecorder()
    var elapsed = HistogramRecorder()
  }

  /// What is counted, without its histograms.
  var counts: SessionFigures
  private let steps: UnsafeMutablePointer<StepTimes>
  private let flows: UnsafeMutablePointer<FlowTimes>
  /// The first steps that failed.
  private(set) var failures: [SessionFailure] = []
  /// What there was at the end of each phase so far.
  private var phases: [SessionFigures] = []
  /// How many users are there, and until when that was counted.
  private(set) var active = 0
  private var changedNanoseconds = UInt64.max

  init(steps: Int, flows: Int) {
    counts = SessionFigures(steps: steps, flows: flows)
    self.steps = .allocate(capacity: max(1, steps))
    self.flows = .allocate(capacity: max(1, flows))
    for step in 0..<steps { (self.steps + step).initialize(to: StepTimes()) }
    for flow in 0..<flows { (self.flows + flow).initialize(to: FlowTimes()) }
  }

  deinit {
    steps.deinitialize(count: counts.steps.count).deallocate()
    flows.deinitialize(count: counts.flows.count).deallocate()
  }

  /// A step passed.
  mutating func pass(step: Int, response: UInt64, service: UInt64, isInWindow: Bool) {
    counts.steps[step].passed &+= 1
    if isInWindow { counts.steps[step].passedInWindow &+= 1 }
    steps[step].response.record(response)
    steps[step].service.record(service)
  }

  /// What a step that passes asked for came to pass so many nanoseconds after it was due, or later.
  mutating func poll(step: Int, earliest: UInt64) { steps[step].earliest.record(earliest) }

  /// A step failed.
  mutating func fail(step: Int, _ failure: SessionFailure) {
    counts.steps[step].failed[failure.kind] += 1
    if failures.count < SessionFailure.most { failures.append(failure) }
  }

  /// A flow was completed.
  mutating func complete(flow: Int, active: UInt64, service: UInt64, elapsed: UInt64, isInWindow: Bool) {
    counts.flows[flow].completed &+= 1
    if isInWindow { counts.flows[flow].completedInWindow &+= 1 }
    flows[flow].active.record(active)
    flows[flow].service.record(service)
    flows[flow].elapsed.record(elapsed)
  }

  /// Users come or go at `now`.
  mutating func change(active change: Int, at now: UInt64) {
    if now > changedNanoseconds {
      counts.userNanoseconds &+= UInt64(active) &* (now &- changedNanoseconds)
      changedNanoseconds = now
    }
    active &+= change
  }

  /// A window begins, in which users count as there.
  mutating func begin(at now: UInt64) { changedNanoseconds = now }

  /// It is over.
  mutating func end(at now: UInt64) {
    change(active: 0, at: now)
    changedNanoseconds = .max
  }

  /// A phase is over at `now`, and another one begins.
  mutating func endPhase(at now: UInt64) {
    change(active: 0, at: now)
    phases.append(current())
  }

  /// What all did so far.
  func snapshot() -> SessionFigures {
    var figures = current()
    guard !phases.isEmpty else { return figures }
    let states = phases + [figures]
    figures.phases = [states[0]] + zip(states, states.dropFirst()).map { $1.subtracting($0) }
    return figures
  }

  private func current() -> SessionFigures {
    var figures = counts
    for step in figures.steps.indices {
      figures.steps[step].response = steps[step].response.snapshot()
      figures.steps[step].service = steps[step].service.snapshot()
      figures.steps[step].earliest = steps[step].earliest.snapshot()
      let counts = figures.steps[step]
      figures.steps[step].unfinished = counts.begun - counts.passed - counts.failed.total
    }
    for flow in figures.flows.indices {
      figures.flows[flow].active = flows[flow].active.snapshot()
      figures.flows[flow].service = flows[flow].service.snapshot()
      figures.flows[flow].elapsed = flows[flow].elapsed.snapshot()
      let counts = figures.flows[flow]
      figures.flows[flow].unfinished = counts.begun - counts.completed - counts.failed.total
    }
    return figures
  }
}
