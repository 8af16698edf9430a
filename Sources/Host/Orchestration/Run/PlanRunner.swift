import Analysis
package import Contract
import Record

/// Carries out a plan: every participant is prepared, verified and driven until it has found its pace; from that follows what is measured,
/// block by block, condition by condition; each trial is kept before the next condition begins.
///
/// What goes wrong with one participant marks its trials and leaves the others alone. Cancelling the task stops the apps under test and
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
    for participant in plan.compared { try await pilot(participant) }
    let design = Design(of: log.record, availableSeconds: pace.availableSeconds)
    try log.happened(.design(design))
    try await measure(design, &pace)
  }

  /// Prepares and verifies a participant; without an app all of its trials fail.
  private mutating func introduce(_ participant: Participant) async throws {
    do {
      let introduction = try await host.prepare(participant, telling: log)
      try log.happened(.framework(introduction.facts))
      let known = log.record.metricsByName
      let metrics = introduction.metrics.filter { known[$0.name] == nil }
      if !metrics.isEmpty { try log.happened(.metrics(metrics)) }
      host.endStrays()
      try await verification.verify(participant, plan.load, on: host, telling: log)
    } catch let error as any AppFailure {
      failures.giveUp(participant.id, error.failure)
    }
  }

  /// Drives a participant until it has found its pace.
  private func pilot(_ participant: Participant) async throws {
    let refusals = log.record.refusals
    let own = plan.workloads.map(\.id).filter {
      refusals[participant.id, $0] == nil && failures.reason(participant, under: $0) == nil
    }
    guard !own.isEmpty else { return }
    log.began(.piloting(participant.id))
    host.endStrays()
    let run = PilotRun(plan: plan, host: host, driver: instruments.driver, clock: instruments.clock)
    try log.happened(.pilot(try await run.pilot(participant, own.compactMap { workloads[$0] })))
  }

  /// Block after block, until they end.
  private mutating func measure(_ design: Design, _ pace: inout Pace) async throws {
    var number = 0
    while true {
      try Task.checkCancellation()
      switch pace.step(after: number, log.record) {
      case .end(let reason):
        return try log.happened(.end(BlocksEnd(blocks: number, reason: reason)))
      case .block(let chosen):
        log.began(.block(number, of: plan.minimumBlocks))
        host.endStrays()
        let windows = plan.blocks[number].conditions.filter(chosen.contains).compactMap { condition in
          design.windows.first { $0.condition.id == condition }
        }
        var block = BlockRun(
          number: number, windows: windows, warmups: design.warmups, workloads: workloads, log: log,
          host: host,
          instruments: instruments, failures: failures)
        try await block.run()
        failures = block.failures
      }
      number += 1
    }
  }
}
