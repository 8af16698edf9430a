package import Contract
import Foundation
package import Orchestration
package import Record

/// A real app for the A/A comparison, started by its host.
package struct SelftestApps: Sendable {
  private static let workloadCount = 5
  private static let (warmupSeconds, windowSeconds) = (0.25, 0.12)
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

  /// One comparison per workload of the app with its twin, measured as `compare` does. Throws an `AppFailure` when there is no app.
  func trials(blocks: Int, seed: UInt64, cpus: CPUAllocation) async throws -> [PairedTrial] {
    var request = PlanRequest(
      participants: [participant], reference: participant.id, workloads: workloads,
      load: Plan.Load(
        connections: 8, workers: 1, appCPUs: cpus.app, generatorCPUs: cpus.generator, variants: 4),
      procedure: Procedure(
        pilotSeconds: 0, warmupSeconds: Self.warmupSeconds, closedSeconds: Self.windowSeconds,
        sliceSeconds: Self.windowSeconds), rounds: .exactly(blocks), budgetSeconds: .infinity, seed: seed)
    request.toleratedGates = Gate.all.map(\.name)
    let plan = request.plan()
    let log = RunLog(
      try Run.beginning(plan, command: ["harness", "selftest"], in: URL(filePath: "/")), telling: [])
    var runner = try PlanRunner(log, on: host, catalogue: catalogue, with: Instruments(for: plan))
    try await runner.run()
    return plan.conditions.compactMap { condition in
      let rates = plan.participants.map { participant in
        log.record.trials.filter { $0.participant == participant.id && $0.condition == condition.id }
          .compactMap { $0.figures[.throughput] }
      }
      guard rates[0].count == blocks, rates[1].count == blocks else { return nil }
      return PairedTrial(rates[1], over: rates[0], seed: seed)
    }
  }
}
