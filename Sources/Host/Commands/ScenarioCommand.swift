import Foundation
import JSON
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
    .init("harness scenario show examples/shop.json5", "what its users do, step by step"),
    .init(
      "harness scenario run examples/shop.json5 --target http://127.0.0.1:8080", "let its users at a server"),
  ],
  subcommands: [checkScenario, showScenario, runScenario])

private let runScenario = Command(
  name: "run", summary: "let a scenario's users at a system, and measure them",
  discussion: """
    Users are in seats, each with a connection of its own that is opened when it is needed. Times count from when a step was due: the end
    of the answer before it and its pause, an arrival, or the pace. Ctrl-C lets flows end that are under way; a second one ends at once.
    Exit codes: 0 every step passed, 1 some failed or somebody found no seat, 2 usage, 3 a threshold was missed or a limit was reached, 130 interrupted.
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
  private let folder: URL?
  private let healthPort: UInt16?

  init(_ arguments: Arguments) throws {
    isQuiet = arguments[CompareFlags.quiet]
    var input = try ScenarioInput(arguments.operands[0])
    try input.change(users: arguments[ScenarioFlags.users], rate: arguments[ScenarioFlags.rate])
    guard let url = try arguments[ScenarioFlags.target] ?? input.scenario.target else {
      throw UsageError("where to? The file has no target, and there is no --target URL")
    }
    let target = try ScenarioInput.target(url)
    let seed = try arguments[ScenarioFlags.seed] ?? input.scenario.seed ?? .random(in: 0...UInt64(Int64.max))
    var load = try input.load(
      at: target, seed: seed, run: try arguments[ScenarioFlags.run] ?? ScenarioInput.runName(),
      seconds: try arguments[ScenarioFlags.duration], secrets: try input.secrets())
    load.cpus = try LoadRequest.cpus(arguments)
    load.poller = try arguments[CompareFlags.poller]
    self.load = load
    folder = try arguments[ScenarioFlags.output]
    healthPort = try arguments[ScenarioFlags.healthPort].map { UInt16($0) }
  }

  func run(in context: Context) async throws -> Outcome {
    let (output, closing, stop) = (context.output, try StopFlag(), try StopFlag())
    let signals = TerminationSignals { _ in
      if closing.isRaised { stop.raise() } else { closing.raise() }
    }
    let health = try healthServer(output)
    defer { health?.end() }
    let folder = try folder.map { try ScenarioFolder($0, scenario: load.scenario.text) }
    let (figures, failures) = try await load.run(closing: closing, stop: stop) { second in
      folder?.add(second)
      health?.tell(Self.status(second, isClosing: closing.isRaised))
      guard !isQuiet else { return }
      let line = SessionReport.line(second)
      if output.isInteractive { output.replaceLine(line) } else { output.note(line) }
    }
    withExtendedLifetime(signals) {}
    if output.isInteractive, !isQuiet { output.replaceLine("") }
    try folder?.finish(figures, failures)
    return Outcome(
      answer: Answer(figures) { SessionReport.text($0, style: $1) },
      exitCode: closing.isRaised ? .interrupted : figures.exitCode)
  }
}

extension ScenarioRunRequest {
  private func healthServer(_ output: Output) throws -> HealthServer? {
    guard let healthPort else { return nil }
    do {
      let server = try HealthServer(port: healthPort, status: #"{"status":"starting"}"#)
      if healthPort == 0 { output.note("http://127.0.0.1:\(server.port)/healthz") }
      return server
    } catch {
      throw UsageError("--health-port: \(error)")
    }
  }

  /// What a run is at, as a JSON text.
  private static func status(_ second: ScenarioSecond, isClosing: Bool) -> String {
    let phase = second.phase.map { JSONValue.string($0) } ?? .null
    return JSONText.compact(
      .object([
        "status": .string(isClosing ? "draining" : "running"), "seconds": .number(second.end), "phase": phase,
        "users": .integer(Int64(second.users)), "errors": .integer(Int64(second.errors)),
      ]))
  }
}

extension ScenarioFigures {
  fileprivate var exitCode: ExitCode {
    if hasReachedLimit || thresholds.contains(where: { !$0.isMet }) { return .missed }
    // Whoever says what may fail does not want to be told of less.
    return isComplete || !thresholds.isEmpty ? .ok : .failed
  }
}
