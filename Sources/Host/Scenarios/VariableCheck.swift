import JSON
import Wording

/// Finds values that are inserted before anything has given them.
struct VariableCheck {
  /// What the load gives values to.
  private static let given = ["user.index", "user.key", "iteration", "run"]

  private(set) var problems: [JSON5Problem] = []
  private let secrets: Set<String>
  private let columns: [String: [String]]
  private let questions: Set<String>

  /// A check of a file with these secrets, tables and kinds of questions of its own.
  init(secrets: Set<String>, _ tables: [DataTable], questions: Set<String>) {
    self.secrets = secrets
    columns = Dictionary(tables.map { ($0.name, $0.columns) }) { first, _ in first }
    self.questions = questions.union(QuestionName.allCases.map(\.rawValue))
  }

  /// Looks at all that is inserted anywhere.
  mutating func look(at headers: [Scenario.Header], _ flows: [Flow]) {
    // What users do when they begin, they do in this order.
    var known = Set(Self.given + secrets.map { "secret.\($0)" })
    for flow in flows { look(at: flow.once, headers, &known) }
    for flow in flows {
      var own = known
      look(at: flow.steps, headers + flow.headers, &own)
    }
  }

  private mutating func look(at steps: [Step], _ headers: [Scenario.Header], _ known: inout Set<String>) {
    for step in steps {
      switch step.action {
      case .request(let request): look(at: request, step.place, headers, &known)
      case .assign(let assignments):
        for assignment in assignments { look(at: assignment, &known) }
      case .again(_, let steps): look(at: steps, headers, &known)
      case .branch(let first, let second, let then, let otherwise):
        demand(first.slots + second.slots, known, at: step.place, "if.equals")
        let before = known
        look(at: then, headers, &known)
        var other = before
        look(at: otherwise, headers, &other)
        known.formUnion(other)
      case .choose(let choices):
        let before = known
        for choice in choices {
          var other = before
          look(at: choice.steps, headers, &other)
          known.formUnion(other)
        }
      case .pause, .end: break
      }
    }
  }

  private mutating func look(at assignment: Assignment, _ known: inout Set<String>) {
    let (name, place) = (assignment.name, assignment.place)
    switch assignment.value {
    case .text(let text): demand(text.slots, known, at: place, "let.\(name)")
    case .question(let kinds):
      for kind in kinds where !questions.contains(kind.kind) {
        complain(of: "no questions \"\(kind.kind)\"", kind.kind, among: questions, at: place, "let.\(name)")
      }
    case .row(let table):
      guard let names = columns[table] else {
        return complain(of: "no data \"\(table)\"", table, among: Set(columns.keys), at: place, "let.\(name)")
      }
      return known.formUnion(names.map { "\(name).\($0)" })
    case .number, .choice, .uuid, .now: break
    }
    known.insert(name)
  }

  private mutating func look(
    at request: Request, _ place: TextPlace, _ headers: [Scenario.Header], _ known: inout Set<String>
  ) {
    demand(request.path.slots, known, at: place, "path")
    for (name, text) in request.query { demand(text.slots, known, at: place, "query.\(name)") }
    for header in headers + request.headers {
      demand(header.text.slots, known, at: place, "headers.\(header.name)")
    }
    switch request.body {
    case .json(let json): demand(json.slots, known, at: place, "json")
    case .form(let pairs): for (name, text) in pairs { demand(text.slots, known, at: place, "form.\(name)") }
    case .text(let text): demand(text.slots, known, at: place, "text")
    case nil: break
    }
    known.formUnion(request.captures.map(\.name))
    for check in request.checks { demand(check.expected.slots, known, at: check.place, "check") }
    for check in request.poll?.until ?? [] { demand(check.expected.slots, known, at: check.place, "until") }
  }

  private mutating func demand(_ names: [String], _ known: Set<String>, at place: TextPlace, _ what: String) {
    for name in names where !known.contains(name) {
      complain(of: "no value \"\(name)\" is set before this step", name, among: known, at: place, what)
    }
  }

  private mutating func complain(
    of problem: String, _ name: String, among known: Set<String>, at place: TextPlace, _ what: String
  ) {
    let near = NearestNames.to(name, in: known.sorted())
    let all = known.isEmpty ? "there are none" : "there are \(known.sorted().joined(separator: ", "))"
    let help = near.isEmpty ? all : "did you mean \(near.joined(separator: " or "))?"
    problems.append(JSON5Problem(place, "\(what): \(problem); \(help)"))
  }
}
