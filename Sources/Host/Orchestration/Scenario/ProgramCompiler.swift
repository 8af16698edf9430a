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
    variables = VariableTable(scenario, run: run, secrets: secrets)
  }

  /// The program.
  consuming func program() throws(TooLarge) -> Program {
    try variables.measure()
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
    var program = Program(
      flows: flows, steps: steps, requests: requests, code: code, prologue: hasPrologue ? 0 : nil,
      variables: variables.capacities, userIndex: VariableTable.userIndex, userKey: VariableTable.userKey,
      iteration: VariableTable.iteration)
    program.tables = scenario.tables.map(Program.Table.init)
    return program
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
        self.steps.append(.init(name: request.label, flow: figures, isMeasured: request.isMeasured))
        code.append(.send(requests.count))
        requests.append(compiled)
      case .pause where !keepsPauses: break
      case .pause(let draw): code.append(.pause(Program.Draw(draw)))
      case .assign(let assignments):
        code += assignments.map { instruction($0) }
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

  private func instruction(_ assignment: Assignment) -> Program.Instruction {
    if case .row(let name) = assignment.value {
      let (index, table) = scenario.indexedTable(name)
      return .takeRow(table: index, table.columns.map { variables["\(assignment.name).\($0)"] })
    }
    return .assign(variables[assignment.name], value(assignment.value))
  }

  private func value(_ value: Assignment.Value) -> Program.Value {
    switch value {
    case .row: preconditionFailure("a row has several values")
    case .number(let draw) where draw.isInteger: .integer(Program.Draw(draw))
    case .number(let draw): .number(Program.Draw(draw))
    case .choice(let texts, let weights): .choice(texts.map { Array($0.utf8) }, weights: weights)
    case .text(let text): .text(variables.pieces(text, .plain))
    case .uuid: .uuid
    case .now(let isUnix): .now(isUnix: isUnix)
    case .question(let kinds):
      .question(kinds.map { scenario.texts(of: $0.kind) }, weights: kinds.map(\.weight))
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
      Program.Capture(
        Program.Capture.Source($0.source), variable: variables[$0.name], isOptional: $0.isOptional,
        isInteger: $0.isInteger)
    }
    let checks = self.checks(request.checks, &captures)
    let poll = request.poll.map { poll in
      // What has not come to pass may not be there either.
      Program.Poll(
        until: self.checks(poll.until, areOptional: true, &captures), every: poll.everySeconds,
        times: poll.times)
    }
    var compiled = Program.Request(
      method: request.method, target: target, fields: lines,
      body: body ?? (request.anticipatesBody ? [] : nil), accepted: request.statuses,
      isIdempotent: request.isIdempotent, step: 0)
    compiled.captures = captures
    compiled.checks = checks
    compiled.retry = request.retry.map(Program.Retry.init)
    compiled.poll = poll
    compiled.endings = request.endings.mapValues(Program.Ending.init)
    return compiled
  }

  /// Checks of values that are captured for them.
  private mutating func checks(
    _ checks: [Request.Check], areOptional: Bool = false, _ captures: inout [Program.Capture]
  ) -> [Program.Check] {
    checks.map { check in
      let expected = variables.pieces(check.expected)
      // The same text may be written with escapes, six bytes for each of its own.
      let variable = variables.add(
        capacity: min(Self.mostBytes, max(64, 6 * variables.mostBytes(of: expected))))
      captures.append(.init(pointer: check.pointer, variable: variable, isOptional: areOptional))
      return .init(variable: variable, expected: expected)
    }
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

extension Scenario {
  /// What the questions of a name are made of, which was checked with the file.
  func texts(of name: String) -> QuestionTexts {
    if let own = questions[name] {
      return QuestionTexts(forms: own.templates, lists: own.lists, ranges: own.ranges)
    }
    guard let kind = QuestionKind(rawValue: name) else { preconditionFailure("no questions \(name)") }
    return kind.texts
  }

  /// A table by its name, which was checked with the file, and its place among all.
  func indexedTable(_ name: String) -> (Int, DataTable) {
    guard let index = tables.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("no data \(name)")
    }
    return (index, tables[index])
  }

  func table(_ name: String) -> DataTable { indexedTable(name).1 }
}

extension Program.Table {
  fileprivate init(_ table: DataTable) {
    let pick: Pick =
      switch table.pick {
      case .unique: .own
      case .circular: .next
      case .random: .random
      }
    self.init(pick, columns: table.columns.count, values: table.rows.joined().map { ($0.text, $0.isToken) })
  }
}

extension Program.Capture.Source {
  fileprivate init(_ source: Request.Capture.Source) {
    self =
      switch source {
      case .body(let pointer): .body(pointer)
      case .field(let name): .field(name)
      case .cookie(let name): .cookie(name)
      case .status: .status
      }
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
