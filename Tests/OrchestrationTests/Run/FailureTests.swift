import Record
import Testing

@testable import Orchestration

private typealias R = Rehearsal

@Suite struct FailureTests {
  @Test func `an app that dies in block 3 costs one trial, and is replaced for the next`() async throws {
    let run = R(try PlanRequest.rehearsed(.exactly(4)).plan()) { load in
      let dies = load.participant == R.one && load.block == 2 && load.workload == R.json && load.isMeasured
      return dies ? .death("it exited with status 1") : .rate(1000)
    }
    #expect(try await run.run() == nil)
    let failed = run.record.trials.filter { $0.failure != nil }
    #expect(failed.map(\.key) == [TrialKey(block: 2, participant: R.one, condition: "json-small")])
    #expect(failed[0].failure?.stage == .measure && failed[0].failure?.reason == "it exited with status 1")
    #expect(failed[0].failure?.standardError == ["its last words"] && failed[0].startupNanoseconds != nil)
    #expect(run.record.trials.count == 2 * 2 * 4 && run.apps.runningCount == 0)
    // Verification, four sessions, and one more if json-small was not the last of its session.
    let session = run.plan.families[0].schedule.first { $0.block == 2 && $0.participant == R.one }
    let replaced = session?.conditions.first == "json-small" ? 1 : 0
    #expect(run.apps.starts.count { $0 == R.one } == 5 + replaced)
    #expect(run.apps.starts.count { $0 == R.other } == 5)
  }

  @Test func `the trial after a failure is measured in a new process`() async throws {
    let run = R(try PlanRequest.rehearsed(.exactly(1), [R.json]).offering().plan()) { load in
      load.window.offer?.rate == 100 && load.participant == R.one ? .death("gone") : .rate(1000)
    }
    #expect(try await run.run() == nil)
    let processes = run.loads.loads.filter { $0.participant == R.one && $0.isMeasured }.map(\.process)
    #expect(processes == [2, 3, 4])
    #expect(run.trials(R.one, of: .latency).map { $0.failure?.reason } == ["gone", nil])
  }

  @Test func `two failing rates in one block are one block's failure, two failing blocks give a workload up`()
    async throws
  {
    let run = R(try PlanRequest.rehearsed(.exactly(4)).offering().plan()) { load in
      let fails = load.participant == R.one && load.workload == R.json && load.window.offer != nil
      return fails ? .silence : .rate(1000)
    }
    #expect(try await run.run() == nil)
    let tried = run.loads.loads.filter {
      $0.participant == R.one && $0.workload == R.json && $0.window.offer != nil
    }
    #expect(tried.map(\.block) == [0, 0, 1])
    let trials = run.trials(R.one, of: .latency).filter { $0.condition.rawValue.hasPrefix("json") }
    #expect(trials.count == 8 && Set(trials.compactMap { $0.failure?.reason }).count == 1)
    #expect(trials.suffix(5).allSatisfy { $0.startupNanoseconds == nil })
    // Neither the other workload nor the other participant is given up.
    #expect(run.trials(R.one, of: .latency).count { $0.failure == nil } == 8)
    #expect(run.trials(R.other, of: .latency).allSatisfy { $0.failure == nil })
  }

  @Test func `a failure in each family is two blocks' failures`() async throws {
    let run = R(try PlanRequest.rehearsed(.exactly(3), [R.json]).offering(.rates([100])).plan()) { load in
      load.participant == R.one && load.isMeasured && load.block == 0 ? .silence : .rate(1000)
    }
    #expect(try await run.run() == nil)
    #expect(run.trials(R.one, of: .capacity).map { $0.failure == nil } == [false, true, true])
    #expect(run.trials(R.one, of: .latency).map { $0.failure == nil } == [false, false, false])
  }

