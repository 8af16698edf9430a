import Analysis
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
      measures: [roundTrip, echoes], families: [family], procedure: procedure,
      blocks: Array(
        repeating: .init(participants: participants.map(\.id), conditions: family.conditions.map(\.id)),
        count: blocks),
      minimumBlocks: blocks, comparisons: .all,
      load: .init(connections: 1, workers: 1, appCPUs: [1], generatorCPUs: [0], variants: 1),
      budgetSeconds: 60, seed: 7)
    let sample = SampleRun.make(["a/x": ["w": [1]]], frameworks: ["a/x"], workloads: ["w"])
    let run = Run(
      id: "echo", harnessVersion: "0.1.0", command: ["harness", "echo"], startedAt: sample.run.startedAt,
      plan: plan, environment: sample.run.environment)
    let conditions = plan.conditions.map(\.id)
    let trials = (0..<blocks).flatMap { block in
      conditions.enumerated().flatMap { index, condition in
        participants.map(\.id).filter { $0 != "d/w" }.map { participant in
          trial(
            TrialKey(block: block, participant: participant, condition: condition), rate: rates[index])
        }
      }
    }
    let failures = [
      ConformanceRecord.Failure(check: "echo", request: "hello", expected: "hello", got: "nothing")
    ]
    let refusal = ConformanceRecord(participant: "d/w", workload: "echo", checks: 3, failures: failures)
    var record = RunRecord(run, [.conformance(refusal)])
    record.apply(.design(Design(of: record, availableSeconds: 50)))
    for trial in trials { record.apply(.trial(trial)) }
    record.apply(.end(.init(blocks: blocks, reason: .rounds)))
    record.apply(.outcome(.init(.complete, at: Date(timeIntervalSince1970: 60))))
    return record
  }

  private static let procedure = Procedure(
    pilotSeconds: 0, warmupSeconds: 0.1, closedSeconds: 1, offeredSeconds: 1, sliceSeconds: 1)

  private static var family: Family {
    let conditions = rates.map { rate in
      Condition(
        id: Key("echo at \(Int(rate))/s"), kind: "echo", workload: "echo", parameters: ["rate": rate],
        label: "echo at \(Int(rate))/s")
    }
    return Family(
      id: "echo", title: "Echoes at fixed rates", primary: [roundTrip.id, echoes.id],
      shown: [roundTrip.id, echoes.id], delta: 0.03, conditions: conditions)
  }

  private static func trial(_ key: TrialKey, rate: Double) -> Trial {
    let date = Date(timeIntervalSince1970: Double(key.block))
    if key.participant == "c/z", key.block == 3, rate == rates[1] {
      return Trial(
        block: key.block, participant: key.participant, condition: key.condition, startedAt: date,
        failure: .init(stage: .measure, reason: "no echo"))
    }
    // Blocks differ by up to 1 %, participants in a block by up to 0.2 %.
    let luck = 1 + 0.01 * sin(Double(key.block)) + 0.002 * sin(Double(key.block) * (rate + 7))
    let speed = key.participant == "b/y" ? 2 : 1.0
    return Trial(
      block: key.block, participant: key.participant, condition: key.condition, startedAt: date,
      startupNanoseconds: 50_000_000,
      figures: [roundTrip.id: 20_000 * luck / speed, echoes.id: rate * speed / luck])
  }
}
