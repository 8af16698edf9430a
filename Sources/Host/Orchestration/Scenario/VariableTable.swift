import JSON
import LoadEngine
import Scenarios

/// The variables of a program by their names, and texts that insert them.
struct VariableTable {
  /// Those that the load sets.
  static let (userIndex, userKey, iteration) = (0, 1, 2)
  /// The most digits of a number that is drawn, or of a whole one.
  private static let numberBytes = 32

  private(set) var capacities: [Int]
  private var indices = ["user.index": userIndex, "user.key": userKey, "iteration": iteration]
  /// Values that are the same for all users.
  private let constants: [String: String]
  private let scenario: Scenario

  /// A table of nothing but what is there in any program of a scenario's.
  init(_ scenario: Scenario, run: String, secrets: [String: String]) {
    self.scenario = scenario
    capacities = [20, run.utf8.count + 21, 20]
    let secrets = secrets.map { ("secret.\($0.key)", $0.value) }
    constants = Dictionary([("run", run)] + secrets) { first, _ in first }
  }

  /// The place of a variable.
  subscript(name: String) -> Int {
    guard let index = indices[name] else { preconditionFailure("no variable \(name)") }
    return index
  }

  /// Adds a variable without a name.
  mutating func add(capacity: Int) -> Int {
    capacities.append(capacity)
    return capacities.count - 1
  }

  // MARK: Sizes

  /// Finds out how large each variable of the flows can become.
  ///
  /// A text may have others in it, which may become larger later: they are gone through until nothing changes, or one becomes too large.
  mutating func measure() throws(ProgramCompiler.TooLarge) {
    var before: [Int] = []
    while before != capacities {
      before = capacities
      for flow in scenario.flows { try measure(flow.once + flow.steps) }
    }
  }

  private mutating func measure(_ steps: [Step]) throws(ProgramCompiler.TooLarge) {
    for step in steps {
      switch step.action {
      case .request(let request): for capture in request.captures { enlarge(capture.name, to: capture.most) }
      case .assign(let assignments):
        for assignment in assignments {
          for (name, bytes) in sizes(of: assignment) {
            enlarge(name, to: bytes)
            guard bytes <= ProgramCompiler.mostBytes else {
              throw .init(place: assignment.place, what: name, bytes: bytes)
            }
          }
        }
      case .again(_, let steps): try measure(steps)
      case .branch(_, _, let then, let otherwise): try measure(then + otherwise)
      case .choose(let choices): try measure(choices.flatMap(\.steps))
      case .pause, .end: break
      }
    }
  }

  private mutating func enlarge(_ name: String, to bytes: Int) {
    if let index = indices[name] {
      capacities[index] = max(capacities[index], bytes)
    } else {
      indices[name] = add(capacity: bytes)
    }
  }

  /// The variables that are given values, and the most bytes of these.
  private func sizes(of assignment: Assignment) -> [(name: String, bytes: Int)] {
    guard case .row(let name) = assignment.value else {
      return [(assignment.name, bytes(of: assignment.value))]
    }
    let table = scenario.table(name)
    return table.columns.indices.map { column in
      let most = table.rows.lazy.map { $0[column].text.utf8.count }.max() ?? 0
      return ("\(assignment.name).\(table.columns[column])", most)
    }
  }

  private func bytes(of value: Assignment.Value) -> Int {
    switch value {
    case .number, .uuid, .now: max(Self.numberBytes, 36)
    case .choice(let texts, _): texts.map(\.utf8.count).max() ?? 0
    case .text(let text):
      text.parts.reduce(0) { sum, part in
        switch part {
        case .text(let text): sum + text.utf8.count
        case .slot(let name):
          sum + (constants[name]?.utf8.count ?? indices[name].map { capacities[$0] + 2 } ?? 0)
        }
      }
    case .question(let kinds):
      kinds.map { scenario.texts(of: $0.kind).questions(seed: 0).mostBytes }.max() ?? 0
    case .row: 0
    }
  }

