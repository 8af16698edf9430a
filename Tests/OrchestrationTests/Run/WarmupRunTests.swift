import Contract
import Glibc
import Platform
import Record
import TestSupport
import Testing

@testable import Orchestration

private typealias R = Rehearsal

@Suite struct WarmupRunTests {
  /// What a warm-up of an app under so many workloads was asked for, at 1,000 requests per second, and the session that came of it.
  private func warmUp(
    _ warmup: Design.Warmup, workloads count: Int
  ) async throws -> ([ScriptedLoads.Load], Session) {
    let catalogue = try WorkloadCatalogue(contentsOf: Project.workloads)
    let workloads = catalogue.workloads.prefix(count).map { PreparedWorkload($0, variants: 1, seed: 1) }
    let run = R(try PlanRequest.rehearsed(.exactly(1)).plan())
    let app = try await run.apps.start(run.plan.participants[0], run.plan.load, profiled: false)
    let sessions = try await WarmupRun(driver: run.loads, clock: run.clock).warmUp(
      [.init(participant: R.one, app: app, workloads: workloads, warmup: warmup)], inBlock: 3)
    let session = try #require(try sessions.first?.get())
    #expect(run.loads.loads.map(\.workload) == (0..<run.loads.loads.count).map { workloads[$0 % count].key })
    return (run.loads.loads, session)
  }

  // At 1,000 requests per second a tenth of a second has a hundred.
  @Test(arguments: [
    (Design.Warmup(seconds: 0.5), 2, 5, 0.1), (.init(seconds: 0.5), 1, 5, 0.1),
    (.init(seconds: 0.1), 2, 2, 0.05),
    (.init(seconds: 0.2), 4, 4, 0.05), (.init(seconds: 5, requests: 250), 2, 3, 0.1),
    (.init(seconds: 5, requests: 300), 2, 3, 0.1), (.init(seconds: 0.2, requests: 300), 2, 2, 0.1),
    (.init(seconds: 5, requests: 1), 3, 3, 0.1),
  ])
  func
    `a warm-up takes its seconds or its requests, whichever is over first, and each workload once at least`(
      warmup: Design.Warmup, workloads: Int, windows: Int, seconds: Double
    ) async throws
  {
    let (loads, session) = try await warmUp(warmup, workloads: workloads)
    #expect(loads.count == windows && loads.allSatisfy { $0.window.seconds == seconds && !$0.isMeasured })
    let nanoseconds = windows * Int((seconds * 1e9).rounded())
    #expect(
      session
        == Session(
          block: 3, participant: R.one, startupNanoseconds: 250_000_000, warmupNanoseconds: nanoseconds,
          warmupRequests: nanoseconds / 1_000_000))
  }

  @Test func `apps are warmed up in turns, each as it needs, and are warm at the same time`() async throws {
    let run = R(try PlanRequest.rehearsed(.exactly(1)).plan())
    let workload = PreparedWorkload(
      try WorkloadCatalogue(contentsOf: Project.workloads).workloads[0], variants: 1, seed: 1)
    var subjects: [WarmupRun.Subject] = []
    // Three windows of a hundred requests, and nine.
    for (participant, warmup) in zip(
      run.plan.participants, [300, 900].map { Design.Warmup(seconds: 5, requests: $0) })
    {
      let app = try await run.apps.start(participant, run.plan.load, profiled: false)
      subjects.append(.init(participant: participant.id, app: app, workloads: [workload], warmup: warmup))
    }
    let sessions = try await WarmupRun(driver: run.loads, clock: run.clock).warmUp(subjects, inBlock: 0)
    #expect(try sessions.map { try $0.get().warmupNanoseconds } == [300_000_000, 900_000_000])
    let first = run.loads.loads.map { $0.participant == R.one }
    #expect(first == [true, false, false, false, true, false, false, false, true, false, false, false])
  }

  @Test func `each process is warmed up once, by all its workloads, as long as the design says`() async throws
  {
    let run = R(try PlanRequest.rehearsed(.exactly(2)).offering().withTwin().plan())
    #expect(try await run.run() == nil)
    #expect(run.record.design?.warmups[R.one] == Design.Warmup(seconds: 0.5))
    for participant in [R.one, R.other, R.twin] {
      let loads = run.loads(of: participant)
      for block in 0..<2 {
        let own = loads.filter { $0.block == block }
        #expect(own.map(\.isWarmup) == Array(repeating: true, count: 5) + Array(repeating: false, count: 6))
        #expect(Set(own.prefix(2).map(\.workload)) == [R.json, R.path] && Set(own.map(\.process)).count == 1)
      }
    }
    #expect(
      run.record.sessions.map(\.participant) == run.plan.blocks.flatMap(\.participants)
        && run.record.sessions.map(\.block) == [0, 0, 0, 1, 1, 1])
    #expect(
      run.record.sessions.allSatisfy { $0.warmupNanoseconds == 500_000_000 && $0.warmupRequests == 500 })
  }

  @Test func `without a length that was asked for the pilots decide, by time and by requests`() async throws {
    // One finds its pace after a second and 500 requests: half as much again is 1.5 s or 750 requests. The other has it at once.
    let run = R(try PlanRequest.rehearsed(.exactly(1), [R.json], pilot: 20, warmup: nil).plan()) { load in
      guard load.participant == R.one else { return .rate(200) }
      return .rate(load.isPilot && load.number < 10 ? 500 : 1000)
    }
    #expect(try await run.run() == nil)
    #expect(run.record.design?.warmups[R.one] == Design.Warmup(seconds: 1.5, requests: 750))
    let sessions = Dictionary(uniqueKeysWithValues: run.record.sessions.map { ($0.participant, $0) })
    #expect(sessions[R.one]?.warmupRequests == 800 && sessions[R.one]?.warmupNanoseconds == 800_000_000)
    #expect(sessions[R.other]?.warmupRequests == 200 && sessions[R.other]?.warmupNanoseconds == 1_000_000_000)
  }
}

