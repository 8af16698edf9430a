/// A program as a worker carries it out: plain memory, so that a step counts no references. Each worker has its own.
struct ProgramMemory: ~Copyable {
  /// Pieces that lie one behind the other.
  struct Template {
    let first: UnsafePointer<Piece>
    let count: Int
    /// The most bytes it can become.
    let most: Int
  }

  enum Piece {
    case bytes(UnsafePointer<UInt8>, Int)
    case variable(Int, Program.Encoding)
  }

  /// Places, each as likely as its weight says.
  struct Choice {
    /// The sum of each weight and those before it.
    let sums: UnsafePointer<Int>
    let count: Int
  }

  enum Value {
    case integer(Program.Draw)
    case number(Program.Draw)
    case text(Template)
    case choice(Choice, UnsafePointer<Template>)
    case uuid
    case now(isUnix: Bool)
    /// A choice among those of `questions` from a place on.
    case question(Choice, Int)
  }

  enum Instruction {
    case send(Int)
    case pause(Program.Draw)
    case assign(Int, Value)
    case takeRow(table: Int, UnsafePointer<Int>)
    case jump(Int)
    case unless(Template, equals: Template, Int)
    case begin(counter: Int)
    case again(counter: Int, times: Int, Int)
    case choose(Choice, UnsafePointer<Int>)
    case end(Program.Ending)
  }

  /// What an answer with a status means.
  struct Rule: OptionSet {
    let rawValue: UInt8
    static let accepted = Rule(rawValue: 1)
    static let isRetried = Rule(rawValue: 2)
    static let endsFlow = Rule(rawValue: 4)
    static let endsUser = Rule(rawValue: 8)
  }

  /// A variable that takes the value of a pointer.
  struct Use {
    let pointer: Int
    let variable: Int
  }

  /// A variable that an answer gives a value.
  struct Captured {
    let variable: Int
    let isOptional: Bool
    let isInteger: Bool
  }

  struct Check {
    let variable: Int
    let expected: Template
  }

  struct Request {
    let head: Template
    let body: Template?
    let isHead: Bool
    let isIdempotent: Bool
    let rules: UnsafePointer<Rule>
    let captured: UnsafeBufferPointer<Captured>
    let uses: UnsafeBufferPointer<Use>
    let fields: UnsafeBufferPointer<FieldUse>
    /// The variable that takes the status; -1: none.
    let status: Int
    let checks: UnsafeBufferPointer<Check>
    let retry: Retry?
    let poll: Poll?
    let onError: Program.Ending
    let step: Int
    let isMeasured: Bool
  }

  struct Poll {
    let until: UnsafeBufferPointer<Check>
    let everyNanoseconds: UInt64
    let times: Int
  }

  struct Retry {
    /// A bit for each kind of failure.
    let kinds: UInt64
    let times: Int
    /// In nanoseconds.
    let first: Double
    let factor: Double
    let most: Double
    let jitter: Double
  }

  /// Rows of values.
  struct Table {
    let pick: Program.Table.Pick
    let (rows, columns): (Int, Int)
    let bytes: UnsafePointer<UInt8>
    let cells: UnsafePointer<Program.Table.Cell>
  }

  struct Flow {
    let start: Int
    /// In nanoseconds.
    let cooldown: Double
  }

  let code: UnsafePointer<Instruction>
  let prologue: Int?
  let requests: UnsafePointer<Request>
  /// The pointers of each request.
  let pointers: UnsafeMutablePointer<PointerTree>
  let flows: UnsafePointer<Flow>
  let weights: Choice
  let requestCount: Int
  let variables: [Int]
  let questions: [Questions]
  let tables: UnsafePointer<Table>
  let (userIndex, userKey, iteration): (Int, Int, Int)
  /// The most bytes of a head and of a body of any request, and of a text that is made for something else.
  let (mostHead, mostBody, mostText): (Int, Int, Int)
  private let arena: Arena

