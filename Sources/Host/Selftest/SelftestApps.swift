package import Contract
import Foundation
package import Orchestration
package import Record
import SeededRandom

/// A real app for comparisons with itself, started by its host.
package struct SelftestApps: Sendable {
  /// Comparisons of an app with itself, one for each workload.
  struct Pairs: Sendable {
    let blocks: Int
    /// Of the warm-up before each window.
    let warmupSeconds: Double
    let windowSeconds: Double
    /// How much more service time the first of both has: .05 is 5 %. nil: none, and windows are measured once; else those that are
    /// disturbed are measured again.
    var slowdown: Double?
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

  /// In each block a fresh process for either name, in a random order, and in that a short warm-up and a window per workload. A trial is
  /// nil when a window had no answer. Throws an `AppFailure` when there is no app.
  func trials(_ pairs: Pairs, on bench: SelftestBench) async throws -> [Watched<PairedTrial?>] {
    let load = load(bench)
    let twins = [participant, Participant(twinOf: participant)].map(\.id)
    let conditions = workloads.map { Condition.capacity(Key($0.name)) }
    var random = SeededGenerator(seed: pairs.seed, stream: "sessions")
    let prepared = Dictionary(
      uniqueKeysWithValues: zip(conditions, workloads).map {
        ($0.id, PreparedWorkload($1, variants: load.variants, seed: pairs.seed))
      })
    var rates: [Key<Participant>: [Key<Condition>: [Watched<Double>]]] = [:]
    for _ in 0..<pairs.blocks {
      for twin in random.shuffled(twins) {
        try Task.checkCancellation()
        let app = AppSession(pairs, load, taxed: twin == twins[0] ? pairs.slowdown : nil, bench)
        let order = random.shuffled(conditions.map(\.id))
        for (condition, rate) in try await app.rates(of: participant, on: host, order, prepared) {
          rates[twin, default: [:]][condition, default: []].append(rate)
        }
      }
    }
    return conditions.compactMap { condition in
      guard let a = rates[twins[0]]?[condition.id], let b = rates[twins[1]]?[condition.id] else { return nil }
      return Watched([Watched(a), Watched(b)]).map { PairedTrial($0[0], over: $0[1], seed: pairs.seed) }
    }
  }
}

/// One fresh process of an app, and what it is measured by.
private struct AppSession {
  private let pairs: SelftestApps.Pairs
  private let load: Plan.Load
  private let tax: Double?
  private let bench: SelftestBench

  init(_ pairs: SelftestApps.Pairs, _ load: Plan.Load, taxed tax: Double?, _ bench: SelftestBench) {
    self.pairs = pairs
    self.load = load
    self.tax = tax
    self.bench = bench
  }

  /// Its throughputs by condition.
  func rates(
    of participant: Participant, on host: any AppHost, _ conditions: [Key<Condition>],
    _ prepared: [Key<Condition>: PreparedWorkload]
  ) async throws -> [Key<Condition>: Watched<Double>] {
    let app = try await host.start(participant, load, profiled: false)
    do {
      let tax = try tax.map { try ProcessorTax(slowdown: $0, processors: load.appCPUs) }
      defer { tax?.end() }
      var rates: [Key<Condition>: Watched<Double>] = [:]
      for condition in conditions {
        guard let workload = prepared[condition] else { continue }
        rates[condition] = try await rate(of: app, workload)
      }
      try await app.stop()
      return rates
    } catch {
      try? await app.stop()
      throw error
    }
  }

  /// The throughput of a window, of the least disturbed one where disturbed ones are measured again.
  private func rate(of app: any RunningApp, _ workload: PreparedWorkload) async throws -> Watched<Double> {
    let driver = LoadDriver(load)
    let window = {
      try await bench.watched {
        let figures = try await driver.drive(workload, on: app, seconds: pairs.windowSeconds)
        return (figures.requestsPerSecond, figures.generatorWaitingShare)
      }
    }
    _ = try await driver.drive(workload, on: app, seconds: pairs.warmupSeconds)
    guard pairs.slowdown != nil else { return try await window() }
    return try await bench.quiet(1, seconds: pairs.windowSeconds, window).chosen[0]
  }
}
