import Contract
import Foundation
import LoadEngine
import Record

/// Measures running apps under one condition, in turns: while one is loaded the others rest. Metrics are read while no load is on.
///
/// What is held open beside a load goes on while others have their turns: there one app is measured after the other, and metrics are read
/// while its connections are open.
struct TurnsMeasurement {
  /// A trial, and what the app did during its window; nil when the trial failed.
  typealias Measured = (trial: Trial, series: TrialSeries?)

  /// A participant with its running app.
  struct Subject {
    let participant: Key<Participant>
    let app: any RunningApp
  }

  let plan: Plan
  let driver: any LoadDriving
  let clock: any RunClock
  /// The metrics that only grow, of which a trial keeps the increase.
  let counters: Set<String>
  /// Whether connections were held open to the apps' processes before.
  let haveHeld: Bool

  /// A trial of each subject, in their order; what goes wrong with an app is its trial's failure.
  func trials(
    of subjects: [Subject], under window: Design.Window, inBlock block: Int, _ workload: PreparedWorkload
  ) async throws -> [Measured] {
    guard let held = workload.workload.held else {
      return try await turns(of: subjects, under: window, inBlock: block, workload)
    }
    var measured: [Int: Measured] = [:]
    for index in plan.turns(of: subjects.count, rounds: 1, under: window.condition.id, inBlock: block) {
      measured[index] = try await trial(
        of: subjects[index], beside: held, under: window, inBlock: block, workload)
    }
    return subjects.indices.compactMap { measured[$0] }
  }

  /// A trial of one subject alone, while connections to it are held open.
  private func trial(
    of subject: Subject, beside held: HeldWorkload, under window: Design.Window, inBlock block: Int,
    _ workload: PreparedWorkload
  ) async throws -> Measured {
    let (app, begin) = (subject.app, clock.date)
    do {
      let memory = haveHeld ? nil : try await app.readMetrics().heldMemory
      let connections = try await driver.hold(held, at: app.address, stop: app.alarm)
      let held = Held(connections: connections, memoryBefore: memory)
      do {
        let measured = try await turns(of: [subject], under: window, inBlock: block, workload, beside: held)
        _ = try await held.end()
        return measured[0]
      } catch {
        _ = try? await held.end()
        throw error
      }
    } catch let error as any AppFailure {
      let key = TrialKey(block: block, participant: subject.participant, condition: window.condition.id)
      return trial(key, of: app, at: begin, nil, error.failure)
    }
  }

