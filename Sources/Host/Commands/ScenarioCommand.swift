import Foundation
import Orchestration
import Platform
import Record
import Reporting
import Scenarios
import Synchronization

let scenarioCommand = Command(
  name: "scenario", summary: "users who log in, carry what they were told, think, and come back",
  examples: [
    .init(
      "harness scenario check examples/shop.json5", "find what is wrong in a file, before anything is sent"),
    .init(
      "harness scenario run examples/shop.json5 --target http://127.0.0.1:8080", "let its users at a server"),
  ],
  subcommands: [checkScenario, runScenario])

/// A scenario's file, read and compiled.
private struct ScenarioInput {
  let file: URL
  let scenario: Scenario

  /// Throws a `UsageError` with all that is wrong in it.
  init(_ path: String) throws {
    file = URL(filePath: path)
    do { scenario = try Scenario(contentsOf: file) } catch let error as InvalidScenario {
      throw UsageError(error.description)
    } catch {
      throw UsageError("\(path) cannot be read as UTF-8: \(error.localizedDescription)")
    }
  }

  /// The values of its secrets; throws a `UsageError` for those that are not there.
  func secrets() throws -> [String: String] {
    try Dictionary(
      uniqueKeysWithValues: scenario.secrets.map { name, variable in
        guard let value = ProcessInfo.processInfo.environment[variable] else {
          throw UsageError(
            "secret `\(name)`: the environment has no \(variable); set it, or leave it out of the file")
        }
        return (name, value)
      })
  }

  /// The load; throws a `UsageError` when a request or a value can become too large.
  func load(
    at target: LoadTarget, seed: UInt64, run: String, seconds: Double, secrets: [String: String]
  ) throws -> ScenarioLoad {
    do {
      return try ScenarioLoad(
        scenario, at: target, seed: seed, run: run, seconds: seconds, secrets: secrets)
    } catch let error as ProgramCompiler.TooLarge {
      throw UsageError("\(file.relativePath):\(error)")
    }
  }
}

// MARK: Check

private let checkScenario = Command(
  name: "check", summary: "find what is wrong in scenarios' files, and say what their runs would take",
  discussion: """
    Finds all that can be known before a run, each with its line and column. Nothing is sent.
    Exit codes: 0 the files can be run, 2 something is wrong in one.
    """,
  operands: .some("FILE"), flags: [Flag.json],
  examples: [.init("harness scenario check examples/shop.json5", "one file")]
) { arguments, _ in
  ScenarioCheckRequest(summaries: try arguments.operands.map { try ScenarioSummary($0) })
}

/// What a scenario's run would take.
private struct ScenarioSummary: Encodable, Sendable {
  let file: String
  let name: String
  let flows: Int
  let requests: Int
  /// The most users at a time, each with a connection.
  let users: Int
  /// nil: as long as `--for` says.
  let seconds: Double?
  /// The most memory of a user's values.
  let bytesPerUser: Int

  init(_ path: String) throws {
    let input = try ScenarioInput(path)
    let scenario = input.scenario
    // Where it goes, and what the secrets are, changes nothing that is checked.
    let secrets = scenario.secrets.mapValues { _ in "" }
    let load = try input.load(
      at: try LoadTarget(url: scenario.target ?? "http://127.0.0.1"), seed: 0, run: "check", seconds: 1,
      secrets: secrets)
    file = path
    name = scenario.name
    flows = scenario.flows.count
    requests = scenario.flows.reduce(0) { $0 + ($1.once + $1.steps).requests.count }
    users = load.seats
    seconds = scenario.load.seconds
    bytesPerUser = load.userBytes
  }
}

private struct ScenarioCheckRequest: Request {
  let summaries: [ScenarioSummary]

  func run(in context: Context) -> Outcome {
    Outcome(
      answer: Answer(
        summaries,
        columns: [
          .init("file") { $0.file }, .init("name") { $0.name },
          .init("flows", .right) { "\($0.flows)" }, .init("requests", .right) { "\($0.requests)" },
          .init("users", .right) { "\($0.users)" },
          .init("takes", .right) { $0.seconds.map { Figures.short($0) + " s" } ?? "--for" },
          .init("bytes/user", .right) { "\($0.bytesPerUser)" },
        ]))
  }
}

// MARK: Run

private let runScenario = Command(
  name: "run", summary: "let a scenario's users at a system, and measure them",
  discussion: """
    Users are in seats, each with a connection of its own that is opened when it is needed. Times count from when a step was due: the end
    of the answer before it and its pause, an arrival, or the pace. Ctrl-C lets flows end that are under way; a second one ends at once.
    Exit codes: 0 every step passed, 1 some failed or somebody found no seat, 2 usage, 3 a threshold was missed, 130 interrupted.
    """,
  operands: .one("FILE"), flags: ScenarioFlags.running, readsProjectFile: true,
  examples: [
    .init(
      "harness scenario run examples/shop.json5 --target http://127.0.0.1:8080 --for 30s",
      "half a minute of it")
  ]
) { arguments, _ in try ScenarioRunRequest(arguments) }

private struct ScenarioRunRequest: Request {
  let isQuiet: Bool
  private let load: ScenarioLoad

  init(_ arguments: Arguments) throws {
    isQuiet = arguments[CompareFlags.quiet]
    let input = try ScenarioInput(arguments.operands[0])
    guard let url = try arguments[ScenarioFlags.target] ?? input.scenario.target else {
      throw UsageError("where to? The file has no target, and there is no --target URL")
    }
    let target: LoadTarget
    do { target = try LoadTarget(url: url) } catch { throw UsageError("--target: \(error)") }
    let seed = try arguments[ScenarioFlags.seed] ?? input.scenario.seed ?? .random(in: 0...UInt64(Int64.max))
    var load = try input.load(
      at: target, seed: seed, run: try arguments[ScenarioFlags.run] ?? Self.runName(),
      seconds: try arguments[ScenarioFlags.duration], secrets: try input.secrets())
    load.cpus = try LoadRequest.cpus(arguments)
    load.poller = try arguments[CompareFlags.poller]
    self.load = load
  }

  /// Different in each run: what users made in one before may still be there.
  private static func runName() -> String {
    "r" + String(UInt64(Date().timeIntervalSince1970 * 1000), radix: 36)
  }

  func run(in context: Context) async throws -> Outcome {
    let (output, closing, stop) = (context.output, try StopFlag(), try StopFlag())
    let signals = TerminationSignals { _ in
      if closing.isRaised { stop.raise() } else { closing.raise() }
    }
    let figures = try await load.run(closing: closing, stop: stop) { second in
      guard !isQuiet else { return }
      let line = LoadReport.line(second)
      if output.isInteractive { output.replaceLine(line) } else { output.note(line) }
    }
    withExtendedLifetime(signals) {}
    if output.isInteractive, !isQuiet { output.replaceLine("") }
    return Outcome(
      answer: Answer(figures) { SessionReport.text($0, style: $1) },
      exitCode: closing.isRaised ? .interrupted : figures.exitCode)
  }
}

extension ScenarioFigures {
  fileprivate var exitCode: ExitCode {
    if thresholds.contains(where: { !$0.isMet }) { return .missed }
    // Whoever says what may fail does not want to be told of less.
    return isComplete || !thresholds.isEmpty ? .ok : .failed
  }
}
