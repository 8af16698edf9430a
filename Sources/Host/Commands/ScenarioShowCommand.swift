import JSON
import Scenarios

let showScenario = Command(
  name: "show", summary: "say what a scenario's users do, step by step",
  discussion: "Nothing is sent. What is inserted stands in braces.",
  operands: .one("FILE"),
  examples: [.init("harness scenario show examples/shop.json5", "its flows and their steps")]
) { arguments, _ in ScenarioShowRequest(scenario: try ScenarioInput(arguments.operands[0]).scenario) }

private struct ScenarioShowRequest: Request {
  let scenario: Scenario

  func run(in context: Context) -> Outcome { Outcome(answer: Answer(ScenarioText.text(scenario))) }
}

/// A scenario as people read it.
enum ScenarioText {
  /// Its flows and their steps, each on a line.
  static func text(_ scenario: Scenario) -> String {
    let summary = scenario.summary.isEmpty ? "" : ": \(scenario.summary)"
    let weights = scenario.flows.reduce(0) { $0 + $1.weight }
    let flows = scenario.flows.map { flow in
      let share =
        scenario.flows.count > 1 ? ", \(flow.weight) of \(weights) times" : ""
      return "\n\(flow.name)\(share)\n" + lines(flow.once, "  once: ") + lines(flow.steps, "  ")
    }
    return "\(scenario.name)\(summary)\n" + sources(of: scenario) + flows.joined()
  }

  /// What users take values from that are not in their steps, each on a line.
  private static func sources(of scenario: Scenario) -> String {
    let tables = scenario.tables.map { table in
      "data \(table.name): \(table.pick.rawValue), \(table.rows.count) rows of \(table.columns.joined(separator: ", "))\n"
    }
    let questions = scenario.questions.sorted { $0.key < $1.key }.map {
      "questions \($0.key): \($0.value.count)\n"
    }
    return (tables + questions).joined()
  }

  private static func lines(_ steps: [Step], _ indent: String) -> String {
    steps.map { indent + line($0.action, inner: String(repeating: " ", count: indent.count + 2)) + "\n" }
      .joined()
  }

  private static func line(_ action: Step.Action, inner: String) -> String {
    func block(_ title: String, _ steps: [Step]) -> String {
      title + "\n" + String(lines(steps, inner).dropLast())
    }
    switch action {
    case .request(let request): return line(request)
    case .pause(let draw): return "pause \(text(draw)) s"
    case .assign(let assignments):
      return assignments.map { "let \($0.name) = \(text($0.value))" }.joined(separator: ", ")
    case .again(let times, let steps): return block("\(times) times:", steps)
    case .choose(let choices):
      return choices.map { block("with weight \($0.weight):", $0.steps) }
        .joined(separator: "\n" + inner.dropLast(2))
    case .branch(let first, let second, let then, let otherwise):
      let start = block("if \(text(first)) is \(text(second)):", then)
      return otherwise.isEmpty ? start : block(start + "\n" + inner.dropLast(2) + "otherwise:", otherwise)
    case .end(let ending): return ending.rawValue
    }
  }

  private static func line(_ request: Scenarios.Request) -> String {
    let query = request.query.map { "\($0.name)=\(text($0.text))" }.joined(separator: "&")
    let target = text(request.path) + (query.isEmpty ? "" : "?" + query)
    var parts = [request.name.map { "\($0): " } ?? "", "\(request.method) \(target)"]
    if let body = request.body { parts.append(" \(text(body))") }
    parts.append(" → \(statuses(request.statuses))")
    for capture in request.captures {
      parts.append(
        ", \(capture.name) from \(text(capture.source))\(capture.isInteger ? " (a whole number)" : "")\(capture.isSecret ? " (secret)" : "")"
      )
    }
    for check in request.checks {
      parts.append(", \(JSONPointer.text(of: check.pointer)) is \(text(check.expected))")
    }
    if !request.isMeasured { parts.append(", not of the flow's time") }
    if let poll = request.poll {
      let until = poll.until.map { "\(JSONPointer.text(of: $0.pointer)) is \(text($0.expected))" }
      parts.append(
        ", every \(poll.everySeconds.shown) s, \(poll.times) times at the most, until \(until.joined(separator: " and "))"
      )
    }
    if let retry = request.retry { parts.append(", up to \(retry.times) times again") }
    for (status, ending) in request.endings.sorted(by: { $0.key < $1.key }) {
      parts.append(", \(status): \(ending.rawValue)")
    }
    return parts.joined()
  }

  /// Statuses, those that follow each other as a range.
  private static func statuses(_ statuses: Set<Int>) -> String {
    var ranges: [ClosedRange<Int>] = []
    for status in statuses.sorted() {
      if let last = ranges.last, last.upperBound == status - 1 {
        ranges[ranges.count - 1] = last.lowerBound...status
      } else {
        ranges.append(status...status)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
      .joined(separator: ", ")
  }

  private static func text(_ source: Scenarios.Request.Capture.Source) -> String {
    switch source {
    case .body(let pointer): JSONPointer.text(of: pointer)
    case .field(let name): "the field \(name)"
    case .cookie(let name): "the cookie \(name)"
    case .status: "the status"
    }
  }

  // MARK: Values

  private static func text(_ text: SlotText) -> String {
    text.parts.map { part in
      switch part {
      case .text(let text): text
      case .slot(let name): "{\(name)}"
      }
    }.joined()
  }

  private static func text(_ body: Scenarios.Request.Body) -> String {
    switch body {
    case .json(let json): text(json)
    case .form(let pairs): pairs.map { "\($0.name)=\(text($0.text))" }.joined(separator: "&")
    case .text(let written): text(written)
    }
  }

  private static func text(_ json: SlotJSON) -> String {
    switch json {
    case .constant(let text): text
    case .text(let written): "\"\(text(written))\""
    case .array(let values): "[" + values.map { text($0) }.joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.map { "\"\($0.name)\": \(text($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  private static func text(_ value: Assignment.Value) -> String {
    switch value {
    case .number(let draw): text(draw)
    case .choice(let texts, let weights):
      "one of " + zip(texts, weights).map { "\"\($0)\" (\($1))" }.joined(separator: ", ")
    case .text(let written): "\"\(text(written))\""
    case .uuid: "a UUID"
    case .now(let isUnix): isUnix ? "the time in seconds" : "the time"
    case .question(let kinds):
      "a question, " + kinds.map { "\($0.kind) (\($0.weight))" }.joined(separator: ", ")
    case .row(let table): "a row of \(table)"
    }
  }

  private static func text(_ draw: Draw) -> String {
    let spread =
      switch draw.spread {
      case .constant(let number): number.shown
      case .uniform(let low, let high): "\(low.shown) to \(high.shown)"
      case .normal(let mean, let deviation): "normal around \(mean.shown) ± \(deviation.shown)"
      case .exponential(let mean): "exponential, \(mean.shown) on average"
      case .lognormal(let median, let sigma): "lognormal around \(median.shown), sigma \(sigma.shown)"
      }
    return spread + (draw.largest.isFinite && !draw.isBounded ? ", at most \(draw.maximum.shown)" : "")
  }
}

extension Draw {
  /// Whether no number can be outside of its bounds.
  fileprivate var isBounded: Bool {
    switch spread {
    case .constant, .uniform: true
    case .normal, .exponential, .lognormal: false
    }
  }
}

extension Double {
  /// A number without a point where it has none.
  fileprivate var shown: String { self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)" }
}
