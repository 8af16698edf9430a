package import Contract
import Foundation
package import Orchestration
package import Record

/// A real app for comparisons with itself, started by its host.
package struct SelftestApps: Sendable {
  /// Comparisons of an app with itself, one for each workload.
  struct Pairs: Sendable {
    let blocks: Int
    /// Of the warm-up of each process.
    let warmupSeconds: Double
    let windowSeconds: Double
    /// How much more processor time the first of both takes for its work: .05 is 5 %.
    var slowdown = 0.0
    let seed: UInt64
  }

  private static let workloadCount = 5
  private let host: any AppHost
  private let participant: Participant
  private let workloads: [Workload]
  private let catalogue: WorkloadCatalogue

  /// The app of a participant, with the first workloads of the suite `quick`; it must be prepared.
  package init(_ participant: Participant, on host: any AppHost, _ catalogue: WorkloadCatalogue) {
    self.host = host
    self.participant = participant
    self.catalogue = catalogue
    workloads = Array((catalogue.workloads(inSuite: "quick") ?? []).prefix(Self.workloadCount))
  }

  /// The participant's name.
  var name: String { participant.id.rawValue }

  private func load(_ bench: SelftestBench) -> Plan.Load {
    Plan.Load(
      connections: 8, workers: 1, appCPUs: bench.cpus.app, generatorCPUs: bench.cpus.generator, variants: 4)
  }

  /// One comparison for each workload of the app with its twin, measured as `compare` does. Throws an `AppFailure` when there is no app.
  func comparisons(_ pairs: Pairs, on bench: SelftestBench) async throws -> [PairedTrial] {
    var request = PlanRequest(
      participants: [participant], reference: participant.id, workloads: workloads, load: load(bench),
      procedure: Procedure(
        pilotSeconds: 0, warmupSeconds: pairs.warmupSeconds, closedSeconds: pairs.windowSeconds,
        sliceSeconds: Procedure.usualSliceSeconds), rounds: .exactly(pairs.blocks), budgetSeconds: .infinity,
      seed: pairs.seed)
    request.toleratedGates = Gate.all.map(\.name)
    let plan = request.plan()
    let log = RunLog(
      try Run.beginning(plan, command: ["harness", "selftest"], in: URL(filePath: "/")), telling: [])
    let twin = Participant(twinOf: participant).id
    let host =
      pairs.slowdown > 0 ? TaxedApps(host: host, taxed: twin, slowdown: pairs.slowdown) : host
    var runner = try PlanRunner(log, on: host, catalogue: catalogue, with: Instruments(for: plan))
    try await runner.run()
    return plan.conditions.compactMap { condition in
      let rates = plan.participants.map { participant in
        log.record.trials.filter { $0.participant == participant.id && $0.condition == condition.id }
          .compactMap { $0.figures[.throughput] }
      }
      guard rates.allSatisfy({ $0.count == pairs.blocks }) else { return nil }
      return PairedTrial(rates[1], over: rates[0], seed: pairs.seed)
    }
  }
}
