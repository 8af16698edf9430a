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
  flags: [
    Flag("frameworks", "NAMES", "what to verify, separated by commas"),
    Flag("suite", "NAME", "the workloads of a suite", standard: "all"), CompareFlags.workloads,
    Flag("seed", "N", "seed of the values that are sent", standard: "random"), CompareFlags.ports,
    CompareFlags.quiet, .json,
  ],
  examples: [
    .init(
      "harness verify --frameworks python", "verify an adapter's default framework with the whole contract"),
    .init("harness verify --frameworks node --workloads json-small-validated", "verify one workload"),
  ]
) { arguments, context in
  let catalogue = try context.catalogue()
  guard let names = try arguments.list(CompareFlags.frameworks) else {
    throw UsageError("verify needs --frameworks, e.g. --frameworks python")
  }
  let named = arguments.text(CompareFlags.suite) != nil || arguments.text(CompareFlags.workloads) != nil
  let workloads = named ? try CellsRequest.workloads(arguments, catalogue).workloads : catalogue.workloads
  let seed: UInt64 =
    try arguments.integer(CompareFlags.seed, in: 0...UInt64(Int64.max)) ?? .random(in: 1...999_999_999)
  let load = Plan.Load(
    connections: 1, warmupSeconds: 0, durationSeconds: 0, timeoutSeconds: 10, workers: 1, appCPUs: [],
    generatorCPUs: [], variants: 1, ports: try CellsRequest.ports(arguments))
  return try await context.withFleet { fleet in
    var records: [ConformanceRecord] = []
    for name in names {
      for framework in try await fleet.frameworks(named: name) {
        records += try await Verification(catalogue, seed: seed)
          .verify(framework, workloads.map(\.name), load, on: fleet) { event in
            if !arguments.has(CompareFlags.quiet) { tell(event, context.output) }
          }.records
      }
    }
    let failed = records.filter { !$0.passed }
    if arguments.has(.json) { try context.output.write(json: records) }
    let checks = records.map(\.checks).reduce(0, +)
    context.output.note(
      failed.isEmpty
        ? "\(checks) checks passed (seed \(seed))"
        : "\(failed.count) of \(records.count) parts failed, \(checks) checks (repeat with --seed \(seed))")
    return failed.isEmpty ? .ok : .failed
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
