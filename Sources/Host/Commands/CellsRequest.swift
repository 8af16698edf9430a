import Contract
import Orchestration
import Platform
import Record

/// What `compare` and `profile` were asked of what is measured and how, understood and checked.
struct CellsRequest: Sendable {
  /// The suite asked for; nil when workloads were named one by one.
  let suite: String?
  /// The workloads.
  let workloads: [Workload]
  /// How apps are started and loaded.
  let load: Plan.Load
  /// The windows of closed loops.
  let window: Window
  /// Seed of the order, the payloads and the resampling.
  let seed: UInt64
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
      connections: try arguments[CompareFlags.connections], workers: workers, appCPUs: cpus.app,
      generatorCPUs: cpus.generator, poller: poller.name,
      ports: try arguments[CompareFlags.ports], agents: !arguments[CompareFlags.noAgents])
    window = Window(
      seconds: try arguments[CompareFlags.duration],
      warmup: Warmup(
        seconds: try arguments[CompareFlags.warmup], steadyVariation: try arguments[CompareFlags.steady]))
  }

  /// What a plan is made of, for these participants.
  func planRequest(
    _ participants: [Participant], reference: Key<Participant>, rounds: Rounds, budget: Plan.Budget
  ) -> PlanRequest {
    var request = PlanRequest(
      participants: participants, reference: reference, workloads: workloads, load: load, window: window,
      rounds: rounds, budget: budget, seed: seed)
    request.suite = suite
    request.toleratedGates = tolerated
    return request
  }
}
