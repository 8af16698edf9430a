import AdapterProtocol
import Analysis
package import Contract
import Foundation
package import Record

/// Carries out a plan: prepare → verify → blocks of sessions → trials, each on disk before the next.
///
/// What goes wrong with one framework marks its cells and leaves the others alone. Cancelling the task stops the app
/// under test and throws `CancellationError`; what was measured is in the journal.
package struct TrialRunner {
  /// A cell that failed in this many blocks is not tried again.
  private static let failuresUntilGivenUp = 2

  private let plan: Plan
  private let fleet: AdapterFleet
  private let journal: RunJournal
  private let driver: LoadDriver
  private let prepared: [String: LoadDriver.Prepared]
  private let report: (RunEvent) -> Void
  private var failures: [String: [Trial.Failure]] = [:]

  /// A runner of the journal's plan; `report` is told what happens.
  package init(
    _ journal: RunJournal, on fleet: AdapterFleet, catalogue: WorkloadCatalogue,
    report: @escaping (RunEvent) -> Void
  ) throws {
    self.journal = journal
    self.fleet = fleet
    self.report = report
    plan = journal.run.plan
    driver = LoadDriver(settings: plan.load)
    prepared = Dictionary(
      uniqueKeysWithValues: try journal.run.plan.workloads.map { planned in
        let workload = try catalogue.workload(named: planned.name)
        let load = journal.run.plan.load
        return (
          planned.name, LoadDriver.Prepared(workload, variants: load.variants, seed: journal.run.plan.seed)
        )
      })
  }

  /// Runs everything that is planned.
  package mutating func run(verifying verifier: Verification) async throws {
    for framework in plan.frameworks { try await introduce(framework, verifier) }
    try journal.save()
    let pace = Pace(plan)
    try await measure(.capacity, plan.schedule, pace)
    guard let latency = plan.latency else { return }
    journal.run.offered = OfferedRates.all(for: plan, from: journal.trials)
    try journal.save()
    try await measure(.latency, latency.schedule, pace)
  }

  /// Carries out the schedule of a half, block after block, until it ends.
  private mutating func measure(_ half: RunHalf, _ schedule: [Plan.Session], _ pace: Pace) async throws {
    var pace = pace
    var chosen: Set<String> = []
    for (index, planned) in schedule.enumerated() {
      try Task.checkCancellation()
      if index == 0 || planned.block != schedule[index - 1].block {
        switch pace.step(of: half, after: planned.block, journal.stored) {
        case .block(let workloads): chosen = workloads
        case .end(let end): return try finish(end)
        }
      }
      let session = planned.only { chosen.contains($0) && !isRefused(planned.framework, $0) }
      guard !session.workloads.isEmpty else { continue }
      let count = max(index + 1, plan.minimumBlocks(half) * plan.participants.count)
      report(.session(session, number: index + 1, count: count, half: half))
      try await measure(session, at: half == .latency ? plan.latency : nil)
    }
    try Task.checkCancellation()
    try finish(HalfEnd(half: half, blocks: (schedule.last?.block ?? -1) + 1, reason: .rounds))
  }

  private func finish(_ end: HalfEnd) throws {
    journal.run.ends = (journal.run.ends ?? []) + [end]
    try journal.save()
    report(.ended(end))
  }

  /// Prepares and verifies a framework; a failure marks all of its cells.
  private mutating func introduce(_ framework: Plan.Framework, _ verifier: Verification) async throws {
    do {
      let outcome = try await verifier.verify(
        framework, plan.workloads.map(\.name), plan.load, on: fleet, report: report)
      journal.run.frameworks.append(outcome.facts)
      journal.run.conformance += outcome.records
      for metric in outcome.metrics where !journal.run.metrics.contains(where: { $0.name == metric.name }) {
        journal.run.metrics.append(metric)
      }
    } catch let error as AdapterError {
      giveUp(framework.name, Trial.Failure(error))
    }
  }

  private mutating func giveUp(_ framework: String, _ failure: Trial.Failure) {
    for name in plan.participants.map(\.name) where plan.original(of: name) == framework {
      for workload in plan.workloads {
        failures[key(name, workload.name)] = Array(repeating: failure, count: Self.failuresUntilGivenUp)
      }
    }
  }

  /// One fresh app, and every workload that may be measured with it; an app that fails is replaced for the next cell.
  private mutating func measure(_ session: Plan.Session, at latency: Plan.Latency?) async throws {
    guard let framework = plan.participants.first(where: { $0.name == session.framework }) else { return }
    var app: AppSession?
    for workload in session.workloads {
      var isWarm = false
      for rate in latency.map({ _ in rates(workload) }) ?? [nil] {
        let cell = Cell(session: session, workload: workload, rate: rate, isWarm: isWarm)
        let (trial, series) = try await measure(cell, of: framework, on: &app, latency)
        isWarm = trial.failure == nil
        try record(trial, series)
        if trial.failure != nil { await stop(&app) }
        if Task.isCancelled { return await stop(&app) }
      }
    }
    await stop(&app)
  }

  /// What is measured next.
  private struct Cell {
    let session: Plan.Session
    let workload: String
    /// nil: in a closed loop.
    let rate: Double?
    /// Whether the app has just been measured under the same workload.
    let isWarm: Bool
  }

  private func measure(
    _ cell: Cell, of framework: Plan.Framework, on app: inout AppSession?, _ latency: Plan.Latency?
  ) async throws -> CellMeasurement.Measured {
    if let failures = failures[key(framework.name, cell.workload)],
      failures.count >= Self.failuresUntilGivenUp
    {
      return failed(cell, failures[0])
    }
    do {
      let running = if let app { app } else { try await start(framework) }
      app = running
      guard let prepared = prepared[cell.workload] else {
        return failed(cell, .init(stage: .start, reason: "no such workload"))
      }
      let counters = Set(journal.run.metrics.filter { $0.kind == "counter" }.map(\.name))
      let measurement = CellMeasurement(plan: plan, driver: driver, counters: counters)
      guard let latency, let rate = cell.rate else {
        return try await measurement.capacity(prepared, on: running, block: cell.session.block)
      }
      return try await measurement.latency(
        prepared, on: running, block: cell.session.block, rate: rate, isWarm: cell.isWarm, latency)
    } catch let error as AdapterError {
      return failed(cell, Trial.Failure(error))
    }
  }

  /// The rates that a workload is offered.
  private func rates(_ workload: String) -> [Double?] {
    journal.run.offered?.first { $0.workload == workload }?.rates ?? []
  }

  private func start(_ framework: Plan.Framework) async throws -> AppSession {
    try await AppSession(framework, by: try await fleet.adapter(framework.adapter), plan.load)
  }

  /// Stops the app; one that cannot be stopped ends with its adapter.
  private func stop(_ app: inout AppSession?) async {
    try? await app?.stop()
    app = nil
  }

  private mutating func record(_ trial: Trial, _ series: TrialSeries?) throws {
    if let failure = trial.failure {
      failures[key(trial.framework, trial.workload), default: []].append(failure)
    }
    if journal.run.environment.poller == nil { journal.run.environment.poller = trial.load?.generator.poller }
    try journal.append(trial, series)
    report(.trial(trial))
  }

  private func failed(_ cell: Cell, _ failure: Trial.Failure) -> CellMeasurement.Measured {
    let trial = Trial(
      block: cell.session.block, framework: cell.session.framework, workload: cell.workload,
      offeredRate: cell.rate, startedAt: Date(), failure: failure)
    return (trial, nil)
  }

  private func isRefused(_ framework: String, _ workload: String) -> Bool {
    journal.run.conformance.contains {
      $0.framework == plan.original(of: framework) && ($0.workload == nil || $0.workload == workload)
        && !$0.passed
    }
  }

  private func key(_ framework: String, _ workload: String) -> String { "\(framework) \(workload)" }
}
