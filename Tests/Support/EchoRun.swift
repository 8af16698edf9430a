import Foundation
package import Record

/// A run of a kind of load that nobody has written: echoes at fixed rates, with measures of its own and nothing that HTTP has.
package enum EchoRun {
  /// How long an echo takes.
  package static let roundTrip = Measure(
    "echo-round-trip", "round trip", unit: .nanoseconds, better: .lower)
  /// How many come back.
  package static let echoes = Measure("echoes", "echoes/s", unit: .requestsPerSecond, better: .higher)
  /// At how many per second they are sent.
  package static let rates = [100.0, 1000]
  /// How many blocks there are.
  package static let blocks = 10

  /// Four participants in `blocks` blocks at two rates: `b/y` is twice as good as the reference `a/x`, `c/z` is the same and failed once
  /// at the higher rate, `d/w` is refused; `a/x` has a twin.
  package static func make() -> RunRecord {
    let compared = ["a/x", "b/y", "c/z", "d/w"].map(SampleRun.participant)
    let participants = compared + [Participant(twinOf: compared[0])]
    let plan = Plan(
      participants: participants, reference: compared[0].id, suite: nil,
      workloads: [.init(id: "echo", category: "echoes", summary: "what was sent comes back")],
      measures: [roundTrip, echoes], families: [family(participants)], comparisons: .all,
      load: .init(connections: 1, workers: 1, appCPUs: [1], generatorCPUs: [0], variants: 1),
      budget: .init(seconds: 60, isHard: false), seed: 7)
    let sample = SampleRun.make(["a/x": ["w": [1]]], frameworks: ["a/x"], workloads: ["w"])
    let run = Run(
      id: "echo", harnessVersion: "0.1.0", command: ["harness", "echo"], startedAt: sample.run.startedAt,
      plan: plan, environment: sample.run.environment)
    let family = plan.families[0]
    let trials = family.schedule.filter { $0.participant != "d/w" }.flatMap { session in
      session.conditions.enumerated().map { trial(session, $1, rate: rates[$0]) }
    }
    let failures = [
      ConformanceRecord.Failure(check: "echo", request: "hello", expected: "hello", got: "nothing")
    ]
    let refusal = ConformanceRecord(participant: "d/w", workload: "echo", checks: 3, failures: failures)
    return RunRecord(
      run,
      [.conformance(refusal), .conditions(.init(family: family.id, conditions: family.conditions))]
        + trials.map { .trial($0) }
        + [
          .end(.init(family: family.id, blocks: blocks, reason: .rounds)),
          .outcome(.init(.complete, at: Date(timeIntervalSince1970: 60))),
        ])
  }

  private static func family(_ participants: [Participant]) -> Family {
    let conditions = rates.map { rate in
      Condition(
        id: Key("echo at \(Int(rate))/s"), kind: "echo", workload: "echo", parameters: ["rate": rate],
        label: "echo at \(Int(rate))/s")
    }
    return Family(
      id: "echo", title: "Echoes at fixed rates", primary: [roundTrip.id, echoes.id],
      shown: [roundTrip.id, echoes.id], delta: 0.03, conditions: conditions,
      window: Window(seconds: 1, warmup: Warmup(seconds: 0.1)), minimumBlocks: blocks, maximumBlocks: blocks,
      schedule: (0..<blocks).flatMap { block in
        participants.map { .init(block: block, participant: $0.id, conditions: conditions.map(\.id)) }
      })
  }

  private static func trial(_ session: Family.Session, _ condition: Key<Condition>, rate: Double) -> Trial {
    let date = Date(timeIntervalSince1970: Double(session.block))
    if session.participant == "c/z", session.block == 3, rate == rates[1] {
      return Trial(
        block: session.block, participant: session.participant, condition: condition, startedAt: date,
        failure: .init(stage: .measure, reason: "no echo"))
    }
    // Blocks differ by up to 1 %, participants in a block by up to 0.2 %.
    let luck = 1 + 0.01 * sin(Double(session.block)) + 0.002 * sin(Double(session.block) * (rate + 7))
    let speed = session.participant == "b/y" ? 2 : 1.0
    return Trial(
      block: session.block, participant: session.participant, condition: condition, startedAt: date,
      startupNanoseconds: 50_000_000,
      figures: [roundTrip.id: 20_000 * luck / speed, echoes.id: rate * speed / luck])
  }
}
