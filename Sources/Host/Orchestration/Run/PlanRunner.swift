package import Contract
import Record

/// Carries out a plan: every participant is prepared and verified, then the families follow each other, block by block, session by
/// session; each trial is kept before the next begins.
///
/// What goes wrong with one participant marks its trials and leaves the others alone. Cancelling the task stops the app under test and
/// throws `CancellationError`; what was measured has been kept.
package struct PlanRunner {
  private let log: RunLog
  private let host: any AppHost
  private let instruments: Instruments
  private let verification: Verification
  private let workloads: [Key<Plan.Workload>: PreparedWorkload]
  private var failures = FailedBlocks()

  /// A runner of the log's plan, with the workloads of a catalogue; throws when one is not there.
  package init(
    _ log: RunLog, on host: any AppHost, catalogue: WorkloadCatalogue, with instruments: Instruments
  ) throws {
    self.log = log
    self.host = host
    self.instruments = instruments
    let plan = log.record.plan
    let workloads = try plan.workloads.map { try catalogue.workload(named: $0.id.rawValue) }
    verification = Verification(workloads, by: instruments.verifier)
    self.workloads = Dictionary(
      uniqueKeysWithValues: workloads.map {
        (Key($0.name), PreparedWorkload($0, variants: plan.load.variants, seed: plan.seed))
      })
  }

  private var plan: Plan { log.record.plan }

  /// Runs everything that is planned.
  package mutating func run() async throws {
    for participant in plan.compared { try await introduce(participant) }
    var pace = Pace(plan, instruments.clock)
    for family in plan.families { try await measure(family, &pace) }
  }

  /// Prepares and verifies a participant; without an app all of its trials fail.
  private mutating func introduce(_ participant: Participant) async throws {
    do {
      let introduction = try await host.prepare(participant, telling: log)
      try log.happened(.framework(introduction.facts))
      let known = log.record.metricsByName
      let metrics = introduction.metrics.filter { known[$0.name] == nil }
      if !metrics.isEmpty { try log.happened(.metrics(metrics)) }
      try await verification.verify(participant, plan.load, on: host, telling: log)
    } catch let error as any AppFailure {
      failures.giveUp(participant.id, error.failure)
    }
  }

  /// Carries out the schedule of a family, block after block, until it ends.
  private mutating func measure(_ family: Family, _ pace: inout Pace) async throws {
    try log.happened(.conditions(log.record.settled(family)))
    let blocks = Dictionary(grouping: family.schedule, by: \.block)
    var (block, number) = (0, 0)
    while true {
      try Task.checkCancellation()
      switch pace.step(of: family, after: block, log.record) {
      case .end(let reason):
        return try log.happened(.end(FamilyEnd(family: family.id, blocks: block, reason: reason)))
      case .block(let chosen):
        for session in blocks[block] ?? [] {
          number += 1
          try await measure(session.only(chosen.contains), number, of: family)
          try Task.checkCancellation()
        }
      }
      block += 1
    }
  }

  /// One session: every condition that has its numbers and whose workload the participant is not refused.
  private mutating func measure(
    _ session: Family.Session, _ number: Int, of family: Family
  ) async throws {
    guard let participant = plan.participant(session.participant) else { return }
    let (record, refusals) = (log.record, log.record.refusals)
    let conditions = record.conditions(of: family).filter { refusals[participant.id, $0.workload] == nil }
    let byKey = Dictionary(conditions.map { ($0.id, $0) }) { first, _ in first }
    let session = session.only { byKey[$0] != nil }
    guard !session.conditions.isEmpty else { return }
    let count = max(number, family.minimumBlocks * plan.participants.count)
    log.began(.session(session, number: number, count: count, family.id))
    let measurement = TrialMeasurement(
      plan: plan, family: family, driver: instruments.driver, clock: instruments.clock,
      counters: record.counters)
    var app: (any RunningApp)?
    do {
      try await measure(
        session.conditions.compactMap { byKey[$0] }, of: participant, inBlock: session.block, measurement,
        &app)
    } catch {
      await stop(&app)
      throw error
    }
    await stop(&app)
  }

  /// The conditions one after the other in one process, which is replaced when it fails; ends early when the task is cancelled.
  private mutating func measure(
    _ conditions: [Condition], of participant: Participant, inBlock block: Int,
    _ measurement: TrialMeasurement, _ app: inout (any RunningApp)?
  ) async throws {
    var warm: Key<Plan.Workload>?
    for condition in conditions {
      guard let workload = workloads[condition.workload] else { continue }
      let subject = TrialMeasurement.Subject(
        block: block, participant: participant.id, condition: condition, workload: workload,
        isWarm: warm == condition.workload)
      let (trial, series) = try await measure(subject, of: participant, measurement, &app)
      try log.happened(.trial(trial), series)
      warm = trial.failure == nil ? condition.workload : nil
      if let failure = trial.failure {
        failures.note(
          failure, of: participant.id, under: condition.workload, inBlock: block, of: measurement.family.id)
        await stop(&app)
      }
      if Task.isCancelled { return }
    }
  }

  /// A trial in the running app, started if need be; the known failure where the workload has been given up.
  private func measure(
    _ subject: TrialMeasurement.Subject, of participant: Participant, _ measurement: TrialMeasurement,
    _ app: inout (any RunningApp)?
  ) async throws -> TrialMeasurement.Measured {
    let begin = instruments.clock.date
    func failed(_ failure: Trial.Failure) -> TrialMeasurement.Measured {
      let trial = Trial(
        block: subject.block, participant: participant.id, condition: subject.condition.id, startedAt: begin,
        failure: failure)
      return (trial, nil)
    }
    if let reason = failures.reason(participant, under: subject.condition.workload) { return failed(reason) }
    do {
      let running =
        if let app { app } else { try await host.start(participant, plan.load, profiled: false) }
      app = running
      return try await measurement.trial(of: subject, on: running)
    } catch let error as any AppFailure {
      return failed(error.failure)
    }
  }

  /// Stops the app; one that cannot be stopped ends with its host.
  private func stop(_ app: inout (any RunningApp)?) async {
    try? await app?.stop()
    app = nil
  }
}
