import AdapterProtocol
import Contract
import Orchestration
import Record

/// What was asked of `compare`, understood and checked, before any adapter is started.
struct CompareRequest: Sendable {
  private let names: [String]
  private let referenceName: String?
  private let cells: CellsRequest
  private let blocks: BlocksRequest
  private let delta: Double
  private let hasTwin: Bool
  private let latency: LatencyRequest?

  /// Reads the flags; throws a `UsageError` that names what is wrong.
  init(_ arguments: Arguments, catalogue: WorkloadCatalogue) throws {
    guard let names = try arguments.list(CompareFlags.frameworks) else {
      throw UsageError(
        "compare needs --frameworks, e.g. --frameworks python,node,rust; see `harness adapters list`")
    }
    self.names = names
    referenceName = arguments.text(CompareFlags.reference)
    cells = try CellsRequest(arguments, catalogue: catalogue, command: "compare")
    blocks = try BlocksRequest(arguments)
    delta = (try arguments.number(CompareFlags.delta, in: 0...50) ?? 3) / 100
    latency = try LatencyRequest(arguments)
    hasTwin = !arguments.has(CompareFlags.noTwin)
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
    let conditions = cells.workloads.count
    let rounds = blocks.rounds(pairs: pairs, conditions: conditions)
    let latencyRounds = blocks.rounds(pairs: pairs, conditions: conditions * (latency?.levels ?? 1))
    let twin = hasTwin ? frameworks.first { $0.name == reference }.map(Plan.Framework.init(twinOf:)) : nil
    return cells.plan(
      frameworks, reference: reference, twin: twin, rounds: rounds.maximum, delta: delta,
      latency: latency.map { ($0, latencyRounds.maximum) },
      stopping: blocks.stopping(rounds.minimum, latency == nil ? nil : latencyRounds.minimum))
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