  /// The memory of a program, whose questions are in the order of a seed.
  init(_ program: Program, seed: UInt64) {
    var builder = ProgramBuilder(variables: program.variables, seed: seed)
    code = builder.code(program.code)
    let requests = program.requests.map { builder.request($0, of: program.steps[$0.step]) }
    pointers = .allocate(capacity: max(1, requests.count))
    for (index, request) in program.requests.enumerated() {
      (pointers + index).initialize(to: PointerTree(ProgramBuilder.pointers(of: request)))
    }
    // The last line of a head is "Content-Length: ", at most 20 digits, and two ends.
    mostHead = 40 + (requests.map(\.head.most).max() ?? 0)
    mostBody = requests.compactMap(\.body?.most).max() ?? 0
    self.requests = builder.arena.place(requests)
    flows = builder.arena.place(program.flows.map { Flow(start: $0.start, cooldown: $0.cooldown * 1e9) })
    weights = builder.choice(program.flows.map(\.weight))
    requestCount = requests.count
    prologue = program.prologue
    variables = program.variables
    (userIndex, userKey, iteration) = (program.userIndex, program.userKey, program.iteration)
    mostText = builder.mostText
    questions = builder.questions
    tables = builder.tables(program.tables)
    arena = builder.finished()
  }

  deinit { pointers.deinitialize(count: requestCount).deallocate() }
}

/// Puts the parts of a program into memory.
private struct ProgramBuilder: ~Copyable {
  var arena = Arena()
  private(set) var mostText = 0
  private(set) var questions: [Questions] = []
  private let variables: [Int]
  private let seed: UInt64

  init(variables: [Int], seed: UInt64) {
    self.variables = variables
    self.seed = seed
  }

  consuming func finished() -> Arena { arena }

