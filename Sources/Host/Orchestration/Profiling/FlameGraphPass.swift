package import AdapterProtocol
package import Contract
package import Record

/// Samples a participant's stacks under load, a fresh app for each workload. It is a pass of its own, because a profiler slows apps down.
package struct FlameGraphPass {
  /// What was sampled under one workload.
  package struct Recording: Sendable {
    /// How it was sampled.
    package let profiler: ProfileStartResponse
    /// The stacks.
    package let stacks: ProfileStopResponse
    /// Answers per second meanwhile.
    package let requestsPerSecond: Double
  }

  /// A profiler that cannot be started here.
  private struct Unavailable: Error {
    let failure: Trial.Failure
  }

  private let plan: Plan
  private let host: any AppHost
  private let catalogue: WorkloadCatalogue
  private let driver: any LoadDriving
  private let warmupSeconds: Double
  private let seconds: Double

  /// A pass with the load of `plan`, each workload for `seconds` after a warm-up.
  package init(
    _ plan: Plan, on host: any AppHost, catalogue: WorkloadCatalogue, driver: any LoadDriving,
    warmupSeconds: Double, seconds: Double
  ) {
    self.plan = plan
    self.host = host
    self.catalogue = catalogue
    self.driver = driver
    self.seconds = seconds
    self.warmupSeconds = warmupSeconds
  }

  /// What was sampled of a participant, or why nothing was, by workload; the observer is told what begins. A profiler that cannot be
  /// started for one workload is not tried for the others; cancelling the task ends the pass with what it has.
  package func run(
    _ participant: Participant, _ workloads: [Key<Plan.Workload>], telling observer: any RunObserver
  ) async throws -> [Key<Plan.Workload>: Result<Recording, Trial.Failure>] {
    var outcomes: [Key<Plan.Workload>: Result<Recording, Trial.Failure>] = [:]
    for workload in workloads where !Task.isCancelled {
      observer.began(.profiling(participant.id, workload))
      do {
        outcomes[workload] = .success(try await record(participant, workload))
      } catch let error as any AppFailure {
        outcomes[workload] = .failure(error.failure)
      } catch is CancellationError {
        return outcomes
      } catch let error as Unavailable {
        let missing = workloads.map { ($0, Result<Recording, Trial.Failure>.failure(error.failure)) }
        return outcomes.merging(missing) { first, _ in first }
      }
    }
    return outcomes
  }

  /// Throws an `AppFailure` when the app goes wrong, or `Unavailable`.
  private func record(_ participant: Participant, _ name: Key<Plan.Workload>) async throws -> Recording {
    let workload = PreparedWorkload(
      try catalogue.workload(named: name.rawValue), variants: plan.load.variants, seed: plan.seed)
    host.endStrays()
    let app = try await host.start(participant, plan.load, profiled: true)
    do {
      let recording = try await record(workload, on: app)
      try await app.stop()
      return recording
    } catch {
      try? await app.stop()
      throw error
    }
  }

  private func record(_ workload: PreparedWorkload, on app: any RunningApp) async throws -> Recording {
    func load(_ stage: Trial.Failure.Stage, _ seconds: Double) async throws -> LoadFigures {
      let load = try await driver.drive(workload, on: app, seconds: seconds)
      try load.check(stage, of: app)
      return load
    }
    _ = try await load(.warmup, warmupSeconds)
    let profiler: ProfileStartResponse
    do { profiler = try await app.startProfiler() } catch let error as any AppFailure {
      throw Unavailable(failure: error.failure)
    }
    let figures = try await load(.measure, seconds)
    return Recording(
      profiler: profiler, stacks: try await app.stopProfiler(), requestsPerSecond: figures.requestsPerSecond)
  }
}