  @Test func `a twin is given up with its original`() async throws {
    let plan = try PlanRequest.rehearsed(.exactly(4), [R.json]).withTwin().plan()
    let run = R(plan) { $0.participant == R.one && $0.isMeasured ? .death("gone") : .rate(1000) }
    #expect(try await run.run() == nil)
    #expect(run.trials(R.one).count == 4 && run.trials(R.one).allSatisfy { $0.failure?.reason == "gone" })
    // The block in which the original fails for the second time may have the twin first.
    let twin = run.trials(R.twin)
    #expect(twin.count == 4 && twin[0].failure == nil)
    #expect(twin.suffix(2).allSatisfy { $0.failure?.reason == "gone" && $0.load == nil })
    #expect(run.apps.starts.count { $0 == R.twin } == twin.count { $0.failure == nil })
  }

  @Test func `an original is not given up with its twin`() async throws {
    let plan = try PlanRequest.rehearsed(.exactly(4), [R.json]).withTwin().plan()
    let failure = Trial.Failure(stage: .start, reason: "no memory")
    let run = R(plan, apps: ScriptedApps(start: { id, _ in id == R.twin ? failure : nil }))
    #expect(try await run.run() == nil)
    #expect(run.trials(R.one).count == 4 && run.trials(R.one).allSatisfy { $0.failure == nil })
    #expect(run.trials(R.twin).count == 4 && run.trials(R.twin).allSatisfy { $0.failure == failure })
    #expect(run.apps.starts.count { $0 == R.twin } == 2)
  }

  @Test func `without an app all of a participant's trials fail with the reason, its twin's too`()
    async throws
  {
    let plan = try PlanRequest.rehearsed(.exactly(2)).offering().withTwin().plan()
    let run = R(
      plan,
      apps: ScriptedApps(preparation: {
        $0 == R.one ? Trial.Failure(stage: .prepare, reason: "no compiler") : nil
      }))
    #expect(try await run.run() == nil)
    for participant in [R.one, R.twin] {
      #expect(run.trials(participant).count == 2 * 2 * 3)
      #expect(run.trials(participant).allSatisfy { $0.failure?.reason == "no compiler" })
    }
    #expect(Set(run.apps.starts) == [R.other] && run.record.frameworks.map(\.participant) == [R.other])
    #expect(run.trials(R.other).allSatisfy { $0.failure == nil })
  }

  @Test func `where nobody was measured, no rate is offered, and the family ends after its fewest blocks`()
    async throws
  {
    let request = try PlanRequest.rehearsed(.between(4, 8)).offering(.shares([0.5]))
    let run = R(request.plan()) { _ in .silence }
    #expect(try await run.run() == nil)
    #expect(run.record.ends.last == FamilyEnd(family: .latency, blocks: 4, reason: .precision))
    #expect(run.record.begun.last == FamilyConditions(family: .latency, conditions: []))
    #expect(run.loads.loads.allSatisfy { $0.window.offer == nil } && run.apps.starts.count == 2 + 2 * 4)
  }

  @Test func `a cancelled run keeps the trial that was under way as interrupted, and stops its app`()
    async throws
  {
    try await Task {
      let run = R(try PlanRequest.rehearsed(.exactly(4)).offering().plan()) { load in
        load.block == 1 && load.isMeasured ? .cancelled : .rate(1000)
      }
      #expect(try await run.run() is CancellationError)
      #expect(run.record.trials.count == 5 && run.apps.runningCount == 0 && run.record.ends.isEmpty)
      #expect(run.record.trials.last?.failure?.reason == "interrupted")
      #expect(run.loads.loads.count { $0.block == 1 && $0.isMeasured } == 1)
    }.value
  }

  @Test func `a record that cannot be kept ends the run, and its app`() async throws {
    let run = R(try PlanRequest.rehearsed(.exactly(4)).plan(), telling: [FullDisk(after: 3)])
    #expect(try await run.run() is FullDisk.Full)
    #expect(run.record.trials.count == 3 && run.apps.runningCount == 0)
  }

  @Test func `a load that cannot be made is nobody's failure: it ends the run, and its app`() async throws {
    struct NoDescriptors: Error {}
    let run = R(try PlanRequest.rehearsed(.exactly(4)).plan()) { _ in .error(NoDescriptors()) }
    #expect(try await run.run() is NoDescriptors)
    #expect(run.record.trials.isEmpty && run.apps.runningCount == 0)
  }
}
