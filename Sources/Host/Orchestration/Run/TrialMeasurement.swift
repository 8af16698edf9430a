import LoadEngine
import Record

/// Measures running apps under the conditions of a family: warm-up, measured window, drain; metrics are read while no load is on.
struct TrialMeasurement {
  /// A trial, and what the app did during its window; nil when the trial failed.
  typealias Measured = (trial: Trial, series: TrialSeries?)

  /// What is measured.
  struct Subject {
    let block: Int
    let participant: Key<Participant>
    let condition: Condition
    let workload: PreparedWorkload
    /// Whether the process has just been measured well under the same workload.
    let isWarm: Bool

    var key: TrialKey { TrialKey(block: block, participant: participant, condition: condition.id) }
  }

  let plan: Plan
  let family: Family
  let driver: any LoadDriving
  let clock: any RunClock
  /// The metrics that only grow, of which a trial keeps the increase.
  let counters: Set<String>

  /// What came of it; what goes wrong with the app is the trial's failure.
  func trial(of subject: Subject, on app: any RunningApp) async throws -> Measured {
    let begin = clock.date
    var (warmup, measured, failure): (WarmupRecord?, WindowResult?, Trial.Failure?)
    do {
      if !subject.isWarm { warmup = try await warmUp(subject.workload, on: app) }
      measured = try await measure(subject, on: app)
    } catch let error as any AppFailure {
      failure = error.failure
    }
    let (load, metrics) = (measured?.load, measured?.metrics)
    let figures = load.map {
      HTTPMeasures.figures(
        of: $0, metrics: metrics?.metrics ?? [:], startupNanoseconds: app.startupNanoseconds)
    }
    let trial = Trial(
      block: subject.block, participant: subject.participant, condition: subject.condition.id,
      startedAt: begin, startupNanoseconds: app.startupNanoseconds, warmup: warmup, figures: figures ?? [:],
      load: load, system: measured?.system,
      gates: load.map {
        GateReading.all(of: $0, measured?.system, connections: plan.load.connections)
      } ?? [],
      metrics: metrics?.metrics ?? [:], unavailable: metrics?.unavailable ?? [],
      vanished: metrics?.vanished ?? 0, failure: failure)
    return (trial, measured?.series)
  }

  /// Load before the first window under a workload: all of its seconds, or windows until their throughput is steady or there were
  /// enough. Returns what was judged; throws an `AppFailure`.
  private func warmUp(_ workload: PreparedWorkload, on app: any RunningApp) async throws -> WarmupRecord? {
    let rule = family.window.warmup
    guard rule.steadyVariation != nil else {
      try await driver.drive(workload, on: app, seconds: rule.seconds).check(.warmup, of: app)
      return nil
    }
    let begin = clock.nanoseconds
    var (rates, ends): ([Double], [Int]) = ([], [])
    repeat {
      let load = try await driver.drive(workload, on: app, seconds: rule.windowSeconds)
      try load.check(.warmup, of: app)
      rates.append(load.requestsPerSecond)
      ends.append(Int(clock.nanoseconds - begin))
    } while rates.count < Warmup.maximumWindows && rule.steadyStart(of: rates) == nil
    return WarmupRecord(requestsPerSecond: rates, endNanoseconds: ends, rule: rule)
  }

  /// What a measured window gave.
  private struct WindowResult {
    let load: LoadFigures
    let system: SystemUse
    let metrics: MetricsWindow
    let series: TrialSeries?
  }

  /// The measured window; throws an `AppFailure`.
  private func measure(_ subject: Subject, on app: any RunningApp) async throws -> WindowResult {
    let window = LoadWindow(subject.condition, family.window, inBlock: subject.block, seed: plan.seed)
    let before = try await app.readMetrics()
    let watch = SystemWatch(processors: plan.load.appCPUs + plan.load.generatorCPUs)
    let progress = LoadProgress()
    let sampler = try app.sampleSeries(seconds: window.seconds, plan.load, progress)
    let load = try await driver.drive(
      subject.workload, at: app.address, window, stop: app.alarm, progress: progress)
    let system = watch.end(port: app.address.port)
    try load.check(.measure, of: app)
    let after = try await app.readMetrics()
    return WindowResult(
      load: load, system: system, metrics: MetricsWindow(from: before, to: after, counters: counters),
      series: sampler?.series(of: subject.key, windowNanoseconds: load.windowNanoseconds))
  }
}
