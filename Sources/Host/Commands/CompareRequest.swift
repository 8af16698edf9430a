import AdapterProtocol
import Orchestration
import Platform
import Results

/// What was asked of `compare`, understood and checked, before any adapter is started.
struct CompareRequest: Sendable {
  private let names: [String]
  private let referenceName: String?
  private let suite: String?
  private let workloads: [Workload]
  private let blocks: BlocksRequest
  private let load: Plan.Load
  private let seed: UInt64
  private let delta: Double
  private let hasTwin: Bool
  private let tolerated: [String]
  private let latency: LatencyRequest?

  /// Reads the flags; throws a `UsageError` that names what is wrong.
  init(_ arguments: Arguments, catalogue: WorkloadCatalogue) throws {
    guard let names = try arguments.list(CompareFlags.frameworks) else {
      throw UsageError(
        "compare needs --frameworks, e.g. --frameworks python,node,rust; see `harness adapters list`")
    }
    self.names = names
    referenceName = arguments.text(CompareFlags.reference)
    (suite, workloads) = try Self.workloads(arguments, catalogue)
    blocks = try BlocksRequest(arguments)
    delta = (try arguments.number(CompareFlags.delta, in: 0...50) ?? 3) / 100
    latency = try LatencyRequest(arguments)
    tolerated = try arguments.list(CompareFlags.tolerate) ?? []
    for name in tolerated where !Gate.all.contains(where: { $0.name == name }) {
      throw UsageError.unknown("gate", name, known: Gate.all.map(\.name), command: ["harness", "compare"])
    }
    hasTwin = !arguments.has(CompareFlags.noTwin)
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

  /// The complete plan, once the adapters have said which frameworks there are.
  func plan(on fleet: AdapterFleet) async throws -> Plan {
    var frameworks: [Plan.Framework] = []
    for name in names {
      for framework in try await fleet.frameworks(named: name) {
        guard !frameworks.contains(framework) else {
          throw UsageError("--frameworks names \(framework.name) twice (`\(name)` stands for it)")
        }
        frameworks.append(framework)
      }
    }
    guard frameworks.count > 1 else {
      throw UsageError(
        "a comparison needs at least two frameworks, got only \(frameworks[0].name); add another to --frameworks"
      )
    }
    let reference = try await reference(among: frameworks, on: fleet)
    let pairs = frameworks.count * (frameworks.count - 1) / 2
    let rounds = blocks.rounds(pairs: pairs, conditions: workloads.count)
    let latencyRounds = blocks.rounds(pairs: pairs, conditions: workloads.count * (latency?.levels ?? 1))
    let twin = hasTwin ? frameworks.first { $0.name == reference }.map(Plan.Framework.init(twinOf:)) : nil
    let participants = (frameworks + [twin].compactMap(\.self)).map(\.name)
    return Plan(
      frameworks: frameworks, reference: reference, twin: twin, suite: suite,
      workloads: workloads.map { .init(name: $0.name, category: $0.category, summary: $0.summary) },
      rounds: rounds.maximum,
      load: load, seed: seed, delta: delta,
      latency: latency?.plan(
        rounds: latencyRounds.maximum, participants: participants, workloads: workloads.map(\.name),
        seed: seed),
      stopping: blocks.stopping(rounds.minimum, latency == nil ? nil : latencyRounds.minimum),
      toleratedGates: tolerated.isEmpty ? nil : tolerated,
      schedule: Schedule.blocks(
        rounds: rounds.maximum, frameworks: participants, workloads: workloads.map(\.name), seed: seed))
  }

  private func reference(among frameworks: [Plan.Framework], on fleet: AdapterFleet) async throws -> String {
    guard let referenceName else { return frameworks[0].name }
    let named = try await fleet.frameworks(named: referenceName)
    guard let framework = named.first, named.count == 1, frameworks.contains(framework) else {
      throw UsageError(
        "--reference \(referenceName) is not one of --frameworks \(names.joined(separator: ","))")
    }
    return framework.name
  }
}
