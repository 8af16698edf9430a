import AdapterProtocol
import Contract
import Orchestration
import Platform
import Record

/// What was asked of a command that measures: under which workloads, and how each cell is loaded.
struct CellsRequest: Sendable {
  let suite: String?
  let workloads: [Workload]
  let load: Plan.Load
  private let seed: UInt64
  private let tolerated: [String]

  /// Reads the flags of `command`; throws a `UsageError` that names what is wrong.
  init(_ arguments: Arguments, catalogue: WorkloadCatalogue, command: String) throws {
    (suite, workloads) = try Self.workloads(arguments, catalogue)
    tolerated = try arguments.list(CompareFlags.tolerate) ?? []
    for name in tolerated where !Gate.all.contains(where: { $0.name == name }) {
      throw UsageError.unknown("gate", name, known: Gate.all.map(\.name), command: ["harness", command])
    }
    seed =
      try arguments.integer(CompareFlags.seed, in: 0...UInt64(Int64.max))
      ?? UInt64.random(in: 1...999_999_999)
    let workers = try arguments.integer(CompareFlags.workers, in: 1...256) ?? 1
    let cpus = CPUAllocation(allowed: try CPUTopology.current().allowed, workers: workers)
    load = Plan.Load(
      connections: try arguments.integer(CompareFlags.connections, in: 1...20_000) ?? 32,
      warmupSeconds: try arguments.number(CompareFlags.warmup, in: 0.05...3600) ?? 0.6,
      steadyVariation: (try arguments.number(CompareFlags.steady, in: 0...100) ?? 2) / 100,
      durationSeconds: try arguments.number(CompareFlags.duration, in: 0.05...3600) ?? 0.4,
      timeoutSeconds: 10, workers: workers, appCPUs: cpus.app, generatorCPUs: cpus.generator, variants: 16,
      poller: try arguments.choice(CompareFlags.poller).flatMap { $0 == "auto" ? nil : $0 },
      ports: try Self.ports(arguments), agents: arguments.has(CompareFlags.noAgents) ? false : nil)
  }

  /// The workloads of the suite or those named one by one.
  static func workloads(
    _ arguments: Arguments, _ catalogue: WorkloadCatalogue
  ) throws -> (suite: String?, workloads: [Workload]) {
    if let names = try arguments.list(CompareFlags.workloads) {
      guard arguments.text(CompareFlags.suite) == nil else {
        throw UsageError("give --suite or --workloads, not both")
      }
      return (nil, try names.map { try workload($0, catalogue) })
    }
    let suite = arguments.text(CompareFlags.suite) ?? "quick"
    guard let workloads = catalogue.workloads(inSuite: suite) else {
      throw UsageError.unknown(
        "suite", suite, known: catalogue.suites.map(\.name), command: ["harness", "workloads", "list"])
    }
    return (suite, workloads)
  }

  /// The workload of this name, or a `UsageError` with the nearest ones.
  static func workload(_ name: String, _ catalogue: WorkloadCatalogue) throws -> Workload {
    guard let workload = catalogue.workloads.first(where: { $0.name == name }) else {
      throw UsageError.unknown(
        "workload", name, known: catalogue.workloads.map(\.name), command: ["harness", "workloads", "list"])
    }
    return workload
  }

  static func ports(_ arguments: Arguments) throws -> ClosedRange<Int>? {
    guard let text = arguments.text(CompareFlags.ports) else { return nil }
    let bounds = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard bounds.count == 2, let first = bounds[0], let last = bounds[1], (1...65535).contains(first),
      last >= first,
      last <= 65535
    else {
      throw UsageError("--ports wants two ports from 1 to 65535, e.g. --ports 20000-20099, not `\(text)`")
    }
    return first...last
  }

  /// A complete plan of at most `rounds` blocks; `latency` is its second half with its own number of blocks.
  func plan(
    _ frameworks: [Plan.Framework], reference: String, twin: Plan.Framework? = nil, rounds: Int,
    delta: Double,
    latency: (half: LatencyRequest, rounds: Int)? = nil, stopping: Plan.Stopping? = nil
  ) -> Plan {
    let participants = (frameworks + [twin].compactMap(\.self)).map(\.name)
    let names = workloads.map(\.name)
    return Plan(
      frameworks: frameworks, reference: reference, twin: twin, suite: suite,
      workloads: workloads.map { .init(name: $0.name, category: $0.category, summary: $0.summary) },
      rounds: rounds, load: load, seed: seed, delta: delta,
      latency: latency.map {
        $0.half.plan(rounds: $0.rounds, participants: participants, workloads: names, seed: seed)
      },
      stopping: stopping, toleratedGates: tolerated.isEmpty ? nil : tolerated,
      schedule: Schedule.blocks(rounds: rounds, frameworks: participants, workloads: names, seed: seed))
  }
}