  /// The pointers of a request, each once, in the order of their first uses.
  static func pointers(of request: Program.Request) -> [[String]] {
    request.captures.compactMap(\.pointer).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  mutating func template(_ pieces: [Program.Piece]) -> ProgramMemory.Template {
    // Neighbours that stay the same are one.
    let merged = pieces.reduce(into: [Program.Piece]()) { sum, piece in
      if case .bytes(let more) = piece, case .bytes(let bytes)? = sum.last {
        sum[sum.count - 1] = .bytes(bytes + more)
      } else {
        sum.append(piece)
      }
    }
    let placed = merged.map { piece -> ProgramMemory.Piece in
      switch piece {
      case .bytes(let bytes): .bytes(arena.place(bytes), bytes.count)
      case .variable(let variable, let encoding): .variable(variable, encoding)
      }
    }
    let most = pieces.reduce(0) { $0 + $1.mostBytes(variables: variables) }
    return .init(first: arena.place(placed), count: placed.count, most: most)
  }

  private mutating func text(_ pieces: [Program.Piece]) -> ProgramMemory.Template {
    let template = template(pieces)
    mostText = max(mostText, template.most)
    return template
  }

  mutating func choice(_ weights: [Int]) -> ProgramMemory.Choice {
    precondition(weights.allSatisfy { $0 >= 0 } && weights.contains { $0 > 0 }, "something can be chosen")
    let sums = weights.indices.map { weights[...$0].reduce(0, +) }
    return .init(sums: arena.place(sums), count: sums.count)
  }

  private mutating func value(_ value: Program.Value, of variable: Int) -> ProgramMemory.Value {
    switch value {
    case .integer(let draw): return .integer(draw)
    case .number(let draw): return .number(draw)
    case .text(let pieces):
      let text = text(pieces)
      precondition(text.most <= variables[variable], "a variable has room for its text")
      return .text(text)
    case .choice(let texts, let weights):
      precondition(
        texts.count == weights.count && texts.allSatisfy { $0.count <= variables[variable] },
        "each text has a weight, and the variable room for it")
      return .choice(choice(weights), arena.place(texts.map { text([.bytes($0)]) }))
    case .uuid: return .uuid
    case .now(let isUnix): return .now(isUnix: isUnix)
    case .question(let kinds, let weights):
      precondition(weights.count == kinds.count, "each kind has a weight")
      let first = questions.count
      questions += kinds.map { $0.questions(seed: seed) }
      precondition(
        questions[first...].allSatisfy { $0.mostBytes <= variables[variable] },
        "a variable has room for questions")
      return .question(choice(weights), first)
    }
  }

  mutating func code(_ code: [Program.Instruction]) -> UnsafePointer<ProgramMemory.Instruction> {
    let placed = code.map { instruction -> ProgramMemory.Instruction in
      switch instruction {
      case .send(let request): return .send(request)
      case .pause(let draw): return .pause(draw)
      case .assign(let variable, let value): return .assign(variable, self.value(value, of: variable))
      case .takeRow(let table, let variables): return .takeRow(table: table, arena.place(variables))
      case .jump(let target): return .jump(target)
      case .unless(let first, let second, let target):
        return .unless(text(first), equals: text(second), target)
      case .begin(let counter): return .begin(counter: counter)
      case .again(let counter, let times, let target):
        return .again(counter: counter, times: times, target)
      case .choose(let weights, let targets):
        precondition(weights.count == targets.count, "each place has a weight")
        return .choose(choice(weights), arena.place(targets))
      case .end(let ending): return .end(ending)
      }
    }
    return arena.place(placed)
  }

  private mutating func rules(of request: Program.Request) -> UnsafePointer<ProgramMemory.Rule> {
    let rules = (0..<1000).map { status -> ProgramMemory.Rule in
      var rule: ProgramMemory.Rule = []
      if request.accepted.contains(status) { rule.insert(.accepted) }
      if request.retry?.statuses.contains(status) == true { rule.insert(.isRetried) }
      switch request.endings[status] {
      case .flow: rule.insert(.endsFlow)
      case .user: rule.insert(.endsUser)
      case .step, nil: break
      }
      return rule
    }
    return arena.place(rules)
  }

  mutating func tables(_ tables: [Program.Table]) -> UnsafePointer<ProgramMemory.Table> {
    let placed = tables.map { table in
      ProgramMemory.Table(
        pick: table.pick, rows: table.rows, columns: table.columns, bytes: arena.place(table.bytes),
        cells: arena.place(table.cells))
    }
    return arena.place(placed)
  }

  private mutating func checks(_ checks: [Program.Check]) -> UnsafeBufferPointer<ProgramMemory.Check> {
    let placed = checks.map { ProgramMemory.Check(variable: $0.variable, expected: text($0.expected)) }
    return .init(start: arena.place(placed), count: placed.count)
  }

  private mutating func fieldUse(_ name: String, isCookie: Bool, _ variable: Int) -> FieldUse {
    let name = Array(name.utf8)
    return FieldUse(
      name: .init(start: arena.place(name), count: name.count), isCookie: isCookie, variable: variable)
  }

  mutating func request(_ request: Program.Request, of step: Program.Step) -> ProgramMemory.Request {
    let head =
      [.bytes(Array("\(request.method) ".utf8))] + request.target + [.bytes(Array(" HTTP/1.1\r\n".utf8))]
      + request.fields
    let pointers = Self.pointers(of: request)
    var (uses, fields, status): ([ProgramMemory.Use], [FieldUse], Int) = ([], [], -1)
    for capture in request.captures {
      switch capture.source {
      case .body(let pointer):
        uses.append(.init(pointer: pointers.firstIndex(of: pointer)!, variable: capture.variable))
      case .field(let name): fields.append(fieldUse(name, isCookie: false, capture.variable))
      case .cookie(let name): fields.append(fieldUse(name, isCookie: true, capture.variable))
      case .status: status = capture.variable
      }
    }
    let captured = request.captures.map {
      ProgramMemory.Captured(variable: $0.variable, isOptional: $0.isOptional, isInteger: $0.isInteger)
    }
    let poll = request.poll.map { poll in
      ProgramMemory.Poll(
        until: checks(poll.until), everyNanoseconds: UInt64(poll.every * 1e9), times: poll.times)
    }
    return .init(
      head: template(head), body: request.body.map { template($0) }, isHead: request.method == "HEAD",
      isIdempotent: request.isIdempotent, rules: rules(of: request),
      captured: .init(start: arena.place(captured), count: captured.count),
      uses: .init(start: arena.place(uses), count: uses.count),
      fields: .init(start: arena.place(fields), count: fields.count), status: status,
      checks: checks(request.checks),
      retry: request.retry.map { retry in
        .init(
          kinds: retry.kinds.reduce(0) { $0 | 1 << UInt64($1.rawValue) }, times: retry.times,
          first: retry.first * 1e9, factor: retry.factor, most: retry.most * 1e9, jitter: retry.jitter)
      }, poll: poll, onError: request.onError, step: request.step, isMeasured: step.isMeasured)
  }
}
