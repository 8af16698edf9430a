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

  /// Reads the flags; throws a `UsageError` that names what is wrong.
  init(_ arguments: Arguments, catalogue: WorkloadCatalogue) throws {
    let names = try arguments[CompareFlags.workloads]
    guard names == nil || !arguments.isGiven(CompareFlags.suite) else { throw WorkloadChoice.both }
    suite = names == nil ? try arguments[CompareFlags.suite] : nil
    workloads = try WorkloadChoice.workloads(suite: suite, names: names, of: catalogue)
    tolerated = try arguments[CompareFlags.tolerate]
    seed = try arguments[CompareFlags.seed]
    let workers = try arguments[CompareFlags.workers]
    let poller = try arguments[CompareFlags.poller]
    let cpus = CPUAllocation(allowed: try CPUTopology.current().allowed, workers: workers)
    load = Plan.Load(
      connections: try arguments[CompareFlags.connections],
      warmupSeconds: try arguments[CompareFlags.warmup],
      steadyVariation: try arguments[CompareFlags.steady],
      durationSeconds: try arguments[CompareFlags.duration],
      timeoutSeconds: 10, workers: workers, appCPUs: cpus.app, generatorCPUs: cpus.generator, variants: 16,
      poller: poller == "auto" ? nil : poller, ports: try arguments[CompareFlags.ports],
      agents: arguments[CompareFlags.noAgents] ? false : nil)
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
