import Record
import Testing

@testable import Orchestration

private typealias R = Rehearsal

@Suite struct FailureTests {
  @Test func `an app that dies in block 3 costs one trial, and is replaced for the next condition`()
    async throws
  {
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
    // Verification, pilot, four blocks, and one more if json-small was not the last of its block.
    let replaced = run.plan.blocks[2].conditions.first == "json-small" ? 1 : 0
    #expect(run.apps.starts.count { $0 == R.one } == 6 + replaced)
    #expect(run.apps.starts.count { $0 == R.other } == 6)
    #expect(
      run.record.sessions.count { $0.block == 2 && $0.participant == R.one } == 1 + replaced)
  }

  @Test func `the trial after a failure is measured in a new process, which is warm`() async throws {
    let run = R(try PlanRequest.rehearsed(.exactly(1), [R.json]).offering().plan()) { load in
      load.window.offer?.rate == 100 && load.participant == R.one ? .death("gone") : .rate(1000)
    }
    #expect(try await run.run() == nil)
    let loads = run.loads(of: R.one).filter { $0.block != nil }
    #expect(loads.filter(\.isMeasured).map(\.process) == [3, 3, 4])
    #expect(
      loads.filter(\.isWarmup).map(\.process) == Array(repeating: 3, count: 5) + Array(repeating: 4, count: 5)
    )
    #expect(run.trials(R.one).map { $0.failure?.reason } == [nil, "gone", nil])
    #expect(run.trials(R.other).allSatisfy { $0.failure == nil })
    #expect(run.loads(of: R.other).filter(\.isMeasured).map(\.process) == [3, 3, 3])
  }

  @Test func `two failing rates in one block are one block's failure, two failing blocks give a workload up`()
    async throws
  {
    let run = R(try PlanRequest.rehearsed(.exactly(4)).offering().plan()) { load in
      let fails = load.participant == R.one && load.workload == R.json && load.window.offer != nil
      return fails ? .silence : .rate(1000)
    }
    #expect(try await run.run() == nil)
    let tried = run.loads(of: R.one).filter { $0.workload == R.json && $0.window.offer != nil }
    #expect(tried.map(\.block) == [0, 0, 1])
    let trials = run.trials(R.one, of: .latency).filter { $0.condition.rawValue.hasPrefix("json") }
    #expect(trials.count == 8 && Set(trials.compactMap { $0.failure?.reason }).count == 1)
    #expect(trials.suffix(5).allSatisfy { $0.startupNanoseconds == nil })
    // The workload is given up, its closed loop too.
    let closed = run.trials(R.one, of: .capacity).filter { $0.condition == "json-small" }
    #expect(closed.map { $0.failure == nil } == [true, true, false, false])
    #expect(run.loads(of: R.one).allSatisfy { $0.workload == R.path || ($0.block ?? 0) < 2 })
    // Neither the other workload nor the other participant is.
    #expect(run.trials(R.one, of: .latency).count { $0.failure == nil } == 8)
    #expect(run.trials(R.other, of: .latency).allSatisfy { $0.failure == nil })
  }

  @Test func `one that cannot be started costs one trial, and is started again for the next condition`()
    async throws
  {
    let failure = Trial.Failure(stage: .start, reason: "no memory")
    let apps = ScriptedApps(start: { id, count in id == R.one && count == 3 ? failure : nil })
    let run = R(try PlanRequest.rehearsed(.exactly(1)).plan(), apps: apps)
    #expect(try await run.run() == nil)
    #expect(run.trials(R.one).map(\.failure) == [failure, nil])
    #expect(run.trials(R.one).map { $0.startupNanoseconds == nil } == [true, false])
    #expect(run.loads(of: R.one).filter(\.isMeasured).map(\.process) == [4])
  }

  @Test func `an app is not replaced for conditions under which it is not tried`() async throws {
    let plan = try PlanRequest.rehearsed(.exactly(8)).plan()
    let block = try #require((2..<8).first { plan.blocks[$0].conditions.first == "path-int" })
    // json-small is given up after two blocks; later the app dies under path-int, after which there is only json-small.
    let run = R(plan) { load in
      guard load.participant == R.one, load.isMeasured else { return .rate(1000) }
      return load.workload == R.json ? .silence : load.block == block ? .death("gone") : .rate(1000)
    }
    #expect(try await run.run() == nil)
    #expect(run.record.sessions.count { $0.participant == R.one && $0.block == block } == 1)
  }

  @Test func `a twin is given up with its original`() async throws {
    let plan = try PlanRequest.rehearsed(.exactly(4), [R.json]).withTwin().plan()
    let run = R(plan) { $0.participant == R.one && $0.isMeasured ? .death("gone") : .rate(1000) }
    #expect(try await run.run() == nil)
    #expect(run.trials(R.one).count == 4 && run.trials(R.one).allSatisfy { $0.failure?.reason == "gone" })
    let twin = run.trials(R.twin)
    #expect(twin.map { $0.failure?.reason } == [nil, nil, "gone", "gone"])
    #expect(twin.suffix(2).allSatisfy { $0.load == nil } && run.apps.starts.count { $0 == R.twin } == 2)
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
    #expect(run.record.pilots.map(\.participant) == [R.other])
    #expect(run.trials(R.other).allSatisfy { $0.failure == nil })
  }

  @Test
  func `where nobody was driven, no rate is offered, and the run ends after the blocks that are planned`()
    async throws
  {
    let run = R(try PlanRequest.rehearsed(.between(4, 8)).offering(.shares([0.5])).plan()) { _ in .silence }
    #expect(try await run.run() == nil)
    #expect(run.record.end == BlocksEnd(blocks: 4, reason: .precision))
    #expect(run.record.design?.omitted == ["json-small at 50%": .rate, "path-int at 50%": .rate])
    #expect(run.loads.loads.allSatisfy { $0.window.offer == nil } && run.record.trials.count == 2 * 2 * 4)
    #expect(run.record.trials.allSatisfy { $0.failure?.stage == .warmup })
    // Verification, pilot, and two processes in each of the two blocks after which both workloads are given up.
    #expect(run.apps.starts.count == 2 * (2 + 2 * 2))
  }
}

