import Foundation
import Record
import Testing

@testable import Orchestration

private typealias R = Rehearsal

@Suite struct PlanRunnerTests {
  @Test
  func `everybody is prepared and verified before anything is measured, and each trial is kept at once`()
    async throws
  {
    let run = R(try PlanRequest.rehearsed(.exactly(2)).plan())
    #expect(try await run.run() == nil)
    let kinds = run.notes.entries.map(\.kind)
    let introduction = ["framework", "conformance", "conformance", "conformance"]
    #expect(
      kinds == ["framework", "metrics"] + introduction.dropFirst() + introduction + ["conditions"]
        + Array(repeating: "trial", count: 8) + ["end"])
    #expect(run.record.frameworks.map(\.participant) == [R.one, R.other])
    #expect(run.record.conformance.map(\.workload) == [nil, R.json, R.path, nil, R.json, R.path])
    #expect(run.record.ends == [FamilyEnd(family: .capacity, blocks: 2, reason: .rounds)])
    #expect(run.record.metrics.count == 2 && run.record.trials.allSatisfy { $0.failure == nil })
  }

  @Test func `observers are told what begins, and of each step of a preparation`() async throws {
    let run = R(try PlanRequest.rehearsed(.exactly(1), [R.json]).plan())
    #expect(try await run.run() == nil)
    let introductions = [R.one, R.other].flatMap { participant -> [RunStep] in
      [
        .preparing(participant, PreparationStep("prepare")),
        .preparing(participant, PreparationStep("compile", fraction: 0.5)), .verifying(participant, R.json),
      ]
    }
    let sessions = zip(run.plan.families[0].schedule, 1...).map { session, number in
      RunStep.session(session, number: number, count: 2, .capacity)
    }
    #expect(run.notes.steps == introductions + sessions)
  }

  @Test func `each session has a process of its own, one at a time, and all of them end`() async throws {
    let run = R(try PlanRequest.rehearsed(.exactly(3)).plan())
    #expect(try await run.run() == nil)
    #expect(run.apps.starts.count == 2 + 2 * 3 && run.apps.mostAtOnce == 1 && run.apps.runningCount == 0)
    #expect(Set(run.loads.loads.map(\.process)) == [2, 3, 4])
    let sessions = run.notes.steps.compactMap { step -> String? in
      guard case .session(let session, let number, let count, let family) = step else { return nil }
      return "\(family) \(session.block) \(number)/\(count)"
    }
    #expect(sessions == (1...6).map { "capacity \(($0 - 1) / 2) \($0)/6" })
    #expect(run.loads.loads.filter(\.isMeasured).map(\.participant) == run.record.trials.map(\.participant))
    #expect(
      run.record.trials.map(\.key)
        == run.plan.families[0].schedule.flatMap { session in
          session.conditions.map {
            TrialKey(block: session.block, participant: session.participant, condition: $0)
          }
        })
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
    // The clock began at 1 s; each trial takes a warm-up of 0.5 s and a window of 1 s.
    #expect(run.record.trials.map(\.startedAt.timeIntervalSince1970) == [1, 2.5])
  }

  @Test func `offered rates follow from the slowest, and take place after the closed loops`() async throws {
    let request = try PlanRequest.rehearsed(.exactly(2)).offering(.shares([0.8, 0.5]))
    let run = R(request.plan()) { load in
      .rate(load.window.offer?.rate ?? (load.participant == R.one ? 1000 : 400))
    }
    #expect(try await run.run() == nil)
    let offered = run.loads.loads.compactMap(\.window.offer?.rate)
    #expect(offered == Array(repeating: [200, 320], count: 8).flatMap(\.self))
    #expect(
      run.record.conditions(of: try #require(run.plan.family(.latency))).map(\.rate) == [200, 320, 200, 320])
    #expect(run.record.ends.map(\.family) == [.capacity, .latency])
    #expect(run.record.trials.prefix(8).allSatisfy { $0.figures[.throughput] != 200 })
    #expect(run.trials(R.one, of: .latency).allSatisfy { $0.load?.windowNanoseconds == 2_000_000_000 })
  }

  @Test(arguments: [Window.Arrivals.constant, .poisson])
  func `in a block requests are due at the same times for everybody`(arrivals: Window.Arrivals) async throws {
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
    #expect(run.trials(R.twin).count == 2 + 2 * 2)
  }

  @Test func `families end by precision, and only what is undecided is measured until then`() async throws {
    let run = R(try PlanRequest.rehearsed(.between(7, 40)).plan()) { load in
      let wild = load.workload == R.path && load.block?.isMultiple(of: 2) == true && (load.block ?? 0) < 9
      return .rate(load.participant == R.one && wild ? 950 : 1000)
    }
    #expect(try await run.run() == nil)
    let blocks = Dictionary(grouping: run.record.trials, by: \.condition).mapValues { Set($0.map(\.block)) }
    let end = try #require(run.record.ends.first)
    #expect(end.reason == .precision && end.blocks > 9 && end.blocks < 40)
    #expect(blocks["json-small"] == Set(0..<7) && blocks["path-int"] == Set(0..<end.blocks))
  }
}

extension RunEntry {
  /// The name of its kind.
  fileprivate var kind: String {
    switch self {
    case .framework: "framework"
    case .metrics: "metrics"
    case .conformance: "conformance"
    case .conditions: "conditions"
    case .trial: "trial"
    case .end: "end"
    case .outcome: "outcome"
    }
  }
}
