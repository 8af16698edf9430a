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
    self.seconds = scenario.load.seconds ?? seconds
    program = try ProgramCompiler(scenario, host: target.authority, run: run, secrets: secrets).program()
    plan = SessionPlan(scenario, seed: seed, run: run)
  }

  /// How many users there are at a time at the most.
  package var seats: Int {
    switch plan.model {
    case .closed(let profile): profile.most
    case .open: scenario.load.mostUsers ?? 1
    }
  }

  /// The most bytes of a user's variables, and of a request.
  package var userBytes: Int { program.variables.reduce(0, +) }

  /// Drives it; `observer` is told of every second. Raising `closing` ends the window, and flows that are under way are carried to their
  /// ends; raising `stop` ends all at once. Throws a `LoadError`; what the server does is counted instead.
  package func run(
    closing: StopFlag, stop: StopFlag, observer: @escaping @Sendable (LoadSecond) -> Void
  ) async throws -> ScenarioFigures {
    let address = try await target.reachable(stop)
    var shape = LoadShape(
      target: address, tls: target.isSecure ? TLSSettings(serverName: target.host) : nil, connections: seats,
      cpus: cpus, duration: .seconds(seconds), requestTimeout: .seconds(scenario.timeoutSeconds),
      drainLimit: .seconds(scenario.load.drainSeconds))
    shape.closing = closing
    let collector = SecondCollector(workers: shape.workerCount, tell: observer)
    shape.observer = { collector.take($0) }
    var spec = LoadSpec(shape)
    spec.poller = poller
    let result = try await LoadEngine.running(spec, carryingOut: program, plan, stop: stop)
    var figures = figures(of: result)
    figures.thresholds = scenario.thresholds.map { figures.outcome(of: $0) }
    return figures
  }

  private func figures(of result: LoadResult) -> ScenarioFigures {
    guard let sessions = result.sessions else { preconditionFailure("users were there") }
    let load = LoadFigures(result, canaries: .init(checked: 0, wrong: 0, firstDifference: nil))
    var all = ScenarioFigures(
      name: scenario.name, seed: seed, run: run, isOpen: scenario.load.model != .users, load: load,
      steps: steps(sessions), flows: flows(sessions), usersBegun: sessions.usersBegun,
      usersEnded: sessions.usersEnded, unstarted: sessions.unstarted,
      meanUsers: Double(sessions.userNanoseconds) / Double(max(1, result.windowNanoseconds)),
      lateness: result.lateness)
    // A run that was ended early has not come to all of them.
    all.phases = zip(scenario.load.phases, sessions.phases).map { phase, figures in
      .init(
        name: phase.name, meanUsers: Double(figures.userNanoseconds) / 1e9 / phase.seconds,
        seconds: phase.seconds, steps: steps(figures), flows: flows(figures))
    }
    return all
  }

  private func steps(_ sessions: SessionFigures) -> [ScenarioFigures.Step] {
    zip(program.steps, sessions.steps).map { step, figures in
      .init(
        name: step.name, flow: step.flow.map { program.flows[$0].name }, begun: figures.begun,
        passed: figures.passed, failed: figures.failed.byName, unfinished: figures.unfinished,
        retries: figures.retries, response: figures.response, service: figures.service)
    }
  }

  private func flows(_ sessions: SessionFigures) -> [ScenarioFigures.Flow] {
    zip(program.flows, sessions.flows).map { flow, figures in
      .init(
        name: flow.name, begun: figures.begun, completed: figures.completed,
        completedInWindow: figures.completedInWindow, failed: figures.failures,
        unfinished: figures.unfinished, active: figures.active, elapsed: figures.elapsed)
    }
  }
}
