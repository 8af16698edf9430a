import Record

/// Carries out a block: everybody's app is started afresh, all are warmed up in turns, then are measured in turns, condition by condition, and
/// stopped. An app that fails is replaced by a fresh process before the next condition.
struct BlockRun {
  /// An app's place in the block.
  private enum Seat {
    /// It runs; it is warm when something is measured.
    case taken(any RunningApp)
    /// There is none, and why.
    case empty(Trial.Failure)
  }

  /// A participant under a workload.
  private struct Place: Hashable {
    let participant: Key<Participant>
    let workload: Key<Plan.Workload>
  }

  let number: Int
  /// What is measured, in this order.
  let windows: [Design.Window]
  let warmups: [Key<Participant>: Design.Warmup]
  let workloads: [Key<Plan.Workload>: PreparedWorkload]
  let log: RunLog
  let host: any AppHost
  let instruments: Instruments
  /// Where participants have failed until now.
  private(set) var failures: FailedBlocks
  private var seats: [Key<Participant>: Seat] = [:]
  /// Where apps failed while they were warmed up in this block.
  private var broken: [Place: Trial.Failure] = [:]

  init(
    number: Int, windows: [Design.Window], warmups: [Key<Participant>: Design.Warmup],
    workloads: [Key<Plan.Workload>: PreparedWorkload], log: RunLog, host: any AppHost,
    instruments: Instruments, failures: FailedBlocks
  ) {
    self.number = number
    self.windows = windows
    self.warmups = warmups
    self.workloads = workloads
    self.log = log
    self.host = host
    self.instruments = instruments
    self.failures = failures
  }

  private var plan: Plan { log.record.plan }

  /// Runs the block; every app is stopped on every path.
  mutating func run() async throws {
    do {
      try await seat(plan.blocks[number].participants)
      for window in windows { try await measure(window) }
    } catch {
      await stopAll()
      throw error
    }
    await stopAll()
  }

  private mutating func stopAll() async {
    for id in seats.keys { await stop(id) }
  }

  /// Stops an app; one that cannot be stopped ends with its host.
  private mutating func stop(_ id: Key<Participant>) async {
    if case .taken(let app) = seats.removeValue(forKey: id) { try? await app.stop() }
  }

  /// The workloads of the block that a participant is measured under.
  private func own(_ participant: Participant) -> [Key<Plan.Workload>] {
    let refusals = log.record.refusals
    var seen: Set<Key<Plan.Workload>> = []
    return windows.map(\.condition.workload).filter { workload in
      seen.insert(workload).inserted && refusals[participant.id, workload] == nil
        && failures.reason(participant, under: workload) == nil
        && broken[Place(participant: participant.id, workload: workload)] == nil
    }
  }

  /// Sees that participants have warm apps, but for those that nothing is left to measure under or that cannot be had.
  private mutating func seat(_ ids: [Key<Participant>]) async throws {
    let run = WarmupRun(driver: instruments.driver, clock: instruments.clock)
    while true {
      var subjects: [WarmupRun.Subject] = []
      for id in ids where seats[id] == nil {
        if let subject = try await start(id) { subjects.append(subject) }
      }
      guard !subjects.isEmpty else { return }
      for (subject, result) in zip(subjects, try await run.warmUp(subjects, inBlock: number)) {
        switch result {
        case .success(let session): try log.happened(.session(session))
        case .failure(let error):
          // Under the other workloads it may well do.
          let place = Place(participant: subject.participant, workload: error.workload)
          broken[place] = error.failure
          await stop(subject.participant)
        }
      }
    }
  }

  /// A fresh app of a participant; nil where nothing is left to measure it under, or it cannot be had.
  private mutating func start(_ id: Key<Participant>) async throws -> WarmupRun.Subject? {
    guard let participant = plan.participant(id), let warmup = warmups[id] else { return nil }
    let own = own(participant).compactMap { workloads[$0] }
    guard !own.isEmpty else { return nil }
    log.began(.warming(id))
    do {
      let app = try await host.start(participant, plan.load, profiled: false)
      seats[id] = .taken(app)
      return .init(participant: id, app: app, workloads: own, warmup: warmup)
    } catch let error as any AppFailure {
      seats[id] = .empty(error.failure)
      return nil
    }
  }

  /// A trial of everybody under a condition.
  private mutating func measure(_ window: Design.Window) async throws {
    let (workload, refusals) = (window.condition.workload, log.record.refusals)
    guard let prepared = workloads[workload] else { return }
    let measured = plan.blocks[number].participants.filter { refusals[$0, workload] == nil }
    log.began(.measuring(window.condition.id))
    try await seat(measured.filter { failure(of: $0, under: workload) == nil })
    let subjects = measured.compactMap { id -> TurnsMeasurement.Subject? in
      guard failure(of: id, under: workload) == nil, case .taken(let app) = seats[id] else { return nil }
      return .init(participant: id, app: app)
    }
    let measurement = TurnsMeasurement(
      plan: plan, driver: instruments.driver, clock: instruments.clock, counters: log.record.counters,
      haveHeld: windows.prefix { $0.condition.id != window.condition.id }.contains {
        $0.condition.held != nil
      })
    var trials = try await measurement.trials(of: subjects, under: window, inBlock: number, prepared)[...]
    for id in measured {
      let wasTried = trials.first?.trial.participant == id
      let (trial, series) = wasTried ? trials.removeFirst() : (untried(id, under: window), nil)
      try log.happened(.trial(trial), series)
      guard let failure = trial.failure else { continue }
      failures.note(failure, of: id, under: workload, inBlock: number)
      // An app that was not tried is good for the next condition.
      if !wasTried, case .taken = seats[id] { continue }
      await stop(id)
    }
  }

  /// Why a participant is not measured under a workload; nil: it is.
  private func failure(of id: Key<Participant>, under workload: Key<Plan.Workload>) -> Trial.Failure? {
    let known = plan.participant(id).flatMap { failures.reason($0, under: workload) }
    if let failure = known ?? broken[Place(participant: id, workload: workload)] { return failure }
    if case .empty(let failure) = seats[id] { return failure }
    return nil
  }

  /// The trial of a participant that has no app.
  private func untried(_ id: Key<Participant>, under window: Design.Window) -> Trial {
    Trial(
      block: number, participant: id, condition: window.condition.id, startedAt: instruments.clock.date,
      failure: failure(of: id, under: window.condition.workload)
        ?? Trial.Failure(stage: .start, reason: "there is no app"))
  }
}
