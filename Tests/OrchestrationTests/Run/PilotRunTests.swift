import Contract
import Record
import TestSupport
import Testing

@testable import Orchestration

private typealias R = Rehearsal

/// The pilot of the first participant in a run that ends well.
private func pilot(
  _ request: PlanRequest, apps: ScriptedApps = ScriptedApps(),
  _ script: @escaping @Sendable (ScriptedLoads.Load) -> ScriptedLoads.Outcome = { _ in .rate(1000) }
) async throws -> (Pilot, Rehearsal) {
  let run = R(request.plan(), apps: apps, script)
  #expect(try await run.run() == nil)
  #expect(run.record.pilots.map(\.participant) == [R.one, R.other] && run.apps.runningCount == 0)
  return (run.record.pilots[0], run)
}

@Suite struct PilotRunTests {
  @Test func `a pilot goes round the workloads in a process of its own until it is steady`() async throws {
    let (pilot, run) = try await pilot(try .rehearsed(.exactly(1), pilot: 20).withTwin()) {
      .rate($0.workload == R.json ? 1000 : 200)
    }
    // Five seconds are the shortest.
    #expect(pilot.cycle == [R.json, R.path] && pilot.windows.count == 2 * 25 && pilot.failure == nil)
    #expect(pilot.windows.map(\.workload) == (0..<25).flatMap { _ in [R.json, R.path] })
    #expect(pilot.windows.map(\.endNanoseconds) == (1...50).map { $0 * 100_000_000 })
    #expect(pilot.capacities == [R.json: 1000, R.path: 200])
    #expect(pilot.startupNanoseconds == 250_000_000 && pilot.steady?.nanoseconds == 0)
    let loads = run.loads(of: R.one).filter(\.isPilot)
    #expect(loads.count == 50 && loads.allSatisfy { $0.window.seconds == 0.1 && $0.process == 2 })
    #expect(loads.allSatisfy { !$0.isMeasured && $0.window.seat == nil && $0.window.offer == nil })
    #expect(run.loads(of: R.twin).allSatisfy { !$0.isPilot })
  }

  @Test func `a pilot goes on until it has been steady for twice as long as that took`() async throws {
    let (pilot, _) = try await pilot(try .rehearsed(.exactly(1), [R.json], pilot: 20)) {
      .rate($0.number < 20 ? 500 : 1000)
    }
    #expect(pilot.steady?.nanoseconds == 2_000_000_000 && pilot.steady?.requests == 1000)
    #expect(pilot.windows.count == 60)
  }

  // A cycle takes 0.2 s.
  @Test(arguments: [(2.0, 10), (2.1, 11), (0.5, 3), (0.0, 1)])
  func `one that goes on changing ends with its time, after whole cycles`(
    seconds: Double, cycles: Int
  ) async throws {
    let (pilot, _) = try await pilot(try .rehearsed(.exactly(1), pilot: seconds)) {
      .rate(1000 * Double($0.number + 1))
    }
    #expect(pilot.windows.count == 2 * cycles && pilot.failure == nil)
  }

  @Test func `eight workloads are gone round, the others are driven once at the end`() async throws {
    let catalogue = try WorkloadCatalogue(contentsOf: Project.workloads)
    let names = catalogue.workloads.prefix(10).map { Key<Plan.Workload>($0.name) }
    let (pilot, _) = try await pilot(try .rehearsed(.exactly(1), names, pilot: 20))
    #expect(names.count == 10 && pilot.cycle == Array(names.prefix(8)))
    #expect(pilot.windows.count == 15 * 8 + 2)
    #expect(pilot.windows.suffix(10).map(\.workload) == names)
    #expect(pilot.capacities.count == 10)
  }

  @Test func `what is refused is not driven, and who has nothing left has no pilot`() async throws {
    let apps = ScriptedApps(refuses: { $0 == R.one ? $1 == R.json : $1 == nil })
    let run = R(try PlanRequest.rehearsed(.exactly(1)).plan(), apps: apps)
    #expect(try await run.run() == nil)
    #expect(run.record.pilots.map(\.participant) == [R.one])
    #expect(run.record.pilots[0].cycle == [R.path])
    #expect(run.notes.steps.filter { $0 == .piloting(R.other) }.isEmpty)
  }

  @Test(arguments: [(ScriptedLoads.Outcome.silence, "answered no request"), (.death("gone"), "gone")])
  func `an app that fails in its pilot is measured all the same`(
    outcome: ScriptedLoads.Outcome, reason: String
  ) async throws {
    let (pilot, run) = try await pilot(try .rehearsed(.exactly(1), pilot: 20)) {
      $0.isPilot && $0.participant == R.one && $0.number == 3 ? outcome : .rate(1000)
    }
    #expect(pilot.windows.count == 3 && pilot.failure?.reason.contains(reason) == true)
    #expect(pilot.failure?.stage == .warmup && pilot.startupNanoseconds != nil)
    #expect(run.record.trials.count == 4 && run.record.trials.allSatisfy { $0.failure == nil })
  }

  @Test func `one that cannot be started for its pilot has no window, and is started again for its block`()
    async throws
  {
    let failure = Trial.Failure(stage: .start, reason: "no memory")
    let apps = ScriptedApps(start: { id, count in id == R.one && count == 2 ? failure : nil })
    let (pilot, run) = try await pilot(try .rehearsed(.exactly(1)), apps: apps)
    #expect(pilot.failure == failure && pilot.windows.isEmpty && pilot.startupNanoseconds == nil)
    #expect(run.trials(R.one).allSatisfy { $0.failure == nil && $0.load != nil })
  }

  @Test func `a cancelled pilot is not kept, and its app is stopped`() async throws {
    try await cancellable {
      let run = R(try PlanRequest.rehearsed(.exactly(1), pilot: 20).plan()) {
        $0.number == 4 ? .cancelled : .rate(1000)
      }
      #expect(try await run.run() is CancellationError)
      #expect(run.record.pilots.isEmpty && run.record.design == nil && run.apps.runningCount == 0)
      #expect(run.loads.loads.count == 5)
    }
  }
}
