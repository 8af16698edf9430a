/// What the users of a load do: flows of requests, pauses and decisions, over variables of their own.
///
/// It is what a scenario was compiled to. Indices are checked when a load begins, and a program that is wrong stops the process.
package struct Program: Equatable, Sendable {
  /// How a variable is written where it is inserted.
  package enum Encoding: Equatable, Sendable, BitwiseCopyable {
    /// As a JSON value: what was captured from JSON as it was written there, anything else as a text.
    case json
    /// Within a JSON text.
    case jsonText
    /// In a path, a query or a form: percent-encoded.
    case percent
    /// As the whole beginning of a target, like a Location field's: what names a server is left out, and blanks are not possible.
    case target
    /// In a header field, where control characters are not possible.
    case field
    /// As it is.
    case plain
  }

  /// A piece of a text that is made anew each time.
  package enum Piece: Equatable, Sendable {
    case bytes([UInt8])
    case variable(Int, Encoding)

    /// The most bytes it becomes where variables have so many at the most.
    package func mostBytes(variables: [Int]) -> Int {
      switch self {
      case .bytes(let bytes): bytes.count
      case .variable(let variable, let encoding): TextWriter.growth(encoding) * variables[variable] + 2
      }
    }
  }

  /// Where a value is taken from, and where it goes.
  package struct Capture: Equatable, Sendable {
    /// Which part of the answer tells it.
    package enum Source: Equatable, Sendable {
      /// A value of the body, by the decoded tokens of a JSON pointer.
      case body([String])
      /// The last header field of this name, which is in small letters.
      case field(String)
      /// What the last Set-Cookie field of this cookie sets.
      case cookie(String)
      case status
    }

    package let source: Source
    package let variable: Int
    /// Whether the answer may lack it.
    package let isOptional: Bool
    /// Whether it is a whole number, and a JSON number where it is inserted, even when it came as a text.
    package let isInteger: Bool

    /// A value of the answer.
    package init(_ source: Source, variable: Int, isOptional: Bool = false, isInteger: Bool = false) {
      self.source = source
      self.variable = variable
      self.isOptional = isOptional
      self.isInteger = isInteger
    }

    /// A value of the body.
    package init(pointer: [String], variable: Int, isOptional: Bool = false) {
      self.init(.body(pointer), variable: variable, isOptional: isOptional)
    }

    /// The pointer to a value of the body; nil: it is none.
    package var pointer: [String]? { if case .body(let pointer) = source { pointer } else { nil } }
  }

  /// What a captured value must be.
  package struct Check: Equatable, Sendable {
    package let variable: Int
    /// A JSON value.
    package let expected: [Piece]

    /// The variable is to be equal to this.
    package init(variable: Int, expected: [Piece]) {
      self.variable = variable
      self.expected = expected
    }
  }

  /// When a request that failed is sent again.
  package struct Retry: Equatable, Sendable {
    /// Failures without an answer after which it is.
    package var kinds: Set<ErrorLedger.Kind>
    /// Answers after which it is.
    package var statuses: Set<Int>
    /// How often at the most.
    package var times: Int
    /// The first pause, in seconds; each is `factor` times the one before, `most` at the most.
    package var (first, factor, most): (Double, Double, Double)
    /// The share of each pause that is drawn: 0 none, 1 all of it.
    package var jitter: Double

    /// A rule.
    package init(
      kinds: Set<ErrorLedger.Kind>, statuses: Set<Int>, times: Int, first: Double, factor: Double,
      most: Double,
      jitter: Double
    ) {
      self.kinds = kinds
      self.statuses = statuses
      self.times = times
      (self.first, self.factor, self.most) = (first, factor, most)
      self.jitter = jitter
    }
  }

  /// What a failed step ends.
  package enum Ending: Equatable, Sendable, BitwiseCopyable {
    /// Nothing: the next step follows.
    case step
    case flow
    case user
  }

  /// When a request that is answered is sent again, since what it asks for has not come to pass.
  package struct Poll: Equatable, Sendable {
    /// What captured values are then.
    package var until: [Check]
    /// So many seconds lie between one and the next, at least, and so many are sent at the most.
    package var (every, times): (Double, Int)

    /// A rule.
    package init(until: [Check], every: Double, times: Int) {
      self.until = until
      (self.every, self.times) = (every, times)
    }
  }

  /// A request and what is made of its answer.
  package struct Request: Equatable, Sendable {
    package var method: String
    /// Path and query.
    package var target: [Piece]
    /// All header lines but Content-Length, each with its CR LF.
    package var fields: [Piece]
    /// nil: it has none, nor would anybody expect one.
    package var body: [Piece]?
    /// The statuses that are an answer.
    package var accepted: Set<Int>
    package var captures: [Capture] = []
    package var checks: [Check] = []
    package var retry: Retry?
    package var poll: Poll?
    /// What answers with these statuses end, accepted or not.
    package var endings: [Int: Ending] = [:]
    /// What a failure ends.
    package var onError = Ending.flow
    /// Whether sending it twice has the effect of sending it once.
    package var isIdempotent: Bool
    /// The step whose figures it belongs to.
    package var step: Int

    /// A request whose answers need nothing but one of these statuses.
    package init(
      method: String, target: [Piece], fields: [Piece], body: [Piece]?, accepted: Set<Int>,
      isIdempotent: Bool,
      step: Int
    ) {
      self.method = method
      self.target = target
      self.fields = fields
      self.body = body
      self.accepted = accepted
      self.isIdempotent = isIdempotent
      self.step = step
    }
  }

  /// A number that is drawn, in the variable's or the pause's unit.
  package enum Distribution: Equatable, Sendable, BitwiseCopyable {
    case constant(Double)
    case uniform(Double, Double)
    case normal(mean: Double, deviation: Double)
    case exponential(mean: Double)
    /// The logarithm is normal.
    case lognormal(median: Double, sigma: Double)
  }

  /// A number within bounds, drawn from the user's own random numbers.
  package struct Draw: Equatable, Sendable, BitwiseCopyable {
    package var distribution: Distribution
    package var (minimum, maximum): (Double, Double)

    /// What a distribution gives, moved to the nearer bound when it is outside.
    package init(_ distribution: Distribution, minimum: Double = 0, maximum: Double = .infinity) {
      self.distribution = distribution
      self.minimum = minimum
      self.maximum = maximum
    }
  }

  /// What a variable is given.
  package enum Value: Equatable, Sendable {
    case integer(Draw)
    case number(Draw)
    case text([Piece])
    /// One of these texts, each as likely as its weight says.
    case choice([[UInt8]], weights: [Int])
    /// A random UUID (RFC 9562, version 4).
    case uuid
    /// The time of day: RFC 3339 in UTC with milliseconds, or whole seconds since 1970.
    case now(isUnix: Bool)
    /// A question of one of these kinds, each as likely as its weight says, that nobody was asked before.
    case question([QuestionTexts], weights: [Int])
  }

  /// Rows of values, all in one piece.
  package struct Table: Equatable, Sendable {
    /// Which row a user takes.
    package enum Pick: Equatable, Sendable, BitwiseCopyable {
      /// That of its number among those who are there at a time; where there are fewer, they begin anew.
      case own
      /// That of its number for its first flow, and as many further on as there are users for each flow that follows.
      case next
      case random
    }

    package let pick: Pick
    package let columns: Int
    /// A value's place among all bytes.
    struct Cell: Equatable, BitwiseCopyable {
      let start: Int
      let count: Int
      /// Whether it is a JSON value as it is written.
      let isToken: Bool
    }

    /// The values, row after row.
    let bytes: [UInt8]
    let cells: [Cell]

    /// How many rows there are.
    package var rows: Int { cells.count / columns }

    /// A table of rows with so many values each, at least one.
    package init(_ pick: Pick, columns: Int, values: [(text: String, isToken: Bool)]) {
      precondition(columns > 0 && !values.isEmpty && values.count % columns == 0, "there are whole rows")
      self.pick = pick
      self.columns = columns
      var (bytes, cells): ([UInt8], [Cell]) = ([], [])
      for value in values {
        cells.append(Cell(start: bytes.count, count: value.text.utf8.count, isToken: value.isToken))
        bytes += value.text.utf8
      }
      (self.bytes, self.cells) = (bytes, cells)
    }

    /// The most bytes of a column's values.
    package func mostBytes(of column: Int) -> Int {
      stride(from: column, to: cells.count, by: columns).reduce(0) { max($0, cells[$1].count) }
    }
  }

  /// What a user does next; targets are places in `code`.
  package enum Instruction: Equatable, Sendable {
    case send(Int)
    /// In seconds.
    case pause(Draw)
    case assign(Int, Value)
    /// Gives variables the values of a table's row, one of each column.
    case takeRow(table: Int, [Int])
    case jump(Int)
    /// Goes elsewhere unless two JSON values are equal.
    case unless([Piece], equals: [Piece], Int)
    /// Sets a counter to 0.
    case begin(counter: Int)
    /// Adds one to a counter, and goes elsewhere while it is below `times`.
    case again(counter: Int, times: Int, Int)
    /// Goes to one of these, each as likely as its weight says.
    case choose(weights: [Int], [Int])
    case end(Ending)
  }

  /// Steps that belong together.
  package struct Flow: Equatable, Sendable {
    package var name: String
    /// How likely it is beside the others.
    package var weight: Int
    /// Where it begins; it is over at `end(.flow)`.
    package var start: Int
    /// The first pause after a failure, in seconds; doubled with each further one in a row, 10 s at the most.
    package var cooldown = 0.1

    /// A flow whose first instruction is at `start`.
    package init(name: String, weight: Int = 1, start: Int, cooldown: Double = 0.1) {
      self.name = name
      self.weight = weight
      self.start = start
      self.cooldown = cooldown
    }
  }

  /// A request that has figures of its own.
  package struct Step: Equatable, Sendable {
    package var name: String
    /// Its flow; nil: it is done once, when a user begins.
    package var flow: Int?
    /// Whether its time is a part of its flow's.
    package var isMeasured: Bool

    /// A step of a flow.
    package init(name: String, flow: Int?, isMeasured: Bool = true) {
      self.name = name
      self.flow = flow
      self.isMeasured = isMeasured
    }
  }

  /// How many nested repetitions there are at the most.
  package static let counters = 4

  package var flows: [Flow]
  package var steps: [Step]
  package var requests: [Request]
  package var code: [Instruction]
  package var tables: [Table] = []
  /// What a user does when it begins, up to `end(.flow)`; nil: nothing.
  package var prologue: Int?
  /// The most bytes of each variable.
  package var variables: [Int]
  /// Variables that the load sets: the user's number, its key, which is a text, and how often it has begun a flow.
  package var (userIndex, userKey, iteration): (Int, Int, Int)

  /// The memory that a user takes who is there, in bytes: its values, what it is at, its connection; a request under way takes a buffer beside it.
  package var bytesPerUser: Int {
    variables.reduce(0, +) + variables.count * UserVariables.valueBytes + MemoryLayout<SessionUser>.stride
      + MemoryLayout<Connection>.stride + MemoryLayout<Exchange>.stride + MemoryLayout<PointerScanner>.stride
  }

  /// A program.
  package init(
    flows: [Flow], steps: [Step], requests: [Request], code: [Instruction], prologue: Int? = nil,
    variables: [Int], userIndex: Int, userKey: Int, iteration: Int
  ) {
    self.flows = flows
    self.steps = steps
    self.requests = requests
    self.code = code
    self.prologue = prologue
    self.variables = variables
    (self.userIndex, self.userKey, self.iteration) = (userIndex, userKey, iteration)
  }
}
