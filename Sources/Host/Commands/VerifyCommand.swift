import Contract
import Orchestration
import Platform
import Record
import Synchronization

let verifyCommand = Command(
  name: "verify", summary: "prove that frameworks serve the workload contract, without measuring",
  discussion: """
    Sends randomised requests, invalid ones, chunked and fragmented ones with an HTTP client that is not the load engine, and
    compares the answers. Exit codes: 0 all checks passed, 1 some failed, 2 usage.
    """,
  operands: .any("NAME"), flags: VerifyFlags.all,
  examples: [
    .init(
      "harness verify --frameworks python", "verify an adapter's default framework with the whole contract"),
    .init("harness verify --frameworks node --workloads json-small-validated", "verify one workload"),
  ]
) { arguments, context in try VerifyRequest(arguments, catalogue: context.catalogue()) }

/// What was asked of `verify`, understood and checked, before any adapter is started.
struct VerifyRequest: Request {
  /// The frameworks' names as typed; an adapter's name stands for its default framework.
  let names: [String]
  private let workloads: [Workload]
  private let seed: UInt64
  private let ports: ClosedRange<Int>?
  private let isQuiet: Bool
  private let healthTimeoutSeconds: Double

  /// Reads the flags; throws a `UsageError` that names what is wrong.
  init(_ arguments: Arguments, catalogue: WorkloadCatalogue) throws {
    names = try FrameworkNames.typed(arguments, after: VerifyFlags.frameworks)
    healthTimeoutSeconds = try arguments[CompareFlags.healthTimeout]
    let (suite, chosen) = (try arguments[VerifyFlags.suite], try arguments[CompareFlags.workloads])
    guard suite == nil || chosen == nil else { throw WorkloadChoice.both }
    workloads = try WorkloadChoice.workloads(suite: suite, names: chosen, of: catalogue)
    seed = try arguments[VerifyFlags.seed]
    ports = try arguments[CompareFlags.ports]
    isQuiet = arguments[CompareFlags.quiet]
  }

  func run(in context: Context) async throws -> Outcome {
    let load = Plan.Load(
      connections: 1, workers: 1, appCPUs: [], generatorCPUs: [], variants: 1, ports: ports)
    let verification = Verification(workloads, by: HTTPVerifier(seed: seed))
    let log = ConformanceLog(isQuiet ? nil : context.output)
    return try await context.withFleet(healthTimeoutSeconds: healthTimeoutSeconds) { fleet in
      defer { log.finish() }
      var participants: [Participant] = []
      for name in names { participants += try await fleet.frameworks(named: name) }
      do {
        for participant in participants {
          _ = try await fleet.prepare(participant, telling: log)
          try await verification.verify(participant, load, on: fleet, telling: log)
        }
      } catch {
        // There will be no answer, but what was found before is worth having.
        log.records.forEach { context.output.interject($0.text) }
        throw error
      }
      return outcome(log.records)
    }
  }

  /// What was found, and how to find it again.
  func outcome(_ records: [ConformanceRecord]) -> Outcome {
    let failed = records.count { !$0.passed }
    let checks = records.map(\.checks).reduce(0, +)
    let end =
      failed == 0
      ? "\(checks) checks passed (seed \(seed))"
      : "\(failed) of \(records.count) parts failed, \(checks) checks (repeat with --seed \(seed))"
    return Outcome(
      answer: Answer(records) { records, _ in records.map { $0.text + "\n" }.joined() }, remarks: [end],
      exitCode: failed == 0 ? .ok : .failed)
  }
}

extension ConformanceRecord {
  /// Whether the part passed, in a line.
  fileprivate var line: String {
    "\(passed ? "ok      " : "FAILED  ")\(participant) \(workload?.rawValue ?? "server"): \(checks) checks"
  }

  /// The line, and what failed below it.
  fileprivate var text: String {
    let lines = failures.map {
      "  \($0.check): \($0.request)\n    expected \($0.expected)\n    got      \($0.got)"
    }
    return ([line] + lines).joined(separator: "\n")
  }
}

/// Keeps what verification finds, and on a terminal shows meanwhile how far it is.
private final class ConformanceLog: RunObserver, Sendable {
  private let terminal: Output?
  private let found = Mutex<[ConformanceRecord]>([])

  /// Shows nothing without an `output`.
  init(_ output: Output?) { terminal = output.flatMap { $0.isInteractive ? $0 : nil } }

  var records: [ConformanceRecord] { found.withLock { $0 } }

  func began(_ step: RunStep) {}

  func happened(_ entry: RunEntry, _ series: TrialSeries?) {
    guard case .conformance(let record) = entry else { return }
    found.withLock { $0.append(record) }
    terminal?.replaceLine(record.line)
  }

  /// Leaves the terminal's line free.
  func finish() { terminal?.replaceLine("") }
}
