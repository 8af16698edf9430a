import Record
import Testing

@testable import Orchestration

private typealias R = Rehearsal

/// The loads of a session, as they were asked for.
private func loads(_ run: Rehearsal, _ family: Key<Family>) -> [String] {
  run.loads.loads.filter { $0.family == family && $0.participant == R.one && $0.block == 0 }.map {
    "\($0.workload) " + ($0.isMeasured ? $0.window.offer.map { "at \(Int($0.rate))" } ?? "closed" : "warm-up")
      + " \($0.window.seconds) s"
  }
}

@Suite struct WarmupTests {
  @Test func `a warm-up comes before the first window of a workload in a process, not before the next`()
    async throws
  {
    let run = R(try PlanRequest.rehearsed(.exactly(1)).offering().plan())
    #expect(try await run.run() == nil)
    let order = try #require(run.plan.families[1].schedule.first { $0.participant == R.one }).conditions
    let first =
      order[0].rawValue.hasPrefix("json") ? ["json-small", "path-int"] : ["path-int", "json-small"]
    #expect(
      loads(run, .latency)
        == first.flatMap { ["\($0) warm-up 0.25 s", "\($0) at 100 3.3 s", "\($0) at 200 2.0 s"] })
    #expect(Set(loads(run, .capacity)).count == 4 && loads(run, .capacity).count == 4)
    #expect(loads(run, .capacity)[0].hasSuffix("warm-up 0.5 s"))
    #expect(run.record.trials.allSatisfy { $0.warmup == nil })
  }

  @Test func `after a failure the new process is warmed up again`() async throws {
    let run = R(try PlanRequest.rehearsed(.exactly(1), [R.json]).offering().plan()) { load in
      load.window.offer?.rate == 100 ? .silence : .rate(1000)
    }
    #expect(try await run.run() == nil)
    #expect(
      loads(run, .latency) == [
        "json-small warm-up 0.25 s", "json-small at 100 3.3 s", "json-small warm-up 0.25 s",
        "json-small at 200 2.0 s",
      ])
    let processes = run.loads.loads.filter { $0.family == .latency && $0.participant == R.one }.map(\.process)
    #expect(processes == [3, 3, 4, 4])
  }

  @Test func `a judged warm-up ends with the steady state, which its trial tells`() async throws {
    let request = try PlanRequest.rehearsed(
      .exactly(1), [R.json], warmup: Warmup(seconds: 2, steadyVariation: 0.02))
    let run = R(request.offering(.rates([100])).plan()) { .rate($0.isMeasured ? 1000 : 100) }
    #expect(try await run.run() == nil)
    let trial = try #require(run.trials(R.one, of: .capacity).first)
    #expect(trial.warmup?.requestsPerSecond == Array(repeating: 100, count: 5))
    #expect(trial.warmup?.endNanoseconds == (1...5).map { $0 * 200_000_000 } && trial.warmup?.steadyFrom == 0)
    #expect(
      loads(run, .capacity) == Array(repeating: "json-small warm-up 0.2 s", count: 5) + [
        "json-small closed 1.0 s"
      ])
    #expect(run.trials(R.one, of: .latency).allSatisfy { $0.warmup == nil })
  }

  @Test func `a judged warm-up that never becomes steady has its most windows, and the trial takes place`()
    async throws
  {
    let request = try PlanRequest.rehearsed(
      .exactly(1), [R.json], warmup: Warmup(seconds: 2, steadyVariation: 0.02))
    let clock = FakeClock()
    let run = R(request.plan()) { load in
      clock.pass(1)
      return .rate((clock.nanoseconds / 1_000_000_000).isMultiple(of: 2) ? 500 : 1000)
    }
    #expect(try await run.run() == nil)
    #expect(run.record.trials.allSatisfy { $0.warmup?.requestsPerSecond.count == 10 && $0.failure == nil })
    #expect(run.record.trials.allSatisfy { $0.warmup?.steadyFrom == nil })
  }

  @Test func `an app that fails in its warm-up is not measured`() async throws {
    let run = R(try PlanRequest.rehearsed(.exactly(1), [R.json]).plan()) { load in
      load.participant == R.one ? .silence : .rate(1000)
    }
    #expect(try await run.run() == nil)
    let trial = try #require(run.trials(R.one).first)
    #expect(trial.failure?.stage == .warmup && trial.load == nil && trial.figures.isEmpty)
    #expect(loads(run, .capacity) == ["json-small warm-up 0.5 s"])
  }
}
