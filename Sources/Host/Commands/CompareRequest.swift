import AdapterProtocol
import Contract
import Foundation
import Orchestration
import Record

/// What was asked of `compare`, understood and checked, before any adapter is started.
struct CompareRequest: Sendable {
  /// The frameworks' names as typed; an adapter's name stands for its default framework.
  let names: [String]
  /// Which frameworks are held against each other; nil: as is usual for so many.
  let family: FamilyPairs?
  /// The folder of the stored runs.
  let output: URL
  /// Where the report is written too; nil: nowhere else.
  let reportFile: URL?
  let isQuiet: Bool
  private let referenceName: String?
  private let cells: CellsRequest
  private let blocks: BlocksRequest
  private let delta: Double
  private let hasTwin: Bool
  private let latency: LatencyRequest?

  /// Reads the flags; throws a `UsageError` that names what is wrong.
  init(_ arguments: Arguments, catalogue: WorkloadCatalogue) throws {
    names = try arguments[CompareFlags.frameworks]
    family = try arguments[CompareFlags.family]
    referenceName = try arguments[CompareFlags.reference]
    cells = try CellsRequest(arguments, catalogue: catalogue)
    blocks = try BlocksRequest(arguments)
    delta = try arguments[CompareFlags.delta]
    latency = try LatencyRequest(arguments)
    hasTwin = !arguments[CompareFlags.noTwin]
    output = try arguments[CompareFlags.output]
    reportFile = try arguments[CompareFlags.report]
    isQuiet = arguments[CompareFlags.quiet]
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

/// Which frameworks are held against each other; one correction covers all of their comparisons.
enum FamilyPairs: String, CaseIterable, Sendable {
  /// Each framework against the reference.
  case reference
  /// Every framework against every other.
  case all

  /// Up to so many frameworks all pairs are held against each other unless something else was asked for: more of them
  /// take many more blocks.
  static let mostForAll = 4

  /// What is usual for so many frameworks, the twin not counted.
  static func usual(for frameworks: Int) -> FamilyPairs { frameworks <= mostForAll ? .all : .reference }
}
