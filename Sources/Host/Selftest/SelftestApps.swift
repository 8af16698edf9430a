package import Contract
package import Orchestration
package import Record

/// A real app for the A/A comparison, started by its host.
package struct SelftestApps: Sendable {
  private static let workloadCount = 5
  private static let (warmupSeconds, windowSeconds) = (0.05, 0.12)
  private let host: any AppHost
  private let participant: Participant
  private let workloads: [Workload]

  /// The app of a participant, with the first workloads of the suite `quick`; it must be prepared.
  package init(_ participant: Participant, on host: any AppHost, _ catalogue: WorkloadCatalogue) {
    self.host = host
    self.participant = participant
    workloads = Array((catalogue.workloads(inSuite: "quick") ?? []).prefix(Self.workloadCount))
  }

  /// The participant's name.
  var name: String { participant.id.rawValue }

  /// One comparison per workload of the app with itself: in each block a fresh process for either name, in a
  /// random order, and in that a short warm-up and a window per workload. Throws an `AppFailure` when there
  /// is no app.
  func trials(blocks: Int, seed: UInt64, cpus: CPUAllocation) async throws -> [PairedTrial] {
    let load = Plan.Load(
      connections: 8, workers: 1, appCPUs: cpus.app, generatorCPUs: cpus.generator, variants: 4)
    let twins = [participant, Participant(twinOf: participant)].map(\.id)
    let conditions = workloads.map { Condition.capacity(Key($0.name)) }
    let schedule = Schedule.sessions(
      blocks: blocks, participants: twins, conditions: conditions, seed: seed, stream: "schedule")
    let prepared = Dictionary(
      uniqueKeysWithValues: zip(conditions, workloads).map {
        ($0.id, PreparedWorkload($1, variants: load.variants, seed: seed))
      })
    var rates: [Key<Participant>: [Key<Condition>: [Double]]] = [:]
    for session in schedule {
      try Task.checkCancellation()
      for (condition, rate) in try await measure(session, prepared, load) {
        rates[session.participant, default: [:]][condition, default: []].append(rate)
      }
    }
    return conditions.compactMap { condition in
      guard let a = rates[twins[0]]?[condition.id], let b = rates[twins[1]]?[condition.id] else { return nil }
      return PairedTrial(a, over: b, seed: seed)
    }
  }

  /// The throughputs of one fresh process by condition.
  private func measure(
    _ session: Family.Session, _ prepared: [Key<Condition>: PreparedWorkload], _ load: Plan.Load
  ) async throws -> [Key<Condition>: Double] {
    let app = try await host.start(participant, load, profiled: false)
    let driver = LoadDriver(load)
    do {
      var rates: [Key<Condition>: Double] = [:]
      for condition in session.conditions {
        guard let workload = prepared[condition] else { continue }
        _ = try await driver.drive(workload, on: app, seconds: Self.warmupSeconds)
        rates[condition] = try await driver.drive(workload, on: app, seconds: Self.windowSeconds)
          .requestsPerSecond
      }
      try await app.stop()
      return rates
    } catch {
      try? await app.stop()
      throw error
    }
  }
}
