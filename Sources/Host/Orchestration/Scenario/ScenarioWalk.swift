import JSON
import LoadEngine
import Platform
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
      secrets: secrets, captured: scenario.secretCaptures, answers: result.canaries)
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
  /// Where values come from that are secrets.
  fileprivate var secretCaptures: [Request.Capture.Source] {
    flows.flatMap { ($0.once + $0.steps).requests }.flatMap(\.request.captures).filter(\.isSecret).map(
      \.source)
  }
}

/// Replaces secrets in texts.
struct Masking {
  private let secrets: [String]

  /// Masks these values, and those that answers tell there, however they are written.
  init(secrets: [String: String], captured sources: [Request.Capture.Source], answers: [CapturedAnswer]) {
    let captured = answers.flatMap { answer in sources.flatMap { Self.values(of: $0, in: answer) } }
    let values = Set(secrets.values).union(captured).filter { !$0.isEmpty }
    let written = values.flatMap { value in
      [value, String(JSONText.compact(.string(value)).dropFirst().dropLast()), VariableTable.percent(value)]
    }
    // The longest first, of which others may be parts.
    self.secrets = Set(written).sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
  }

  private static func values(of source: Request.Capture.Source, in answer: CapturedAnswer) -> [String] {
    switch source {
    case .body(let pointer):
      guard let value = (try? JSONValue(parsing: answer.body))?[pointer] else { return [] }
      if case .string(let text) = value { return [text] }
      return [JSONText.compact(value)]
    case .field(let name): return fields(name, of: answer).flatMap { [$0] + path(of: $0) }
    case .cookie(let name):
      return fields("set-cookie", of: answer).compactMap { field in
        let pair = field.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
        return pair.count == 2 && pair[0] == name ? trimmed(pair[1]) : nil
      }
    case .status: return []
    }
  }

  /// The values of all header fields of a name.
  private static func fields(_ name: String, of answer: CapturedAnswer) -> [String] {
    String(decoding: answer.head, as: UTF8.self).split(separator: "\r\n").compactMap { line in
      guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else { return nil }
      return trimmed(line[line.index(after: colon)...])
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }

  /// What is sent of a URL that names a server, if that is more than `/`.
  private static func path(of url: String) -> [String] {
    guard let scheme = url.firstRange(of: "://"), let slash = url[scheme.upperBound...].firstIndex(of: "/")
    else {
      return []
    }
    return url[slash...].count > 1 ? [String(url[slash...])] : []
  }

  /// A text without them.
  func masked(_ bytes: [UInt8]) -> String {
    secrets.reduce(String(decoding: bytes, as: UTF8.self)) {
      $0.replacing($1, with: ScenarioWalk.mask)
    }
  }
}
