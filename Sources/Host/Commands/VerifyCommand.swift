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
  flags: VerifyFlags.all,
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

  /// Reads the flags; throws a `UsageError` that names what is wrong.
  init(_ arguments: Arguments, catalogue: WorkloadCatalogue) throws {
    names = try arguments[VerifyFlags.frameworks]
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
    return try await context.withFleet { fleet in
      for name in names {
        for participant in try await fleet.frameworks(named: name) {
          _ = try await fleet.prepare(participant, telling: log)
          try await verification.verify(participant, load, on: fleet, telling: log)
        }
      }
      return outcome(log.records)
    }
  }

  private func outcome(_ records: [ConformanceRecord]) -> Outcome {
    let failed = records.count { !$0.passed }
    let checks = records.map(\.checks).reduce(0, +)
    let end =
      failed == 0
      ? "\(checks) checks passed (seed \(seed))"
      : "\(failed) of \(records.count) parts failed, \(checks) checks (repeat with --seed \(seed))"
    return Outcome(
      answer: Answer(records) { _, _ in "" }, remarks: [end], exitCode: failed == 0 ? .ok : .failed)
  }
}

/// Keeps what verification finds, and tells of it.
private final class ConformanceLog: RunObserver, Sendable {
  private let output: Output?
  private let found = Mutex<[ConformanceRecord]>([])

  init(_ output: Output?) { self.output = output }

  var records: [ConformanceRecord] { found.withLock { $0 } }

  func began(_ step: RunStep) {}

  func happened(_ entry: RunEntry, _ series: TrialSeries?) {
    guard case .conformance(let record) = entry else { return }
    found.withLock { $0.append(record) }
    let place = "\(record.participant) \(record.workload?.rawValue ?? "server")"
    output?.note((record.passed ? "ok      " : "FAILED  ") + "\(place): \(record.checks) checks")
    for failure in record.failures {
      output?.note(
        "  \(failure.check): \(failure.request)\n    expected \(failure.expected)\n    got      \(failure.got)"
      )
    }
  }
}
