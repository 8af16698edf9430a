import Evidence
import Record
import TestSupport
import Testing

/// The design of a run follows from its plan and its pilots, which must be able to have been.
@Suite struct DesignContradictionTests {
  private static let sample = SampleRun.make(
    ["a/x": ["v": [1000, 1010], "w": [800, 801]], "b/y": ["v": [2000, 1990], "w": [900, 901]]],
    frameworks: ["a/x", "b/y"], workloads: ["v", "w"], twin: ["v": [1001, 1000], "w": [800, 801]],
    p99: ["a/x": [1e6, 1e6], "a/x (twin)": [1e6, 1e6], "b/y": [2e6, 2e6]], shares: [0.5])

  private static let line = "journal.jsonl: the design does not follow from the plan and the pilots"

  private static func changed(_ change: String) throws -> RunRecord {
    let design = try #require(sample.design)
    func with(
      available: Double? = nil, warmup: Design.Warmup? = nil, windows: [Design.Window]? = nil,
      omitted: [Key<Condition>: Design.Omission]? = nil, block: Double? = nil, difference: Double? = nil
    ) -> RunRecord {
      sample.with(
        design: Design(
          availableSeconds: available ?? design.availableSeconds,
          warmups: warmup.map { design.warmups.merging(["b/y": $0]) { $1 } } ?? design.warmups,
          windows: windows ?? design.windows, omitted: omitted ?? design.omitted,
          blockSeconds: block ?? design.blockSeconds,
          smallestDifference: difference ?? design.smallestDifference))
    }
    switch change {
    case "warm-up": return with(warmup: .init(seconds: 0.4))
    case "requests": return with(warmup: .init(seconds: 0.5, requests: 9))
    case "window":
      return with(
        windows: design.windows.map {
          .init(condition: $0.condition, seconds: $0.seconds * 2, turns: $0.turns)
        })
    case "turns":
      return with(
        windows: design.windows.map {
          .init(condition: $0.condition, seconds: $0.seconds, turns: $0.turns + 1)
        })
    case "rate":
      return with(
        windows: design.windows.map {
          .init(condition: $0.condition.settled(capacity: 77), seconds: $0.seconds, turns: $0.turns)
        })
    case "order": return with(windows: design.windows.reversed())
    case "omitted": return with(omitted: ["v at 50%": .time])
    case "block": return with(block: design.blockSeconds + 1)
    case "difference": return with(difference: 0.001)
    default:
      // A slower participant would have had other rates.
      return sample.with(
        pilots: sample.pilots.map { pilot in
          Pilot(
            participant: pilot.participant, startupNanoseconds: pilot.startupNanoseconds, cycle: pilot.cycle,
            windows: pilot.windows.map {
              .init(
                workload: $0.workload, endNanoseconds: $0.endNanoseconds,
                requestsPerSecond: $0.requestsPerSecond / 2, generatorDemand: $0.generatorDemand)
            })
        })
    }
  }

  @Test(arguments: [
    "warm-up", "requests", "window", "turns", "rate", "order", "omitted", "block", "difference", "pilot",
  ])
  func `a design that was changed does not follow`(change: String) throws {
    #expect(Self.sample.contradictions == [])
    #expect(try Self.changed(change).contradictions.contains(Self.line))
  }

  @Test func `a run that was complete has one, and what it leaves out is measured by nobody`() throws {
    let without = Self.sample.with(design: .some(nil))
    #expect(without.contradictions.first == "journal.jsonl: there is no design of the blocks")
    let early = without.with(
      trials: [], series: [], end: .some(nil), outcome: RunOutcome(.interrupted, at: without.run.startedAt))
    #expect(early.contradictions == [])
    let design = try #require(Self.sample.design)
    let fewer = Design(
      availableSeconds: design.availableSeconds, warmups: design.warmups, windows: [design.windows[0]],
      omitted: [:], blockSeconds: 1, smallestDifference: nil)
    #expect(
      Self.sample.with(design: fewer).contradictions.first
        == "trial 4: its condition w is none of the plan's")
  }

  private static func pilot(_ change: String) -> Pilot {
    let first = sample.pilots[0]
    func with(
      participant: Key<Participant>? = nil, startup: Int = 1, cycle: [Key<Plan.Workload>]? = nil,
      windows: [Pilot.Window]? = nil, confirmations: [Pilot.Confirmation] = []
    ) -> Pilot {
      Pilot(
        participant: participant ?? first.participant, startupNanoseconds: startup,
        cycle: cycle ?? first.cycle, windows: windows ?? first.windows, confirmations: confirmations)
    }
    func window(
      _ workload: Key<Plan.Workload> = "v", end: Int = 300_000_000, rate: Double = 1, demand: Double = 0
    ) -> [Pilot.Window] {
      first.windows + [
        .init(workload: workload, endNanoseconds: end, requestsPerSecond: rate, generatorDemand: demand)
      ]
    }
    return switch change {
    case "nobody": with(participant: "c/z")
    case "the twin": with(participant: "a/x (twin)")
    case "other workload": with(windows: window("news"))
    case "other cycle": with(cycle: ["v", "w", "news"])
    case "not the cycle's order": with(windows: window("w"))
    case "late": with(windows: window(end: 200_000_000))
    case "endless": with(windows: window(end: .max))
    case "negative rate": with(windows: window(rate: -1))
    case "endless rate": with(windows: window(rate: 1e300))
    case "negative demand": with(windows: window(demand: -0.1))
    case "other confirmation": with(confirmations: [.init(workload: "news", logRatios: [0, 0])])
    default: with(startup: -1)
    }
  }

  @Test(arguments: [
    "nobody", "the twin", "other workload", "other cycle", "not the cycle's order", "late", "endless",
    "negative rate", "endless rate", "negative demand", "other confirmation", "start",
  ])
  func `a pilot that cannot be is found before anything is concluded from it`(change: String) {
    let pilot = Self.pilot(change)
    let record = Self.sample.with(pilots: [pilot] + Self.sample.pilots.dropFirst())
    #expect(record.contradictions == ["journal.jsonl: the pilot of \(pilot.participant) cannot be"])
  }

  @Test func `a pilot may have been anything else, and its design follows from it`() {
    let windows = (0..<90).map { index in
      Pilot.Window(
        workload: index.isMultiple(of: 2) ? "v" : "w", endNanoseconds: (index + 1) * 100_000_000,
        requestsPerSecond: index < 20 ? 500 : 1000, generatorDemand: 0.2)
    }
    let pilots = [
      Pilot(participant: "a/x", startupNanoseconds: 1, cycle: ["v", "w"], windows: windows),
      Pilot(
        participant: "b/y", startupNanoseconds: nil, cycle: [], windows: [],
        failure: .init(stage: .start, reason: "it did not")),
    ]
    let found = Self.sample.with(pilots: pilots).contradictions
    #expect(found == [Self.line], "nothing else than that the design was another")
  }

  @Test(
    arguments: [
      ("c/z", 0, 1), ("a/x", 2, 1), ("a/x", -1, 1), ("a/x", 0, -1), ("a/x", 0, Int.max),
    ] as [(Key<Participant>, Int, Int)])
  func `a session that cannot be is found`(participant: Key<Participant>, block: Int, number: Int) {
    for place in 0..<3 {
      let session = Session(
        block: block, participant: participant, startupNanoseconds: place == 0 ? number : 1,
        warmupNanoseconds: place == 1 ? number : 1, warmupRequests: place == 2 ? number : 1)
      let found = Self.sample.with(sessions: [session]).contradictions
      #expect(found == ["journal.jsonl: the session of \(participant) in block \(block) cannot be"])
    }
  }
}
