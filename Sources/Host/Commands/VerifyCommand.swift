import Contract
import Orchestration
import Platform
import Record

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
  private let catalogue: WorkloadCatalogue
  private let workloads: [String]
  private let seed: UInt64
  private let ports: ClosedRange<Int>?
  private let isQuiet: Bool

  /// Reads the flags; throws a `UsageError` that names what is wrong.
  init(_ arguments: Arguments, catalogue: WorkloadCatalogue) throws {
    self.catalogue = catalogue
    names = try arguments[VerifyFlags.frameworks]
    let (suite, chosen) = (try arguments[VerifyFlags.suite], try arguments[CompareFlags.workloads])
    guard suite == nil || chosen == nil else { throw WorkloadChoice.both }
    workloads = try WorkloadChoice.workloads(suite: suite, names: chosen, of: catalogue).map(\.name)
    seed = try arguments[VerifyFlags.seed]
    ports = try arguments[CompareFlags.ports]
    isQuiet = arguments[CompareFlags.quiet]
  }

  func run(in context: Context) async throws -> Outcome {
    let load = Plan.Load(
      connections: 1, warmupSeconds: 0, durationSeconds: 0, timeoutSeconds: 10, workers: 1, appCPUs: [],
      generatorCPUs: [], variants: 1, ports: ports)
    return try await context.withFleet { fleet in
      var records: [ConformanceRecord] = []
      for name in names {
        for framework in try await fleet.frameworks(named: name) {
          records += try await Verification(catalogue, seed: seed)
            .verify(framework, workloads, load, on: fleet) { event in
              if !isQuiet { tell(event, context.output) }
            }.records
        }
      }
      return outcome(records)
    }
  }

  /// People have read all of it by then, except how it ended.
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

private func tell(_ event: RunEvent, _ output: Output) {
  guard case .verified(let record) = event else { return }
  let place = "\(record.framework) \(record.workload ?? "server")"
  output.note((record.passed ? "ok      " : "FAILED  ") + "\(place): \(record.checks) checks")
  for failure in record.failures {
    output.note(
      "  \(failure.check): \(failure.request)\n    expected \(failure.expected)\n    got      \(failure.got)")
  }
}
