import AdapterProtocol
import Contract
import Foundation
import LoadEngine
import Platform
import Record

/// Measures a running app under one workload.
struct CellMeasurement {
  /// A trial, and what the app did during its window; nil when the trial failed.
  typealias Measured = (trial: Trial, series: TrialSeries?)

  let plan: Plan
  let driver: LoadDriver
  /// The metrics that only grow, of which a trial keeps the increase.
  let counters: Set<String>

  /// A cell of the capacity half: warm-up, measured window, drain; metrics are read while no load is on. What goes wrong
  /// with the app is the trial's failure; an adapter that ends throws an `AdapterError`.
  func capacity(_ prepared: LoadDriver.Prepared, on app: AppSession, block: Int) async throws -> Measured {
    try await trial(prepared, on: app, block: block, rate: nil) {
      let warmup = try await warmUp(prepared, on: app)
      return (warmup, plan.load.durationSeconds, nil)
    }
  }

  /// A cell of the latency half, at `rate`: after a closed loop for the half's warm-up unless the app `isWarm`, the measured
  /// window with the requests due at the same times for all frameworks of a block.
  func latency(
    _ prepared: LoadDriver.Prepared, on app: AppSession, block: Int, rate: Double, isWarm: Bool,
    _ half: Plan.Latency
  ) async throws -> Measured {
    try await trial(prepared, on: app, block: block, rate: rate) {
      if !isWarm {
        try check(
          .warmup, app,
          try await driver.drive(prepared, at: app.address, seconds: half.warmupSeconds, stop: app.alarm))
      }
      let seed = half.arrivals == .poisson ? plan.seed &+ UInt64(block) : nil
      return (nil, half.seconds(at: rate), LoadDriver.Offered(rate: rate, poissonSeed: seed))
    }
  }

  /// A trial whose preparation tells how to measure.
  private func trial(
    _ prepared: LoadDriver.Prepared, on app: AppSession, block: Int, rate: Double?,
    prepare: () async throws -> (WarmupRecord?, seconds: Double, LoadDriver.Offered?)
  ) async throws -> Measured {
    let begin = Date()
    var warmup: WarmupRecord?
    func measured(_ window: Window?, _ failure: Trial.Failure?) -> Measured {
      let trial = Trial(
        block: block, framework: app.framework.name, workload: prepared.workload.name, offeredRate: rate,
        startedAt: begin, startupNanoseconds: app.started.startupNanoseconds, steadyState: warmup,
        load: window?.load, system: window?.system, gates: window?.gates,
        metrics: window?.metrics.metrics ?? [:],
        unavailable: window?.metrics.unavailable, vanished: window?.metrics.vanished, failure: failure)
      return (trial, window?.series)
    }
    do {
      let (record, seconds, offered) = try await prepare()
      warmup = record
      let key = TrialKey(
        block: block, framework: app.framework.name, workload: prepared.workload.name, offeredRate: rate)
      return measured(try await measure(prepared, on: app, seconds, offered, key), nil)
    } catch let failure as Trial.Failure {
      return measured(nil, failure)
    }
  }

  /// What a measured window gave.
  private struct Window {
    let load: LoadFigures
    let system: SystemUse
    let gates: [GateReading]
    let metrics: MetricsWindow
    let series: TrialSeries?
  }

  /// Windows of load until their throughput is steady, or there were enough; throws a `Trial.Failure`.
  private func warmUp(_ prepared: LoadDriver.Prepared, on app: AppSession) async throws -> WarmupRecord {
    let clock = MonotonicClock()
    let begin = clock.nanoseconds
    let rule = plan.load.warmup
    var (rates, ends): ([Double], [Int]) = ([], [])
    repeat {
      let load = try await driver.drive(
        prepared, at: app.address, seconds: rule.windowSeconds, stop: app.alarm)
      try check(.warmup, app, load)
      rates.append(load.requestsPerSecond)
      ends.append(Int(clock.nanoseconds - begin))
    } while rates.count < rule.maximumWindows && rule.steadyStart(of: rates) == nil
    return WarmupRecord(requestsPerSecond: rates, endNanoseconds: ends, rule: rule)
  }

  /// The measured window; throws a `Trial.Failure`.
  private func measure(
    _ prepared: LoadDriver.Prepared, on app: AppSession, _ seconds: Double, _ offered: LoadDriver.Offered?,
    _ trial: TrialKey
  ) async throws -> Window {
    let before = try await app.metrics()
    let watch = SystemWatch(processors: plan.load.appCPUs + plan.load.generatorCPUs)
    let progress = LoadProgress()
    let sampler = try SeriesSampler(app, seconds: seconds, plan.load, progress)
    let load = try await driver.drive(
      prepared, at: app.address, seconds: seconds, offered: offered, stop: app.alarm, progress: progress)
    let system = watch.end(port: UInt16(clamping: app.started.address.port))
    try check(.measure, app, load)
    let after = try await app.metrics()
    return Window(
      load: load, system: system,
      gates: GateReading.all(of: load, system, connections: plan.load.connections),
      metrics: MetricsWindow(from: before, to: after, counters: counters),
      series: sampler.series(of: trial, windowNanoseconds: load.windowNanoseconds))
  }

  /// Throws why a window gave nothing: the app ended, it did not answer at all, or we were told to stop.
  func check(_ stage: Trial.Failure.Stage, _ app: AppSession, _ load: LoadFigures) throws {
    if Task.isCancelled { throw Trial.Failure(stage: stage, reason: "interrupted") }
    if let exit = app.exit {
      throw Trial.Failure(stage: stage, reason: exit.reason, standardError: exit.standardError)
    }
    if app.alarm.isRaised { throw Trial.Failure(stage: stage, reason: "the adapter ended") }
    if load.answered > 0, load.answeredInWindow == 0, stage == .measure {
      let reason =
        "no request was finished within the window, \(load.answered) after it; give a longer --duration"
      throw Trial.Failure(stage: stage, reason: reason)
    }
    guard load.answered == 0 else { return }
    let errors = load.errors.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }.joined(
      separator: ", ")
    let what = errors.isEmpty ? "\(load.unfinished) requests without an answer" : errors
    throw Trial.Failure(stage: stage, reason: "the app answered no request: \(what)")
  }
}
