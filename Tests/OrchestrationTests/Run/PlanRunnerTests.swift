import Foundation
import LoadEngine
import Record
import Synchronization
import Testing

@testable import Orchestration

private typealias R = Rehearsal

@Suite struct PlanRunnerTests {
  @Test
  func
    `everybody is prepared, verified and driven before anything is measured, and each trial is kept at once`()
    async throws
  {
    let run = R(try PlanRequest.rehearsed(.exactly(2)).plan())
    #expect(try await run.run() == nil)
    let verified = ["conformance", "conformance", "conformance"]
    let block = ["session", "session", "trial", "trial", "trial", "trial"]
    #expect(
      run.notes.entries.map(\.kind)
        == ["framework", "metrics"] + verified + ["framework"] + verified + ["pilot", "pilot", "design"]
        + block
        + block + ["end"])
    #expect(run.record.frameworks.map(\.participant) == [R.one, R.other])
    #expect(run.record.conformance.map(\.workload) == [nil, R.json, R.path, nil, R.json, R.path])
    #expect(run.record.end == BlocksEnd(blocks: 2, reason: .rounds))
    #expect(run.record.metrics.count == 2 && run.record.trials.allSatisfy { $0.failure == nil })
  }

  @Test func `observers are told what begins, and of each step of a preparation`() async throws {
    let run = R(try PlanRequest.rehearsed(.exactly(1), [R.json]).offering(.rates([100])).plan())
    #expect(try await run.run() == nil)
    let introductions = [R.one, R.other].flatMap { participant -> [RunStep] in
      [
        .preparing(participant, PreparationStep("prepare")),
        .preparing(participant, PreparationStep("compile", fraction: 0.5)), .verifying(participant, R.json),
      ]
    }
    let block = [RunStep.block(0, of: 1)] + run.plan.blocks[0].participants.map { .warming($0) }
    #expect(
      run.notes.steps
        == introductions + [.piloting(R.one), .piloting(R.other)] + block + [
          .measuring("json-small"), .measuring("json-small at 100/s"),
        ])
  }

  @Test func `in a block everybody has a process that lives while all are measured, condition by condition`()
    async throws
  {
    let alive = Mutex<Set<Int>>([])
    let apps = ScriptedApps()
    let run = R(try PlanRequest.rehearsed(.exactly(3)).withTwin().plan(), apps: apps) { load in
      if load.isMeasured { alive.withLock { _ = $0.insert(apps.runningCount) } }
      return .rate(1000)
    }
    #expect(try await run.run() == nil)
    #expect(alive.withLock { $0 } == [3] && apps.mostAtOnce == 3 && apps.runningCount == 0)
    // Verification and pilots are the compared participants', one at a time.
    #expect(apps.starts.prefix(4) == [R.one, R.other, R.one, R.other])
    #expect(Array(apps.starts.dropFirst(4)) == run.plan.blocks.flatMap(\.participants))
    let processes = run.loads(of: R.one).filter { $0.block != nil }.map { [$0.block, $0.process - 3] }
    #expect(processes.allSatisfy { $0[0] == $0[1] })
    #expect(
      run.record.trials.map(\.key)
        == run.plan.blocks.enumerated().flatMap { number, block in
          block.conditions.flatMap { condition in
            block.participants.map { TrialKey(block: number, participant: $0, condition: condition) }
          }
        })
  }

  @Test func `the apps of a condition take turns in one rota, half a second each`() async throws {
    let run = R(try PlanRequest.rehearsed(.exactly(1), [R.json]).offering(.rates([100])).withTwin().plan())
    #expect(try await run.run() == nil)
    for participant in [R.one, R.other, R.twin] {
      let windows = run.loads(of: participant).filter(\.isMeasured).map(\.window)
      #expect(windows.map(\.seconds) == [1, 2] && windows.map { $0.seat?.turns } == [2, 4])
    }
  }

  @Test func `a trial has its figures, the increase of counters, and when it began`() async throws {
    let run = R(try PlanRequest.rehearsed(.exactly(1), [R.json]).plan()) {
      .rate($0.participant == R.one ? 1000 : 250)
    }
    #expect(try await run.run() == nil)
    let trial = try #require(run.trials(R.other).first)
    #expect(trial.figures[.throughput] == 250 && trial.figures[.startup] == 250e6)
    #expect(trial.metrics == [MetricFacts.processorTime: 1e6, MetricFacts.residentMemory: 5e6])
    #expect(trial.figures[.cpu] == 4 && trial.figures[.memory] == 5e6)
    #expect(trial.gates.contains { $0.gate == "errors" } && trial.system != nil && trial.vanished == 0)
    // The clock began at 1 s; two pilots of 0.1 s and two warm-ups of 0.5 s came before.
    #expect(
      run.record.trials.map(\.startedAt) == Array(repeating: Date(timeIntervalSince1970: 2.2), count: 2))
  }

  @Test func `offered rates follow from the slowest pilot, and come after the closed loop of their workload`()
    async throws
  {
    let request = try PlanRequest.rehearsed(.exactly(2)).offering(.shares([0.8, 0.5]))
    let run = R(request.plan()) { load in
      .rate(load.window.offer?.rate ?? (load.isPilot && load.participant == R.other ? 400 : 1000))
    }
    #expect(try await run.run() == nil)
    for participant in [R.one, R.other] {
      let offered = run.loads(of: participant).filter(\.isMeasured).map(\.window.offer?.rate)
      #expect(offered == Array(repeating: [nil, 200, 320], count: 4).flatMap(\.self))
    }
    #expect(
      run.record.conditions(of: try #require(run.plan.family(.latency))).map(\.rate) == [200, 320, 200, 320])
    #expect(run.trials(R.one, of: .latency).allSatisfy { $0.load?.windowNanoseconds == 2_000_000_000 })
    #expect(run.trials(R.one, of: .latency).allSatisfy { $0.load?.openLoop != nil })
  }

  @Test(arguments: [Procedure.Arrivals.constant, .poisson])
  func `in a block requests are due at the same times for everybody`(arrivals: Procedure.Arrivals)
    async throws
  {
    let run = R(try PlanRequest.rehearsed(.exactly(2)).offering(.rates([100]), arrivals).plan())
    #expect(try await run.run() == nil)
    let offers = run.loads.loads.filter { $0.window.offer != nil }
    #expect(offers.count == 8)
    for load in offers {
      let block = try #require(load.block)
      #expect(load.window.offer?.poissonSeed == (arrivals == .poisson ? 7 + UInt64(block) : nil))
    }
  }

  @Test
  func `a workload that is refused is never sent, nor to the twin, and nothing at all when the server is`()
    async throws
  {
    let request = try PlanRequest.rehearsed(.exactly(2)).offering().withTwin()
    let run = R(request.plan(), apps: ScriptedApps(refuses: { $0 == R.one ? $1 == R.json : $1 == nil }))
    #expect(try await run.run() == nil)
    #expect(Set(run.loads.loads.map(\.participant)) == [R.one, R.twin])
    #expect(Set(run.loads.loads.map(\.workload)) == [R.path])
    #expect(run.trials(R.other).isEmpty && run.apps.starts.count { $0 == R.other } == 1)
    #expect(run.trials(R.twin).count == 2 * 3)
  }

  @Test func `blocks end by precision, and only what is undecided is measured until then`() async throws {
    let run = R(try PlanRequest.rehearsed(.between(7, 40)).plan()) { load in
      let wild = load.workload == R.path && load.block?.isMultiple(of: 2) == true && (load.block ?? 0) < 9
      return .rate(load.participant == R.one && wild ? 950 : 1000)
    }
    #expect(try await run.run() == nil)
    let blocks = Dictionary(grouping: run.record.trials, by: \.condition).mapValues { Set($0.map(\.block)) }
    let end = try #require(run.record.end)
    #expect(end.reason == .precision && end.blocks > 9 && end.blocks < 40)
    #expect(blocks["json-small"] == Set(0..<7) && blocks["path-int"] == Set(0..<end.blocks))
    // Nobody is warmed up under what is not measured any more.
    #expect(run.loads.loads.allSatisfy { $0.workload == R.path || ($0.block ?? 0) < 7 })
  }

  @Test func `what there is no time for is neither measured nor warmed up under, and blocks are not cut`()
    async throws
  {
    // Windows have the lengths asked for. 0.85 of 44.6 s are 4.7 s for each of eight blocks; one of both workloads takes about 6.1 s.
    for (budget, workloads) in [(1000.0, [R.json, R.path]), (45, [R.json])] {
      let run = R(try PlanRequest.rehearsed(.exactly(8), budget: budget).plan())
      #expect(try await run.run() == nil)
      #expect(Set(run.record.design?.windows.map(\.condition.workload) ?? []) == Set(workloads))
      #expect(Set(run.loads.loads.filter { !$0.isPilot }.map(\.workload)) == Set(workloads))
      #expect(run.record.end == BlocksEnd(blocks: 8, reason: .rounds))
    }
  }
}

extension RunEntry {
  /// The name of its kind.
  fileprivate var kind: String {
    switch self {
    case .framework: "framework"
    case .metrics: "metrics"
    case .conformance: "conformance"
    case .pilot: "pilot"
    case .design: "design"
    case .session: "session"
    case .trial: "trial"
    case .end: "end"
    case .outcome: "outcome"
    }
  }
}