  /// A trial of each subject in turns.
  private func turns(
    of subjects: [Subject], under window: Design.Window, inBlock block: Int, _ workload: PreparedWorkload,
    beside held: Held? = nil
  ) async throws -> [Measured] {
    let begin = clock.date
    let seats = Rota(
      order: plan.turns(
        of: subjects.count, rounds: window.turns,
        under: window.condition.id,
        inBlock: block)
    ).seats
    var before: [Result<AppReading, Trial.Failure>] = []
    for subject in subjects { before.append(try await reading(subject.app)) }
    let watch = SystemWatch(processors: plan.load.appCPUs + plan.load.generatorCPUs)
    let loads = try await withThrowingTaskGroup(of: (Int, Result<Loaded, Trial.Failure>).self) { group in
      for (index, subject) in subjects.enumerated() {
        let (seat, reading) = (seats[index], before[index])
        group.addTask {
          defer { seat.leave() }
          if case .failure(let failure) = reading { return (index, .failure(failure)) }
          let window = LoadWindow(window, inBlock: block, plan, seat: seat)
          return (index, try await load(subject.app, workload, window))
        }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    try Task.checkCancellation()
    let systems = subjects.map { watch.end(port: $0.app.address.port) }
    var measured: [Measured] = []
    for (index, subject) in subjects.enumerated() {
      let key = TrialKey(block: block, participant: subject.participant, condition: window.condition.id)
      var (result, failure): (WindowResult?, Trial.Failure?)
      do {
        result = try await finish(
          subject.app, before[index], loads[index], systems[index], turns: window.turns, beside: held)
      } catch let error as any AppFailure {
        failure = error.failure
      }
      measured.append(trial(key, of: subject.app, at: begin, result, failure))
    }
    return measured
  }

  /// A load that took place, whatever the app did, with what was seen meanwhile.
  private struct Loaded: Sendable {
    let figures: LoadFigures
    let series: SeriesSampler.Recording?
  }

  /// Connections that are held open, and what their app used before.
  private struct Held: Sendable {
    let connections: any HeldConnections
    let memoryBefore: LoadFigures.Held.Memory?

    func end() async throws -> LoadFigures.Held { try await connections.end(memoryBefore: memoryBefore) }
  }

  private func reading(_ app: any RunningApp) async throws -> Result<AppReading, Trial.Failure> {
    do { return .success(try await app.readMetrics()) } catch let error as any AppFailure {
      return .failure(error.failure)
    }
  }

  private func load(
    _ app: any RunningApp, _ workload: PreparedWorkload, _ window: LoadWindow
  ) async throws -> Result<Loaded, Trial.Failure> {
    let progress = LoadProgress()
    do {
      let sampler = try app.sampleSeries(plan.load, progress)
      let outcome: Result<LoadFigures, any Error>
      do {
        outcome = .success(
          try await driver.drive(workload, at: app.address, window, stop: app.alarm, progress: progress))
      } catch { outcome = .failure(error) }
      let series = sampler?.recording()
      return .success(Loaded(figures: try outcome.get(), series: series))
    } catch let error as any AppFailure {
      return .failure(error.failure)
    }
  }

  /// What a measured window gave.
  private struct WindowResult {
    let load: LoadFigures
    let system: SystemUse
    let metrics: MetricsWindow
    let series: SeriesSampler.Recording?
  }

  /// The end of a window; throws an `AppFailure`.
  private func finish(
    _ app: any RunningApp, _ before: Result<AppReading, Trial.Failure>,
    _ loaded: Result<Loaded, Trial.Failure>?, _ system: SystemUse, turns: Int, beside held: Held?
  ) async throws -> WindowResult? {
    guard let loaded = try loaded?.get() else { return nil }
    var figures = loaded.figures
    try figures.check(.measure, of: app)
    guard figures.slices.isEmpty || figures.slices.count == turns else {
      throw Trial.Failure(
        stage: .measure,
        reason:
          "the app stopped to answer: \(figures.unfinished) requests were without an answer in a whole turn"
      )
    }
    let metrics = MetricsWindow(from: try before.get(), to: try await app.readMetrics(), counters: counters)
    figures.held = try await held?.end()
    return WindowResult(load: figures, system: system, metrics: metrics, series: loaded.series)
  }

  private func trial(
    _ key: TrialKey, of app: any RunningApp, at begin: Date, _ result: WindowResult?,
    _ failure: Trial.Failure?
  ) -> Measured {
    let metrics = result?.metrics
    let trial = Trial(
      block: key.block, participant: key.participant, condition: key.condition, startedAt: begin,
      startupNanoseconds: app.startupNanoseconds,
      figures: result.map {
        HTTPMeasures.figures(
          of: $0.load, metrics: $0.metrics.metrics, startupNanoseconds: app.startupNanoseconds)
      } ?? [:], load: result?.load, system: result?.system,
      gates: result.map {
        GateReading.all(of: $0.load, $0.system, connections: plan.load.connections)
      } ?? [],
      metrics: metrics?.metrics ?? [:], unavailable: metrics?.unavailable ?? [],
      vanished: metrics?.vanished ?? 0, orphans: metrics.flatMap { $0.orphans > 0 ? $0.orphans : nil },
      failure: failure)
    let series = result.flatMap { result in
      result.series?.series(of: key, spanNanoseconds: result.load.spanNanoseconds)
    }
    return (trial, series)
  }
}

extension AppReading {
  /// The memory whose growth tells what connections take: what processes share counts once where that is known.
  fileprivate var heldMemory: LoadFigures.Held.Memory? {
    [MetricFacts.proportionalMemory, MetricFacts.residentMemory].lazy.compactMap { name in
      guard case .value(let bytes)? = metrics[name] else { return nil }
      return .init(metric: name, bytes: Int(bytes))
    }.first
  }
}
