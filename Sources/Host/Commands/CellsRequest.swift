import Contract
import Orchestration
import Platform
import Record

/// What `compare` and `profile` were asked of what is measured and how, understood and checked.
struct CellsRequest: Sendable {
  /// All workloads that there are.
  let catalogue: WorkloadCatalogue
  /// The suite asked for; nil when workloads were named one by one.
  let suite: String?
  /// The workloads.
  let workloads: [Workload]
  /// How apps are started and loaded.
  let load: Plan.Load
  /// How apps are brought to their pace and measured.
  let procedure: Procedure
  /// Seed of the order, the payloads and the resampling.
  let seed: UInt64
  /// For how long a fresh process may not answer /health.
  let healthTimeoutSeconds: Double
  private let tolerated: [String]

  /// Reads the flags, those of what is offered too where anything is; throws a `UsageError` that names what is wrong.
  init(_ arguments: Arguments, catalogue: WorkloadCatalogue, isOffering: Bool = false) throws {
    let names = try arguments[CompareFlags.workloads]
    guard names == nil || !arguments.isGiven(CompareFlags.suite) else { throw WorkloadChoice.both }
    self.catalogue = catalogue
    let scenarios = catalogue.workloads.filter { $0.scenario != nil }
    suite =
      try names == nil
      ? arguments.given(CompareFlags.suite) ?? catalogue.file?.suite.name
        ?? (scenarios.isEmpty ? arguments[CompareFlags.suite] : nil) : nil
    let chosen =
      suite == nil && names == nil
      ? [] : try WorkloadChoice.workloads(suite: suite, names: names, of: catalogue)
    workloads = chosen + (names == nil ? scenarios : [])
    tolerated = try arguments[CompareFlags.tolerate]
    seed = try arguments[CompareFlags.seed]
    healthTimeoutSeconds = try arguments[CompareFlags.healthTimeout]
    let workers = try arguments[CompareFlags.workers]
    let poller = try arguments[CompareFlags.poller]
    let cpus = CPUAllocation(allowed: try CPUTopology.current().allowed, workers: workers)
    load = Plan.Load(
      connections: try arguments[CompareFlags.connections], workers: workers, appCPUs: cpus.app,
      generatorCPUs: cpus.generator, poller: poller.name,
      ports: try arguments[CompareFlags.ports], agents: !arguments[CompareFlags.noAgents])
    procedure = Procedure(
      pilotSeconds: try arguments[CompareFlags.pilot], warmupSeconds: try arguments[CompareFlags.warmup],
      closedSeconds: try arguments[CompareFlags.duration],
      offeredSeconds: isOffering ? try arguments[CompareFlags.latencyDuration] : nil,
      sliceSeconds: try arguments[CompareFlags.slice],
      arrivals: isOffering ? try arguments[CompareFlags.arrivals] : nil)
  }

  /// What a plan is made of, for these participants.
  func planRequest(
    _ participants: [Participant], reference: Key<Participant>, rounds: Rounds, budgetSeconds: Double
  ) -> PlanRequest {
    var request = PlanRequest(
      participants: participants, reference: reference, workloads: workloads, load: load,
      procedure: procedure,
      rounds: rounds, budgetSeconds: budgetSeconds, seed: seed)
    request.suite = suite
    request.toleratedGates = tolerated
    return request
  }
}
