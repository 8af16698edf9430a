package import AdapterProtocol
package import Contract
package import Record

/// Samples a framework's stacks under load, a fresh app for each workload. It is a pass of its own, because a profiler slows apps down.
package struct ProfilerPass {
  /// What was sampled under one workload.
  package struct Recording: Sendable {
    /// How it was sampled.
    package let profiler: ProfileStartResponse
    /// The stacks.
    package let stacks: ProfileStopResponse
    /// Answers per second meanwhile.
    package let requestsPerSecond: Double
  }

  /// No app can be profiled here.
  private struct Unavailable: Error {
    let reason: AdapterError
  }

  private let plan: Plan
  private let fleet: AdapterFleet
  private let catalogue: WorkloadCatalogue
  private let seconds: Double
  private let driver: LoadDriver

  /// A pass with the load of `plan`, each workload for `seconds`.
  package init(_ plan: Plan, on fleet: AdapterFleet, catalogue: WorkloadCatalogue, seconds: Double) {
    self.plan = plan
    self.fleet = fleet
    self.catalogue = catalogue
    self.seconds = seconds
    driver = LoadDriver(settings: plan.load)
  }

  /// What was sampled of `framework`, or why nothing was, by workload; `report` is told what happens. A profiler that cannot be
  /// started for one workload is not tried for the others; cancelling the task ends the pass with what it has.
  package func run(
    _ framework: Plan.Framework, _ workloads: [String], report: (RunEvent) -> Void
  ) async throws -> [String: Result<Recording, Trial.Failure>] {
    var outcomes: [String: Result<Recording, Trial.Failure>] = [:]
    for name in workloads where !Task.isCancelled {
      report(.profiling(framework: framework.name, workload: name))
      do {
        outcomes[name] = .success(try await record(framework, name))
      } catch let failure as Trial.Failure {
        outcomes[name] = .failure(failure)
      } catch let error as AdapterError {
        outcomes[name] = .failure(Trial.Failure(error))
      } catch is CancellationError {
        return outcomes
      } catch let error as Unavailable {
        let failure = Result<Recording, Trial.Failure>.failure(Trial.Failure(error.reason))
        return outcomes.merging(workloads.map { ($0, failure) }) { first, _ in first }
      }
    }
    return outcomes
  }

  /// Throws a `Trial.Failure` when the app goes wrong, an `AdapterError`, or `Unavailable`.
  private func record(_ framework: Plan.Framework, _ name: String) async throws -> Recording {
    let workload = LoadDriver.Prepared(
      try catalogue.workload(named: name), variants: plan.load.variants, seed: plan.seed)
    let app = try await AppSession(
      framework, by: try await fleet.adapter(framework.adapter), plan.load, profiler: true)
    do {
      let recording = try await record(workload, on: app)
      try await app.stop()
      return recording
    } catch {
      try? await app.stop()
      throw error
    }
  }

  private func record(_ workload: LoadDriver.Prepared, on app: AppSession) async throws -> Recording {
    let judge = CellMeasurement(plan: plan, driver: driver, counters: [])
    func load(_ stage: Trial.Failure.Stage, _ seconds: Double) async throws -> LoadFigures {
      let load = try await driver.drive(workload, at: app.address, seconds: seconds, stop: app.alarm)
      try judge.check(stage, app, load)
      return load
    }
    _ = try await load(.warmup, plan.load.warmupSeconds)
    let profiler: ProfileStartResponse
    do { profiler = try await app.startProfiler() } catch let error as AdapterError {
      throw Unavailable(reason: error)
    }
    let figures = try await load(.measure, seconds)
    return Recording(
      profiler: profiler, stacks: try await app.stopProfiler(), requestsPerSecond: figures.requestsPerSecond)
  }
}
