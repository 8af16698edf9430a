package import AdapterProtocol
import Foundation
package import Results

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
    for (index, session) in plan.schedule.enumerated() {
      try Task.checkCancellation()
      guard session.workloads.contains(where: { !isRefused(session.framework, $0) }) else { continue }
      report(.session(session, number: index + 1, count: plan.schedule.count))
      try await measure(session)
    }
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
      giveUp(
        framework.name,
        Trial.Failure(stage: error.stage, reason: "\(error)", standardError: error.standardError))
    }
  }

  private mutating func giveUp(_ framework: String, _ failure: Trial.Failure) {
    for name in plan.participants.map(\.name) where plan.original(of: name) == framework {
      for workload in plan.workloads {
        failures[key(name, workload.name)] = Array(repeating: failure, count: Self.failuresUntilGivenUp)
      }
    }
  }

  /// One fresh app, and every workload that may be measured with it; an app that fails is replaced for the next workload.
  private mutating func measure(_ session: Plan.Session) async throws {
    guard let framework = plan.participants.first(where: { $0.name == session.framework }) else { return }
    var app: AppSession?
    for workload in session.workloads where !isRefused(framework.name, workload) {
      let trial: Trial
      if let failures = failures[key(framework.name, workload)], failures.count >= Self.failuresUntilGivenUp {
        trial = failed(session, workload, failures[0])
      } else {
        do {
          if app == nil { app = try await start(framework) }
          trial = try await measure(workload, on: app, session)
        } catch let error as AdapterError {
          trial = failed(
            session, workload,
            Trial.Failure(stage: error.stage, reason: "\(error)", standardError: error.standardError))
        }
      }
      try record(trial)
      if trial.failure != nil { await stop(&app) }
      if Task.isCancelled { break }
    }
    await stop(&app)
  }

  private func measure(_ workload: String, on app: AppSession?, _ session: Plan.Session) async throws -> Trial
  {
    guard let app, let prepared = prepared[workload] else {
      return failed(session, workload, .init(stage: .start, reason: "no app"))
    }
    let counters = Set(journal.run.metrics.filter { $0.kind == "counter" }.map(\.name))
    return try await CellMeasurement(plan: plan, driver: driver, counters: counters)
      .trial(prepared, on: app, block: session.block)
  }

  private func start(_ framework: Plan.Framework) async throws -> AppSession {
    try await AppSession(framework, by: try await fleet.adapter(framework.adapter), plan.load)
  }

  /// Stops the app; one that cannot be stopped ends with its adapter.
  private func stop(_ app: inout AppSession?) async {
    try? await app?.stop()
    app = nil
  }

  private mutating func record(_ trial: Trial) throws {
    if let failure = trial.failure {
      failures[key(trial.framework, trial.workload), default: []].append(failure)
    }
    if journal.run.environment.poller == nil { journal.run.environment.poller = trial.load?.generator.poller }
    try journal.append(trial)
    report(.trial(trial))
  }

  private func failed(_ session: Plan.Session, _ workload: String, _ failure: Trial.Failure) -> Trial {
    Trial(
      block: session.block, framework: session.framework, workload: workload, startedAt: Date(),
      failure: failure)
  }

  private func isRefused(_ framework: String, _ workload: String) -> Bool {
    journal.run.conformance.contains {
      $0.framework == plan.original(of: framework) && ($0.workload == nil || $0.workload == workload)
        && !$0.passed
    }
  }

  private func key(_ framework: String, _ workload: String) -> String { "\(framework) \(workload)" }
}
