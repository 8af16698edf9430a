import Orchestration
import Platform
import Record
import Reporting
import Scenarios

let checkScenario = Command(
  name: "check", summary: "find what is wrong in scenarios' files, and say what their runs would take",
  discussion: """
    Finds all that can be known before a run, each with its line and column. Nothing is sent, unless there is a --target: then one user
    carries out each flow once, and what was said is shown, with secrets masked.
    Exit codes: 0 the files can be run, 1 a flow was not carried out to its end, 2 something is wrong in a file.
    """,
  operands: .some("FILE"), flags: ScenarioFlags.checking,
  examples: [
    .init("harness scenario check examples/shop.json5", "one file"),
    .init(
      "harness scenario check examples/shop.json5 --target http://127.0.0.1:8080",
      "each of its flows once, with what was sent and what came"),
  ]
) { arguments, _ in try ScenarioCheckRequest(arguments) }

/// What a scenario's run would take, and what its flows came to where they were carried out.
private struct ScenarioSummary: Encodable, Sendable {
  let file: String
  let name: String
  let flows: Int
  let requests: Int
  /// The most users at a time, and the connections that they have then.
  let users: Int
  let connections: Int
  /// nil: as long as `--for` says.
  let seconds: Double?
  /// How many users come; nil: so many are there, or that depends on `--for`.
  let usersDue: Int?
  /// The memory that the users take who are there at a time, in bytes.
  let memoryBytes: Int
  /// nil: nothing was sent.
  var walks: [ScenarioWalk]?

  init(_ scenario: Scenario, _ load: ScenarioLoad, file: String) {
    self.file = file
    name = scenario.name
    flows = scenario.flows.count
    requests = scenario.flows.reduce(0) { $0 + ($1.once + $1.steps).requests.count }
    users = load.seats
    connections = load.connections
    seconds = scenario.load.seconds
    usersDue = scenario.load.seconds == nil ? nil : load.usersDue
    memoryBytes = load.seats * load.userBytes
  }
}

private struct ScenarioCheckRequest: Request {
  private var summaries: [ScenarioSummary] = []
  private var loads: [ScenarioLoad] = []
  private let isWalked: Bool

  init(_ arguments: Arguments) throws {
    let target = try arguments[ScenarioFlags.walkTarget]
    isWalked = target != nil
    let seed = try arguments[ScenarioFlags.seed]
    for path in arguments.operands {
      let input = try ScenarioInput(path)
      // Without a target it does not matter where it goes, nor what the secrets are.
      let load = try input.load(
        at: try ScenarioInput.target(target ?? input.scenario.target ?? "http://127.0.0.1"),
        seed: seed ?? input.scenario.seed ?? 1, run: ScenarioInput.runName(), seconds: 1,
        secrets: target == nil ? input.scenario.secrets.mapValues { _ in "" } : try input.secrets())
      summaries.append(ScenarioSummary(input.scenario, load, file: path))
      loads.append(load)
    }
  }

  func run(in context: Context) async throws -> Outcome {
    guard isWalked else { return Outcome(answer: Self.table(summaries)) }
    var walked: [ScenarioSummary] = []
    for (summary, load) in zip(summaries, loads) {
      var summary = summary
      summary.walks = try await load.walks(stop: try StopFlag())
      walked.append(summary)
    }
    let walks = walked.flatMap { $0.walks ?? [] }
    return Outcome(
      answer: Answer(walked) { summaries, _ in
        summaries.flatMap { $0.walks ?? [] }.map(\.text).joined(separator: "\n")
      },
      exitCode: walks.allSatisfy(\.isWhole) ? .ok : .failed)
  }

  private static func table(_ summaries: [ScenarioSummary]) -> Answer {
    Answer(
      summaries,
      columns: [
        .init("file") { $0.file }, .init("name") { $0.name },
        .init("flows", .right) { "\($0.flows)" }, .init("requests", .right) { "\($0.requests)" },
        .init("users", .right) { "\($0.users)" }, .init("connections", .right) { "\($0.connections)" },
        .init("takes", .right) { $0.seconds.map { Figures.short($0) + " s" } ?? "--for" },
        .init("come", .right) { $0.usersDue.map { Figures.count($0) } ?? "" },
        .init("memory", .right) { Figures.bytes(Double($0.memoryBytes)) },
      ])
  }
}

extension ScenarioWalk {
  /// The most of a request or an answer that people are shown.
  private static let mostCharacters = 2000

  /// Everything that was said, and how each step ended.
  fileprivate var text: String {
    let said = exchanges.enumerated().map { index, exchange in
      """
      \(flow), \(index + 1): \(exchange.step)
      \(Self.indented(exchange.request, "> "))
      \(Self.indented(exchange.answer, "< "))

      """
    }
    let ends = steps.compactMap { step -> String? in
      if step.begun == 0 { return "\(flow): \(step.name) was not begun\n" }
      guard !step.failures.isEmpty else { return nil }
      let kinds = step.failures.keys.sorted().map(ErrorKind.words).joined(separator: ", ")
      return "\(flow): \(step.name) FAILED: \(kinds)\n"
    }
    let end = isWhole ? "\(flow): carried out to its end\n" : "\(flow): not carried out to its end\n"
    return (said + ends + (problem.map { ["\(flow): \($0)\n"] } ?? []) + [end]).joined()
  }

  private static func indented(_ text: String, _ prefix: String) -> String {
    let shown = text.count > mostCharacters ? text.prefix(mostCharacters) + "…" : text
    return shown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { prefix + $0 }
      .joined(separator: "\n")
  }
}