/// Apps that fail while they are warmed up.
@Suite struct BrokenWarmupTests {
  @Test(arguments: [(ScriptedLoads.Outcome.silence, "answered no request"), (.death("gone"), "gone")])
  func `an app that fails under a workload is replaced, and measured under the others`(
    outcome: ScriptedLoads.Outcome, reason: String
  ) async throws {
    let run = R(try PlanRequest.rehearsed(.exactly(1)).offering().plan()) { load in
      load.participant == R.one && load.isWarmup && load.workload == R.json ? outcome : .rate(1000)
    }
    #expect(try await run.run() == nil)
    let (json, path) = (
      run.trials(R.one).filter { $0.condition.rawValue.hasPrefix("json") },
      run.trials(R.one).filter { $0.condition.rawValue.hasPrefix("path") }
    )
    #expect(json.count == 3 && path.count == 3 && path.allSatisfy { $0.failure == nil })
    #expect(json.allSatisfy { $0.failure?.stage == .warmup && $0.failure?.reason.contains(reason) == true })
    #expect(json.allSatisfy { $0.load == nil && $0.figures.isEmpty && $0.startupNanoseconds == nil })
    // Verification, pilot, the one that broke, and its successor, which never sees the workload.
    #expect(run.apps.starts.count { $0 == R.one } == 4 && run.record.sessions.count == 2)
    let last = run.loads(of: R.one).filter { $0.process == 4 }
    #expect(last.count == 5 + 3 && last.allSatisfy { $0.workload == R.path })
    #expect(!run.loads(of: R.one).contains { $0.isMeasured && $0.workload == R.json })
    #expect(run.trials(R.other).allSatisfy { $0.failure == nil } && run.apps.runningCount == 0)
  }

  @Test func `an app that nobody reaches any more has ended, though its adapter says so a moment later`()
    async throws
  {
    let run = R(try PlanRequest.rehearsed(.exactly(1)).plan())
    let started = try await run.apps.start(run.plan.participants[0], run.plan.load, profiled: false)
    let app = try #require(started as? ScriptedApp)
    try startThread("death") {
      usleep(100_000)
      app.die("gone")
    }
    let nothing = LoadFigures.answers(0, .init(seconds: 0.1, offer: nil, seat: nil)).with(errors: [
      "connect": 3
    ])
    #expect { try nothing.check(.warmup, of: app) } throws: { ($0 as? Trial.Failure)?.reason == "gone" }
  }

  @Test func `a workload that breaks the app in two blocks is given up, which costs no process any more`()
    async throws
  {
    let run = R(try PlanRequest.rehearsed(.exactly(4)).plan()) { load in
      load.participant == R.one && load.isWarmup && load.workload == R.json ? .silence : .rate(1000)
    }
    #expect(try await run.run() == nil)
    let tried = run.loads(of: R.one).filter { $0.isWarmup && $0.workload == R.json }
    #expect(tried.map(\.block) == [0, 1])
    // Verification, pilot, two blocks with two processes and two with one.
    #expect(run.apps.starts.count { $0 == R.one } == 2 + 4 + 2)
    #expect(run.trials(R.one).count { $0.failure != nil } == 4)
  }

  @Test func `one that breaks under everything has no app in the block, and the others go on`() async throws {
    let run = R(try PlanRequest.rehearsed(.exactly(1)).plan()) { load in
      load.participant == R.one && load.isWarmup ? .silence : .rate(1000)
    }
    #expect(try await run.run() == nil)
    #expect(run.apps.starts.count { $0 == R.one } == 4 && run.record.sessions.map(\.participant) == [R.other])
    #expect(run.trials(R.one).count == 2 && run.trials(R.one).allSatisfy { $0.failure?.stage == .warmup })
    #expect(run.trials(R.other).count == 2 && run.trials(R.other).allSatisfy { $0.failure == nil })
  }
}
