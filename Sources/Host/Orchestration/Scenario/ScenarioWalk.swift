import HTTP
import JSON
import LoadEngine
import Platform
import Record
import Scenarios

/// One user who carries out a flow once, without pauses, and what was said meanwhile.
package struct ScenarioWalk: Encodable, Sendable {
  /// A request and what came of it.
  package struct Exchange: Encodable, Equatable, Sendable {
    /// The step that it is of.
    package let step: String
    /// What was sent and what came, head and body, with secrets masked.
    package let request: String
    package let answer: String
    package let status: Int
  }

  /// What became of a step.
  package struct Step: Encodable, Equatable, Sendable {
    package let name: String
    /// Whether users do it once, when they begin.
    package let isOnce: Bool
    package let begun: Int
    /// Why it failed, by kind; empty: it did not.
    package let failures: [String: Int]

    fileprivate init(_ step: Program.Step, _ figures: SessionFigures.Step) {
      name = step.name
      isOnce = step.flow == nil
      begun = figures.begun
      var failed = figures.failed
      failed[.timeout] += figures.unfinished
      failures = failed.byName
    }
  }

  /// What secrets are shown as.
  static let mask = "•••"

  package let flow: String
  /// In the order in which they ended.
  package let exchanges: [Exchange]
  /// In the order of the file; some are only done by chance.
  package let steps: [Step]
  /// Why no connection could be had; nil: one could.
  package let problem: String?

  /// Whether all that was begun passed, and something of the flow was begun.
  package var isWhole: Bool {
    steps.allSatisfy(\.failures.isEmpty) && steps.contains { !$0.isOnce && $0.begun > 0 }
  }

  /// The longest that a flow is waited for, in seconds.
  private static let limitSeconds = 60.0
  /// All that a user says in a flow, without any time between.
  private static let everything = CanaryPlan(stride: 1, maximumCount: 1 << 40, maximumBytes: 1 << 40)

  /// Walks a flow of a scenario at a server, with a key of `run`'s, and blocks until its end. Throws a `LoadError`, or a
  /// `ProgramCompiler.TooLarge`.
  init(
    _ flow: Flow, of scenario: Scenario, secrets: [String: String], at address: SocketAddress,
    host: String, tls: TLSSettings? = nil, seed: UInt64, run: String, stop: StopFlag
  ) throws {
    var program = try ProgramCompiler(
      scenario, host: host, run: run, secrets: secrets, keepsPauses: false
    ).program()
    for index in program.flows.indices where program.flows[index].name != flow.name {
      program.flows[index].weight = 0
    }
    let plan = SessionPlan(
      .closed(.constant(1)), users: 1, iterations: .init(.constant(1)),
      seed: seed, keyPrefix: "\(run)-")
    var spec = LoadSpec(
      LoadShape(
        target: address, tls: tls, connections: 1, duration: .seconds(Self.limitSeconds),
        requestTimeout: .seconds(scenario.timeoutSeconds)))
    spec.canaries = Self.everything
    let result = try LoadEngine.run(spec, carryingOut: program, plan, stop: stop)
    let masking = Masking(
      secrets: secrets, captured: scenario.secretCaptures, answers: result.canaries.map(\.body))
    self.flow = flow.name
    exchanges = result.canaries.map { answer in
      Exchange(
        step: program.steps[program.requests[answer.variant].step].name,
        request: masking.masked(answer.request),
        answer: masking.masked(answer.head + [13, 10] + answer.body),
        status: answer.status)
    }
    let own = program.flows.firstIndex { $0.name == flow.name }
    steps = zip(program.steps, result.sessions?.steps ?? []).compactMap { step, figures in
      guard step.flow == nil || step.flow == own else { return nil }
      return Step(step, figures)
    }
    problem = result.firstConnectError.map { "\($0)" }
  }
}

extension Scenario {
  /// The pointers whose values are secrets.
  fileprivate var secretCaptures: [[String]] {
    flows.flatMap { ($0.once + $0.steps).requests }.flatMap(\.request.captures).filter(\.isSecret).map(
      \.pointer)
  }
}

/// Replaces secrets in texts.
struct Masking {
  private let secrets: [String]

  /// Masks these values, and those that pointers lead to in answers, however they are written.
  init(secrets: [String: String], captured pointers: [[String]], answers: [[UInt8]]) {
    let captured = answers.flatMap { answer -> [String] in
      guard let value = try? JSONValue(parsing: answer) else { return [] }
      return pointers.compactMap { value[$0] }.map {
        if case .string(let text) = $0 { text } else { JSONText.compact($0) }
      }
    }
    let values = Set(secrets.values).union(captured).filter { !$0.isEmpty }
    let written = values.flatMap { value in
      [value, String(JSONText.compact(.string(value)).dropFirst().dropLast()), VariableTable.percent(value)]
    }
    // The longest first, of which others may be parts.
    self.secrets = Set(written).sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
  }

  /// A text without them.
  func masked(_ bytes: [UInt8]) -> String {
    secrets.reduce(String(decoding: bytes, as: UTF8.self)) {
      $0.replacing($1, with: ScenarioWalk.mask)
    }
  }
}
