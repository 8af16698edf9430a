import Contract
import JSON
import LoadEngine
import Platform
import Record
import Scenarios
import Statistics

/// A window of a scenario's users who are there before it, without their pauses: what an app can do for them, or how long flows take that
/// are due at a rate.
struct ResidentLoad {
  private let workload: ScenarioWorkload
  private let seed: UInt64
  private let run: String

  /// A load; `run`: what its users' keys begin with, which no other one has.
  init(_ workload: ScenarioWorkload, seed: UInt64, run: String) {
    self.workload = workload
    self.seed = seed
    self.run = run
  }

  /// Drives the users of a window, one on each connection. Throws a `LoadError`, or a `ProgramCompiler.TooLarge`.
  func drive(_ spec: inout LoadSpec, _ window: LoadWindow, _ stop: StopFlag) async throws -> LoadFigures {
    let program = try ProgramCompiler(
      workload.scenario, host: "\(spec.target)", run: run, secrets: workload.secrets, keepsPauses: false
    ).program()
    var plan = SessionPlan(
      window.offer.map { .open($0.arrivals) }
        ?? .closed(.constant(spec.connections)),
      seed: seed, keyPrefix: "\(run)-")
    plan.areResident = true
    plan.tick = 0
    spec.requestTimeout = .seconds(workload.scenario.timeoutSeconds)
    let result = try await LoadEngine.running(spec, carryingOut: program, plan, stop: stop)
    var figures = LoadFigures(
      result, flowsOf: program, isOpenLoop: window.offer != nil, isSliced: spec.shape.slices > 1,
      canaries: canaries(of: result, program))
    figures.kernelStampedReads = spec.stampsReceives ? result.stampedReads : nil
    return figures
  }

  /// What reading answers as a whole came to; users read no further than to the last value that they look for.
  private func canaries(of result: LoadResult, _ program: Program) -> LoadFigures.Canaries {
    let answers = result.canaries.filter { program.requests[$0.variant].accepted.contains($0.status) }
    let differences = answers.compactMap { program.requests[$0.variant].difference(of: $0.body) }
    return LoadFigures.Canaries(
      checked: answers.count, wrong: differences.count, firstDifference: differences.first)
  }
}

extension Program.Request {
  /// What is wrong with an answer's body as a JSON text, if values of it are looked at; nil: nothing.
  fileprivate func difference(of body: [UInt8]) -> String? {
    let pointers = captures.filter { !$0.isOptional }.compactMap(\.pointer)
    guard captures.contains(where: { $0.pointer != nil }) else { return nil }
    do {
      let value = try JSONValue(parsing: body)
      return pointers.first { value[$0] == nil }.map { "the answer has no \(JSONPointer.text(of: $0))" }
    } catch {
      return "the answer is no JSON text: \(error)"
    }
  }
}

extension LoadFigures {
  /// The figures of users: their flows are the requests, and steps the parts. What the end of the window cut short is none.
  fileprivate init(
    _ result: LoadResult, flowsOf program: Program, isOpenLoop: Bool, isSliced: Bool, canaries: Canaries
  ) {
    guard let sessions = result.sessions else { preconditionFailure("users were there") }
    var work = CountedWork()
    for flow in sessions.flows {
      work.answered += flow.completed
      work.answeredInWindow += flow.completedInWindow
      work.errors.merge(flow.failed)
      work.latency.merge(flow.active)
      work.uncorrectedLatency.merge(flow.service)
      if isOpenLoop { work.unfinished += flow.unfinished }
    }
    // Who cannot begin has no flow that could fail.
    for (step, figures) in zip(program.steps, sessions.steps) where step.flow == nil {
      work.errors.merge(figures.failed)
    }
    if !isOpenLoop { work.unfinished = result.unfinished }
    work.sent = work.answered + work.errors.total + work.unfinished
    work.unsent = sessions.unstarted
    self.init(result, counting: work, isOpenLoop: isOpenLoop, isSliced: isSliced, canaries: canaries)
    parts = zip(program.steps, sessions.steps).filter { $0.0.flow != nil && $0.0.isMeasured }.map {
      step, figures in
      Part(
        name: step.name, sent: figures.begun, answered: figures.passed,
        answeredInWindow: figures.passedInWindow, latency: figures.response)
    }
    self.sessions = Sessions(
      begun: sessions.usersBegun, preparationNanoseconds: Int(result.preparationNanoseconds),
      sent: result.sent, answered: result.answered, answeredInWindow: result.answeredInWindow,
      retries: sessions.steps.reduce(0) { $0 + $1.retries },
      requestsUnderWay: Self.underWay(
        result.latency, answered: result.answered - result.untimed,
        beside: Int(result.untimedNanoseconds + result.openNanoseconds) - Int(result.overhangNanoseconds),
        in: Int(result.windowNanoseconds)))
  }
}
