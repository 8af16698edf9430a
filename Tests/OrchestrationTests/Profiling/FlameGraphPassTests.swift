import AdapterProtocol
import Contract
import Record
import TestSupport
import Testing

@testable import Orchestration

private typealias R = Rehearsal

private func profile(
  _ rehearsal: Rehearsal
) async throws -> [Key<Plan.Workload>: Result<FlameGraphPass.Recording, Trial.Failure>] {
  let pass = FlameGraphPass(
    rehearsal.plan, on: rehearsal.apps, catalogue: try WorkloadCatalogue(contentsOf: Project.workloads),
    driver: rehearsal.loads, warmupSeconds: 0.5, seconds: 4)
  return try await pass.run(rehearsal.plan.participants[0], [R.json, R.path], telling: rehearsal.notes)
}

private func reason(_ outcome: Result<FlameGraphPass.Recording, Trial.Failure>?) -> String? {
  guard case .failure(let failure) = outcome else { return nil }
  return failure.reason
}

@Suite struct FlameGraphPassTests {
  @Test func `each workload has a fresh app, a warm-up, and its stacks under load`() async throws {
    let run = R(try PlanRequest.rehearsed(.exactly(1)).plan())
    let outcomes = try await profile(run)
    let recordings = try [R.json, R.path].map { try #require(try outcomes[$0]?.get()) }
    #expect(
      recordings.map(\.stacks.samples) == [1, 2] && recordings.map(\.requestsPerSecond) == [1000, 1000])
    #expect(recordings.allSatisfy { $0.profiler.profiler == "eyes" })
    #expect(run.loads.loads.map(\.window.seconds) == [0.5, 4, 0.5, 4] && run.apps.runningCount == 0)
    #expect(run.notes.steps == [.profiling(R.one, R.json), .profiling(R.one, R.path)])
  }

  @Test func `a profiler that cannot be started is not tried again`() async throws {
    let missing = Trial.Failure(stage: .measure, reason: "no perf")
    let run = R(try PlanRequest.rehearsed(.exactly(1)).plan(), apps: ScriptedApps(profiler: missing))
    let outcomes = try await profile(run)
    #expect([R.json, R.path].map { reason(outcomes[$0]) } == ["no perf", "no perf"])
    #expect(run.apps.starts.count == 1 && run.apps.runningCount == 0)
  }

  @Test func `an app that dies is one workload's failure`() async throws {
    let run = R(try PlanRequest.rehearsed(.exactly(1)).plan()) { load in
      load.workload == R.json && load.window.seconds == 4 ? .death("gone") : .rate(1000)
    }
    let outcomes = try await profile(run)
    #expect(reason(outcomes[R.json]) == "gone" && run.apps.runningCount == 0)
    #expect(try outcomes[R.path]?.get().requestsPerSecond == 1000)
  }

  @Test func `a cancelled pass keeps what it has`() async throws {
    try await cancellable {
      let run = R(try PlanRequest.rehearsed(.exactly(1)).plan()) { load in
        load.workload == R.path ? .cancelled : .rate(1000)
      }
      let outcomes = try await profile(run)
      #expect(try outcomes[R.json]?.get() != nil && reason(outcomes[R.path]) == "interrupted")
      #expect(run.apps.starts.count == 2 && run.apps.runningCount == 0)
    }
  }
}
