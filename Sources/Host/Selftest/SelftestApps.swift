import AdapterProtocol
package import Contract
import LoadEngine
package import Orchestration
package import Record
import SeededRandom

/// A real app for the A/A comparison, started through its adapter.
package struct SelftestApps: Sendable {
  private static let workloadCount = 5
  private let fleet: AdapterFleet
  private let planned: Plan.Framework
  private let workloads: [Workload]

  /// The app of `framework`, with the first workloads of the suite `quick`; it must be prepared.
  package init(_ framework: Plan.Framework, on fleet: AdapterFleet, _ catalogue: WorkloadCatalogue) {
    self.fleet = fleet
    planned = framework
    workloads = Array((catalogue.workloads(inSuite: "quick") ?? []).prefix(Self.workloadCount))
  }

  /// The framework's name.
  var framework: String { planned.name }

  /// One comparison per workload of the app with itself: in each block a fresh process for either name, in a
  /// random order, and in that a short warm-up and a window per workload. Throws an `AdapterError` when there
  /// is no app.
  func trials(blocks: Int, seed: UInt64, cpus: CPUAllocation) async throws -> [PairedTrial] {
    let load = Plan.Load(
      connections: 8, warmupSeconds: 0.05, durationSeconds: 0.12, timeoutSeconds: 10, workers: 1,
      appCPUs: cpus.app, generatorCPUs: cpus.generator, variants: 4, ports: nil)
    let names = ["a", "b"]
    let schedule = Schedule.blocks(
      rounds: blocks, frameworks: names, workloads: workloads.map(\.name), seed: seed)
    let prepared = Dictionary(
      uniqueKeysWithValues: workloads.map {
        ($0.name, LoadDriver.Prepared($0, variants: load.variants, seed: seed))
      })
    var rates: [String: [String: [Double]]] = [:]
    for session in schedule {
      try Task.checkCancellation()
      for (workload, rate) in try await measure(session, prepared, load) {
        rates[session.framework, default: [:]][workload, default: []].append(rate)
      }
    }
    return workloads.compactMap { workload in
      guard let a = rates["a"]?[workload.name], let b = rates["b"]?[workload.name] else { return nil }
      return PairedTrial(a, over: b, seed: seed)
    }
  }

  /// The throughputs of one fresh process by workload.
  private func measure(
    _ session: Plan.Session, _ prepared: [String: LoadDriver.Prepared], _ load: Plan.Load
  ) async throws -> [String: Double] {
    let app = try await AppSession(planned, by: try await fleet.adapter(planned.adapter), load)
    let driver = LoadDriver(settings: load)
    do {
      var rates: [String: Double] = [:]
      for name in session.workloads {
        guard let workload = prepared[name] else { continue }
        _ = try await driver.drive(workload, at: app.address, seconds: load.warmupSeconds, stop: app.alarm)
        rates[name] = try await driver.drive(
          workload, at: app.address, seconds: load.durationSeconds, stop: app.alarm
        ).requestsPerSecond
      }
      try await app.stop()
      return rates
    } catch {
      try? await app.stop()
      throw error
    }
  }
}
