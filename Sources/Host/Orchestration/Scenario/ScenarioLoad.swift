import Foundation
package import LoadEngine
package import Platform
package import Record
package import Scenarios
import Statistics

/// A scenario that is driven at one system.
package struct ScenarioLoad: Sendable {
  package let scenario: Scenario
  package let target: LoadTarget
  /// What everything that is drawn follows from, and the run's name, which users' keys begin with.
  package let (seed, run): (UInt64, String)
  /// How long it is, in seconds.
  package let seconds: Double
  package var cpus: [Int] = []
  package var poller = PollerChoice.auto
  private let secrets: [String: String]
  private let program: Program
  private let plan: SessionPlan

  /// A load; `seconds`: how long it is where no phases say so. Throws a `ProgramCompiler.TooLarge`.
  package init(
    _ scenario: Scenario, at target: LoadTarget, seed: UInt64, run: String, seconds: Double,
    secrets: [String: String]
  ) throws {
    self.scenario = scenario
    self.target = target
    self.seed = seed
    self.run = run
    self.secrets = secrets
    self.seconds = min(scenario.load.seconds ?? seconds, scenario.limits?.seconds ?? .infinity)
    program = try ProgramCompiler(scenario, host: target.authority, run: run, secrets: secrets).program()
    var plan = SessionPlan(scenario, seed: seed, run: run)
    if case .shared = scenario.connections { plan.sharingSeats = scenario.load.seats }
    self.plan = plan
  }

  /// How many connections there are at the most.
  package var connections: Int {
    if case .shared(let count) = scenario.connections { min(count, seats) } else { seats }
  }

  /// How many users there are at a time at the most.
  package var seats: Int { scenario.load.seats }

  /// The memory that a user takes who is there, in bytes.
  package var userBytes: Int { program.bytesPerUser }

  /// How many users are due; nil where as many are there as there should be.
  package var usersDue: Int? {
    guard scenario.load.model != .users else { return nil }
    let due = scenario.load.pieces.reduce(0) { $0 + ($1.from + $1.to) / 2 * $1.seconds }
    return Int(scenario.load.phases.isEmpty ? due * seconds : due)
  }

  /// Drives it; `observer` is told of every second. Raising `closing` ends the window, and flows that are under way are carried to their
  /// ends; raising `stop` ends all at once. With the figures come the first steps that failed. Throws a `LoadError`; what the server does is
  /// counted instead.
  package func run(
    closing: StopFlag, stop: StopFlag, observer: @escaping @Sendable (ScenarioSecond) -> Void
  ) async throws -> (figures: ScenarioFigures, failures: [ScenarioFailure]) {
    let address = try await target.reachable(stop)
    var shape = LoadShape(
      target: address, tls: tls, connections: connections,
      cpus: cpus, duration: .seconds(seconds), requestTimeout: .seconds(scenario.timeoutSeconds),
      drainLimit: .seconds(scenario.load.drainSeconds))
    shape.closing = closing
    let collector = SecondCollector(workers: shape.workerCount) { observer(self.second($0)) }
    shape.observer = { collector.take($0) }
    var spec = LoadSpec(shape)
    spec.poller = poller
    let result = try await LoadEngine.running(spec, carryingOut: program, plan, stop: stop)
    var figures = figures(of: result)
    figures.thresholds = scenario.thresholds.map { figures.outcome(of: $0) }
    return (figures, failures(of: result))
  }

  /// A second with what was planned for its end.
  private func second(_ second: LoadSecond) -> ScenarioSecond {
    var (phase, end) = (scenario.load.phases.first, 0.0)
    for next in scenario.load.phases where end < second.end - 0.001 {
      (phase, end) = (next, end + next.seconds)
    }
    var planned: Int?
    if case .closed(let profile) = plan.model {
      planned = Int(profile.users(at: min(second.end, seconds).nextDown).rounded(.up))
    }
    return ScenarioSecond(second, phase: phase?.name, planned: planned)
  }

  private func failures(of result: LoadResult) -> [ScenarioFailure] {
    let (now, clock) = (Date(), MonotonicClock().nanoseconds)
    return (result.sessions?.firstFailures ?? []).map { failure in
      let step = program.steps[failure.step]
      return ScenarioFailure(
        time: now.addingTimeInterval(-Double(clock &- min(clock, failure.nanoseconds)) / 1e9), run: run,
        user: failure.user, request: failure.request, flow: step.flow.map { program.flows[$0].name },
        step: step.name, kind: "\(failure.kind)", status: failure.status)
    }
  }

  /// Lets one user carry out each flow once, one after the other and without pauses. Throws a `LoadError`.
  package func walks(stop: StopFlag) async throws -> [ScenarioWalk] {
    let address = try await target.reachable(stop)
    return try await onThread(stop) {
      try scenario.flows.enumerated().map { index, flow in
        try ScenarioWalk(
          flow, of: scenario, secrets: secrets, at: address, host: target.authority, tls: tls, seed: seed,
          run: "\(run)-\(index)", stop: stop)
      }
    }
  }

  private var tls: TLSSettings? { target.isSecure ? TLSSettings(serverName: target.host) : nil }

  private func figures(of result: LoadResult) -> ScenarioFigures {
    guard let sessions = result.sessions else { preconditionFailure("users were there") }
    let load = LoadFigures(result, canaries: .init(checked: 0, wrong: 0, firstDifference: nil))
    let phases = scenario.load.phases
    let counted = sessions.counting(phases.map(\.isCounted))
    let window = Double(result.windowNanoseconds) / 1e9
    let seconds = max(window - phases.uncountedSeconds(of: window), 1e-9)
    var all = ScenarioFigures(
      name: scenario.name, seed: seed, run: run, isOpen: scenario.load.model != .users, load: load,
      seconds: seconds, steps: steps(counted), flows: flows(counted), usersBegun: sessions.usersBegun,
      usersEnded: sessions.usersEnded, unstarted: sessions.unstarted,
      meanUsers: Double(counted.userNanoseconds) / 1e9 / seconds, lateness: result.lateness)
    all.hasReachedLimit =
      sessions.hasReachedLimit || (scenario.limits?.seconds).map { $0 < scenario.load.seconds ?? 0 } ?? false
    if sessions.breakerOpenings > 0 {
      all.breaker = .init(
        openings: sessions.breakerOpenings,
        // Each worker has its own.
        seconds: Double(sessions.breakerNanoseconds) / 1e9 / Double(result.workers.count))
    }
    // A run that was ended early has not come to all of them.
    all.phases = zip(phases, sessions.parts).map { phase, figures in
      .init(
        name: phase.name, isCounted: phase.isCounted,
        meanUsers: Double(figures.userNanoseconds) / 1e9 / phase.seconds,
        seconds: phase.seconds, steps: steps(figures), flows: flows(figures))
    }
    return all
  }

  private func steps(_ sessions: SessionFigures) -> [ScenarioFigures.Step] {
    let polled = Set(program.requests.filter { $0.poll != nil }.map(\.step))
    return zip(program.steps, sessions.steps).enumerated().map { index, pair in
      let (step, figures) = pair
      return .init(
        name: step.name, flow: step.flow.map { program.flows[$0].name }, isMeasured: step.isMeasured,
        begun: figures.begun, passed: figures.passed, passedInWindow: figures.passedInWindow,
        failed: figures.failed.byName, unfinished: figures.unfinished, retries: figures.retries,
        polls: figures.polls, response: figures.response, service: figures.service,
        earliest: polled.contains(index) ? figures.earliest : nil)
    }
  }

  private func flows(_ sessions: SessionFigures) -> [ScenarioFigures.Flow] {
    zip(program.flows, sessions.flows).map { flow, figures in
      .init(
        name: flow.name, begun: figures.begun, completed: figures.completed,
        completedInWindow: figures.completedInWindow, failed: figures.failed.total,
        unfinished: figures.unfinished, active: figures.active, elapsed: figures.elapsed)
    }
  }
}

extension [LoadPlan.Phase] {
  /// How long phases were that do not count, in a window of so many seconds.
  fileprivate func uncountedSeconds(of window: Double) -> Double {
    var (sum, start) = (0.0, 0.0)
    for phase in self {
      let end = Swift.min(start + phase.seconds, window)
      if !phase.isCounted { sum += Swift.max(0, end - start) }
      start += phase.seconds
    }
    return sum
  }
}