/// Whatever ends a run in the middle, no app is left.
@Suite struct EarlyEndTests {
  struct NoDescriptors: Error {}

  /// Where in a run something happens.
  enum Stage: CaseIterable {
    case pilot, warmup, measurement

    func isThat(of load: ScriptedLoads.Load) -> Bool {
      switch self {
      case .pilot: load.isPilot
      case .warmup: load.isWarmup && load.block == 1
      case .measurement: load.isMeasured && load.block == 1
      }
    }

    /// Trials of two participants under two workloads that were there before.
    var trials: Int { self == .pilot ? 0 : 4 }
  }

  /// Two participants under two workloads, and who is the last to be warmed up in block 1, when the other's app is there.
  private static func plan() throws -> (Plan, last: Key<Participant>) {
    let plan = try PlanRequest.rehearsed(.exactly(4)).plan()
    return (plan, try #require(plan.blocks[1].participants.last))
  }

  @Test(arguments: Stage.allCases)
  func `a cancelled run keeps what was measured, and stops its apps`(stage: Stage) async throws {
    try await cancellable {
      let (plan, last) = try Self.plan()
      let run = R(plan) { $0.participant == last && stage.isThat(of: $0) ? .cancelled : .rate(1000) }
      #expect(try await run.run() is CancellationError)
      #expect(run.record.trials.count == stage.trials && run.record.trials.allSatisfy { $0.failure == nil })
      #expect(run.record.end == nil && run.apps.runningCount == 0)
      #expect(run.loads(of: last).count(where: stage.isThat) == 1)
    }
  }

  @Test(arguments: Stage.allCases)
  func `a load that cannot be made is nobody's failure: it ends the run, and its apps`(stage: Stage)
    async throws
  {
    let (plan, last) = try Self.plan()
    let run = R(plan) {
      $0.participant == last && stage.isThat(of: $0) ? .error(NoDescriptors()) : .rate(1000)
    }
    #expect(try await run.run() is NoDescriptors)
    #expect(run.record.trials.count == stage.trials && run.apps.runningCount == 0)
  }

  @Test func `a record that cannot be kept ends the run, and its apps`() async throws {
    let run = R(try PlanRequest.rehearsed(.exactly(4)).plan(), telling: [FullDisk(after: 3)])
    #expect(try await run.run() is FullDisk.Full)
    #expect(run.record.trials.count == 3 && run.apps.runningCount == 0)
  }
}
