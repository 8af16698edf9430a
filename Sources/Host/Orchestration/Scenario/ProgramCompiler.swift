import HTTP
import JSON
import LoadEngine
import Scenarios

/// Makes a program of a scenario's flows.
///
/// Values that are the same for all users (the run's name, secrets) are put into the requests; all others become variables.
package struct ProgramCompiler {
  /// A request or a value can become longer than is sent.
  package struct TooLarge: Error, Equatable, CustomStringConvertible {
    let place: TextPlace
    let what: String
    let bytes: Int

    /// `line:column: what`.
    package var description: String {
      "\(place): \(what) can have \(bytes) bytes, \(mostBytes) at the most; make what is inserted shorter, e.g. max of a capture"
    }
  }

  /// The most bytes of a request, and of a value.
  static let mostBytes = 65536

  private let scenario: Scenario
  private let host: String
  private let keepsPauses: Bool
  private var variables: VariableTable
  private var code: [Program.Instruction] = []
  private var requests: [Program.Request] = []
  private var steps: [Program.Step] = []

  /// A compiler for the server at `host`; `run` is the run's name, `secrets` have their values, and without their pauses users do one thing
  /// after the other.
  init(
    _ scenario: Scenario, host: String, run: String, secrets: [String: String], keepsPauses: Bool = true
  ) {
    self.scenario = scenario
    self.host = host
    self.keepsPauses = keepsPauses
    variables = VariableTable(run: run, secrets: secrets)
  }

  /// The program.
  consuming func program() throws(TooLarge) -> Program {
    try variables.measure(scenario.flows)
    var flows: [Program.Flow] = []
    let hasPrologue = scenario.flows.contains { !$0.once.isEmpty }
    for (index, flow) in scenario.flows.enumerated() {
      try compile(flow.once, of: flow, headers: scenario.headers, figures: nil, onError: .user)
      if index == scenario.flows.count - 1, hasPrologue { code.append(.end(.flow)) }
    }
    if !hasPrologue { code = [] }
    for (index, flow) in scenario.flows.enumerated() {
      flows.append(
        .init(name: flow.name, weight: flow.weight, start: code.count, cooldown: flow.cooldownSeconds))
      let onError = Program.Ending(flow.onError)
      try compile(
        flow.steps, of: flow, headers: scenario.headers + flow.headers, figures: index, onError: onError)
      code.append(.end(.flow))
    }
    return Program(
      flows: flows, steps: steps, requests: requests, code: code, prologue: hasPrologue ? 0 : nil,
      variables: variables.capacities, userIndex: VariableTable.userIndex, userKey: VariableTable.userKey,
      iteration: VariableTable.iteration)
  }

  // MARK: Steps

  private mutating func compile(
    _ steps: [Step], of flow: Flow, headers: [Scenario.Header], figures: Int?, onError: Program.Ending,
    depth: Int = 0
  ) throws(TooLarge) {
    func inner(_ compiler: inout ProgramCompiler, _ steps: [Step], _ depth: Int) throws(TooLarge) {
      try compiler.compile(
        steps, of: flow, headers: headers, figures: figures, onError: onError, depth: depth)
    }
    for step in steps {
      switch step.action {
      case .request(let request):
        var compiled = try self.request(request, headers, at: step.place)
        compiled.step = self.steps.count
        compiled.onError = onError
        self.steps.append(.init(name: request.label, flow: figures))
        code.append(.send(requests.count))
        requests.append(compiled)
      case .pause where !keepsPauses: break
      case .pause(let draw): code.append(.pause(Program.Draw(draw)))
      case .assign(let assignments):
        for assignment in assignments {
          code.append(.assign(variables[assignment.name], value(assignment.value)))
        }
      case .again(let times, let steps):
        code.append(.begin(counter: depth))
        let start = code.count
        try inner(&self, steps, depth + 1)
        code.append(.again(counter: depth, times: times, start))
      case .branch(let first, let second, let then, let otherwise):
        let place = code.count
        code.append(.end(.step))
        try inner(&self, then, depth)
        let jump = code.count
        code.append(.end(.step))
        code[place] = .unless(variables.pieces(first), equals: variables.pieces(second), code.count)
        try inner(&self, otherwise, depth)
        code[jump] = .jump(code.count)
      case .choose(let choices):
        let place = code.count
        code.append(.end(.step))
        var (targets, jumps): ([Int], [Int]) = ([], [])
        for choice in choices {
          targets.append(code.count)
          try inner(&self, choice.steps, depth)
          jumps.append(code.count)
          code.append(.end(.step))
        }
        code[place] = .choose(weights: choices.map(\.weight), targets)
        for jump in jumps { code[jump] = .jump(code.count) }
      case .end(let ending): code.append(.end(Program.Ending(ending)))
      }
    }
  }

  private func value(_ value: Assignment.Value) -> Program.Value {
    switch value {
    case .number(let draw) where draw.isInteger: .integer(Program.Draw(draw))
    case .number(let draw): .number(Program.Draw(draw))
    case .choice(let texts, let weights): .choice(texts.map { Array($0.utf8) }, weights: weights)
    case .text(let text): .text(variables.pieces(text, .plain))
    case .uuid: .uuid
    case .now(let isUnix): .now(isUnix: isUnix)
    case .question(let kinds):
      .question(kinds.map { QuestionKind($0.kind) }, weights: kinds.map(\.weight))
    }
  }

  // MARK: Requests

  private mutating func request(
    _ request: Request, _ headers: [Scenario.Header], at place: TextPlace
  ) throws(TooLarge) -> Program.Request {
    let body = request.body.map { variables.pieces($0) }
    var fields = ["host": ("Host", SlotText.constant(host))]
    var order = ["host"]
    if let type = request.body?.contentType {
      (fields["content-type"], order) = (("Content-Type", .constant(type)), order + ["content-type"])
    }
    for header in headers + request.headers {
      let name = header.name.lowercased()
      if fields.updateValue((header.name, header.text), forKey: name) == nil { order.append(name) }
    }
    let lines = order.flatMap { name -> [Program.Piece] in
      guard let (name, text) = fields[name] else { return [] }
      return [.bytes(Array("\(name): ".utf8))] + variables.pieces(text, .field) + [.bytes([13, 10])]
    }
    let target = variables.target(request.path, request.query)
    let bytes = variables.mostBytes(of: target + lines + (body ?? []))
    guard bytes <= Self.mostBytes else {
      throw TooLarge(place: place, what: request.label, bytes: bytes)
    }
    var captures = request.captures.map {
      Program.Capture(pointer: $0.pointer, variable: variables[$0.name], isOptional: $0.isOptional)
    }
    var checks: [Program.Check] = []
    for check in request.checks {
      let expected = variables.pieces(check.expected)
      // The same text may be written with escapes, six bytes for each of its own.
      let variable = variables.add(
        capacity: min(Self.mostBytes, max(64, 6 * variables.mostBytes(of: expected))))
      captures.append(.init(pointer: check.pointer, variable: variable))
      checks.append(.init(variable: variable, expected: expected))
    }
    var compiled = Program.Request(
      method: request.method, target: target, fields: lines,
      body: body ?? (request.anticipatesBody ? [] : nil), accepted: request.statuses,
      isIdempotent: request.isIdempotent, step: 0)
    compiled.captures = captures
    compiled.checks = checks
    compiled.retry = request.retry.map(Program.Retry.init)
    compiled.endings = request.endings.mapValues(Program.Ending.init)
    return compiled
  }
}

