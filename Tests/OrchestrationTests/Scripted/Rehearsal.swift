import Contract
import Evidence
import Foundation
import Record
import TestSupport
import Testing

@testable import Orchestration

/// A run without processes, requests or waiting.
final class Rehearsal {
  static let (one, other): (Key<Participant>, Key<Participant>) = ("x/one", "x/other")
  static let twin: Key<Participant> = "x/one (twin)"
  static let (json, path): (Key<Plan.Workload>, Key<Plan.Workload>) = ("json-small", "path-int")

  let plan: Plan
  let apps: ScriptedApps
  let clock = FakeClock()
  let loads: ScriptedLoads
  let notes = Notes()
  let log: RunLog

  /// A rehearsal of a plan; every load gives 1,000 requests per second unless the script says otherwise.
  init(
    _ plan: Plan, apps: ScriptedApps = ScriptedApps(), telling observers: [any RunObserver] = [],
    _ script: @escaping @Sendable (ScriptedLoads.Load) -> ScriptedLoads.Outcome = { _ in .rate(1000) }
  ) {
    self.plan = plan
    self.apps = apps
    loads = ScriptedLoads(on: apps, clock, script)
    log = RunLog(Self.run(plan), telling: [loads, notes] + observers)
  }

  /// What was measured.
  var record: RunRecord { log.record }
  var instruments: Instruments {
    Instruments(driver: loads, verifier: ScriptedVerifier(apps: apps), clock: clock)
  }

  /// Carries out the plan; returns what it threw. Whatever happened, the record has nothing that cannot have been.
  @discardableResult func run() async throws -> (any Error)? {
    var runner = try PlanRunner(
      log, on: apps, catalogue: try WorkloadCatalogue(contentsOf: Project.workloads), with: instruments)
    defer { #expect(record.contradictions == []) }
    do { try await runner.run() } catch { return error }
    return nil
  }

  /// What a participant was asked for, in the order of time.
  func loads(of participant: Key<Participant>) -> [ScriptedLoads.Load] {
    loads.loads.filter { $0.participant == participant }
  }

  /// The trials of a participant, of one family or of all.
  func trials(_ participant: Key<Participant>, of family: Key<Family>? = nil) -> [Trial] {
    let own = family.flatMap { plan.family($0) }.map { record.conditions(of: $0).map(\.id) }
    return record.trials.filter {
      $0.participant == participant && own?.contains($0.condition) != false
    }
  }

  static func run(_ plan: Plan) -> Run {
    Run(
      id: "rehearsal", harnessVersion: "0", command: ["harness"], startedAt: Date(timeIntervalSince1970: 0),
      plan: plan,
      environment: Environment(
        git: nil, machineKey: nil, host: "h", operatingSystem: "o", kernel: "k", architecture: "a",
        cpuModel: nil, cpus: [0], governor: nil, virtualised: false, memoryBytes: 1, loadAverage: 0))
  }
}

extension PlanRequest {
  /// A request of two participants under two workloads, whose trials are observations whatever else the machine does.
  static func rehearsed(
    _ rounds: Rounds, _ workloads: [Key<Plan.Workload>] = [Rehearsal.json, Rehearsal.path],
    budget: Double = 1e6, pilot: Double = 0, warmup: Double? = 0.5
  ) throws -> PlanRequest {
    let catalogue = try WorkloadCatalogue(contentsOf: Project.workloads)
    var request = PlanRequest(
      participants: ["one", "other"].map { Participant(adapter: "x", framework: $0) },
      reference: Rehearsal.one, workloads: try workloads.map { try catalogue.workload(named: $0.rawValue) },
      load: Plan.Load(connections: 1, workers: 1, appCPUs: [], generatorCPUs: [], variants: 1),
      procedure: .rehearsed(pilot: pilot, warmup: warmup), rounds: rounds, budgetSeconds: budget, seed: 7)
    request.hasTwin = false
    request.toleratedGates = Gate.all.map(\.name)
    return request
  }

  /// The same with rates of 100 and 200 requests per second offered as well.
  func offering(
    _ offer: Offer = .rates([200, 100]), _ arrivals: Procedure.Arrivals = .constant
  ) -> PlanRequest {
    var request = self
    request.offer = offer
    request.procedure = .rehearsed(
      pilot: procedure.pilotSeconds, warmup: procedure.warmupSeconds, arrivals: arrivals)
    return request
  }

  func withTwin() -> PlanRequest {
    var request = self
    request.hasTwin = true
    return request
  }
}

extension Procedure {
  /// Closed loops of one second and offered rates of two, in turns of half a second.
  static func rehearsed(pilot: Double, warmup: Double?, arrivals: Arrivals? = nil) -> Procedure {
    Procedure(
      pilotSeconds: pilot, warmupSeconds: warmup, closedSeconds: 1, offeredSeconds: 2, sliceSeconds: 0.5,
      arrivals: arrivals)
  }
}