  /// The most bytes that pieces become.
  func mostBytes(of pieces: [Program.Piece]) -> Int {
    pieces.reduce(0) { $0 + $1.mostBytes(variables: capacities) }
  }

  // MARK: Texts

  /// A text whose constant parts stay as they are.
  func pieces(_ text: SlotText, _ encoding: Program.Encoding) -> [Program.Piece] {
    text.parts.map { part in
      switch part {
      case .text(let text): .bytes(Array(text.utf8))
      case .slot(let name): piece(name, encoding)
      }
    }
  }

  private func piece(_ name: String, _ encoding: Program.Encoding) -> Program.Piece {
    guard let constant = constants[name] else { return .variable(self[name], encoding) }
    let text =
      switch encoding {
      case .json: JSONText.compact(.string(constant))
      case .jsonText: Self.inner(constant)
      case .percent: Self.percent(constant)
      case .field, .plain, .target: constant
      }
    return .bytes(Array(text.utf8))
  }

  /// What stands between the quotation marks of a JSON text.
  private static func inner(_ text: String) -> String {
    String(JSONText.compact(.string(text)).dropFirst().dropLast())
  }

  /// A text in a query or a form.
  static func percent(_ text: String) -> String {
    text.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      return scalar.isASCII
        && (scalar.properties.isAlphabetic || "0123456789-._~".unicodeScalars.contains(scalar))
        ? String(scalar) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }

  /// A JSON value.
  func pieces(_ json: SlotJSON) -> [Program.Piece] {
    switch json {
    case .constant(let text): return [.bytes(Array(text.utf8))]
    case .text(let text):
      if let slot = text.onlySlot { return [piece(slot, .json)] }
      let inner = text.parts.map { part -> Program.Piece in
        switch part {
        case .text(let text): .bytes(Array(Self.inner(text).utf8))
        case .slot(let name): piece(name, .jsonText)
        }
      }
      return [.bytes(Array("\"".utf8))] + inner + [.bytes(Array("\"".utf8))]
    case .array(let values):
      return [.bytes(Array("[".utf8))] + Self.joined(values.map { pieces($0) }) + [.bytes(Array("]".utf8))]
    case .object(let members):
      let members = members.map { member in
        [.bytes(Array((JSONText.compact(.string(member.name)) + ":").utf8))] + pieces(member.value)
      }
      return [.bytes(Array("{".utf8))] + Self.joined(members) + [.bytes(Array("}".utf8))]
    }
  }

  private static func joined(_ lists: [[Program.Piece]], by separator: String = ",") -> [Program.Piece] {
    Array(lists.joined(separator: [.bytes(Array(separator.utf8))]))
  }

  /// A path with its query.
  func target(_ path: SlotText, _ query: [(name: String, text: SlotText)]) -> [Program.Piece] {
    let path = path.parts.enumerated().map { index, part -> Program.Piece in
      switch part {
      case .text(let text): .bytes(Array(text.utf8))
      case .slot(let name): piece(name, index == 0 ? .target : .percent)
      }
    }
    return query.isEmpty ? path : path + [.bytes(Array("?".utf8))] + pieces(query)
  }

  private func pieces(_ pairs: [(name: String, text: SlotText)]) -> [Program.Piece] {
    let pairs = pairs.map { name, text in
      [.bytes(Array("\(Self.percent(name))=".utf8))]
        + text.parts.map { part -> Program.Piece in
          switch part {
          case .text(let text): .bytes(Array(Self.percent(text).utf8))
          case .slot(let name): piece(name, .percent)
          }
        }
    }
    return Self.joined(pairs, by: "&")
  }

  /// A body.
  func pieces(_ body: Request.Body) -> [Program.Piece] {
    switch body {
    case .json(let json): pieces(json)
    case .form(let pairs): pieces(pairs)
    case .text(let text): pieces(text, .plain)
    }
  }
}