extension Request {
  /// Whether servers anticipate a body, so that its absence is said too (RFC 9110 §8.6).
  fileprivate var anticipatesBody: Bool { ["POST", "PUT", "PATCH"].contains(method) }
}

extension Request.Body {
  fileprivate var contentType: String {
    switch self {
    case .json: "application/json"
    case .form: "application/x-www-form-urlencoded"
    case .text: "text/plain; charset=utf-8"
    }
  }
}

extension QuestionKind {
  /// The kind of this name; there are the same in files and here.
  init(_ kind: QuestionName) {
    guard let own = QuestionKind(rawValue: kind.rawValue) else { preconditionFailure("no questions \(kind)") }
    self = own
  }
}

extension Program.Ending {
  fileprivate init(_ ending: Ending) {
    self =
      switch ending {
      case .step: .step
      case .flow: .flow
      case .user: .user
      }
  }
}

extension Program.Draw {
  init(_ draw: Draw) {
    let distribution: Program.Distribution =
      switch draw.spread {
      case .constant(let number): .constant(number)
      // Each whole number has a stretch of the same length around it.
      case .uniform(let low, let high) where draw.isInteger: .uniform(low - 0.5, high + 0.5)
      case .uniform(let low, let high): .uniform(low, high)
      case .normal(let mean, let deviation): .normal(mean: mean, deviation: deviation)
      case .exponential(let mean): .exponential(mean: mean)
      case .lognormal(let median, let sigma): .lognormal(median: median, sigma: sigma)
      }
    self.init(distribution, minimum: draw.minimum, maximum: draw.maximum)
  }
}

extension Program.Retry {
  fileprivate init(_ retry: Request.Retry) {
    let kinds: [(Bool, Set<ErrorLedger.Kind>)] = [
      (retry.connect, [.connect]), (retry.reset, [.reset, .closedIdle]), (retry.timeout, [.timeout]),
    ]
    self.init(
      kinds: kinds.filter(\.0).reduce(into: []) { $0.formUnion($1.1) }, statuses: retry.statuses,
      times: retry.times, first: retry.firstSeconds, factor: retry.factor, most: retry.mostSeconds,
      jitter: retry.jitter)
  }
}
