import Evidence
import Foundation
import Record
import Statistics
import TestSupport
import Testing

/// What cannot have been is found, by its place.
@Suite struct ContradictionTests {
  /// Two families in three and two blocks, with a twin, a failed trial, and one that was refused.
  static let sample: RunRecord = {
    let made = SampleRun.make(
      [
        "a/x": ["v": [1000, 1010, 990], "w": [800, 801, 802]],
        "b/y": ["v": [2000, nil, 1990], "w": [900, 901, 902]],
      ],
      frameworks: ["a/x", "b/y"], workloads: ["v", "w"],
      twin: ["v": [1001, 1000, 1002], "w": [800, 801, 799]],
      p99: ["a/x": [1e6, 1.1e6], "a/x (twin)": [1e6, nil], "b/y": [2e6, 2.1e6]], shares: [0.5])
    let refused = ConformanceRecord(
      participant: "b/y", workload: "w", checks: 2,
      failures: [.init(check: "c", request: "r", expected: "e", got: "g")])
    let trials = made.trials.filter { !($0.participant == "b/y" && $0.condition.rawValue.hasPrefix("w")) }
    // The rates of w are those of a/x, which is slower.
    return made.with(trials: trials, series: [], conformance: [refused])
  }()

  @Test func `a run that took place has none, with its series and when it was interrupted`() {
    #expect(Self.sample.contradictions == [])
    let whole = SampleRun.make(
      ["a/x": ["w": [1000, 1010]], "b/y": ["w": [2000, nil]]], frameworks: ["a/x", "b/y"], workloads: ["w"],
      p99: ["a/x": [1e6], "b/y": [1e6]])
    #expect(!whole.series.isEmpty && whole.contradictions == [])
    for count in 0...whole.trials.count {
      let trials = Array(whole.trials.prefix(count))
      let keys = Set(trials.map(\.key))
      let cut = whole.with(
        trials: trials, series: whole.series.filter { keys.contains($0.key) },
        begun: count < 5 ? [whole.begun[0]] : whole.begun, ends: count < 4 ? [] : [whole.ends[0]],
        outcome: RunOutcome(.interrupted, at: whole.run.startedAt))
      #expect(cut.contradictions == [], "after \(count) trials")
    }
  }

  @Test(arguments: [
    ("figure", "trial 1: the figure throughput does not follow from the load and the metrics"),
    ("added figure", "trial 1: the figure p99.9 does not follow from the load and the metrics"),
    ("missing figure", "trial 1: the figure p50 does not follow from the load and the metrics"),
    ("endless figure", "trial 1: a figure is out of range"),
    ("metric", "trial 1: the figure cpu-per-request does not follow from the load and the metrics"),
    ("gate", "trial 1: the gate steal does not follow from the figures"),
    ("missing gate", "trial 1: the gate errors does not follow from the figures"),
    ("no load", "trial 1: it must have either a load or a failure"),
    ("no figures", "trial 1: it must have either figures or a failure"),
    ("vanished", "trial 1: -1 processes cannot have ended"),
    ("missing metric", "trial 1: a metric is both there and missing"),
    ("warm-up", "trial 1: the steady state does not follow from the warm-up's windows"),
    ("endless warm-up", "trial 1: the steady state does not follow from the warm-up's windows"),
    ("warm-up's ends", "trial 1: the warm-up's windows cannot be"),
    ("sent", "trial 1: 1001 requests were sent, but 1000 ended or were left"),
    ("answered", "trial 1: 1001 answers in the window are more than 1000"),
    ("latency", "trial 1: the latency histogram has 999 values for 1000 requests"),
    ("canaries", "trial 1: 6 wrong of 5 canaries cannot be"),
    ("system", "trial 1: what the machine did is out of range"),
  ])
  func `a trial that was changed does not agree with itself`(change: String, line: String) throws {
    let first = try #require(Self.sample.trials.first)
    let trials = [try first.tampered(change)] + Self.sample.trials.dropFirst()
    #expect(Self.sample.with(trials: trials).contradictions == [line])
  }

  @Test(arguments: [
    ("added", "trial 4: it is block 0 of a/x under v, where the schedule has block 0 of a/x (twin) under v"),
    ("swapped", "trial 1: it is block 0 of a/x under w, where the schedule has block 0 of a/x under v"),
    ("lost", "trial 1: it is block 0 of a/x under w, where the schedule has block 0 of a/x under v"),
    ("cut", "trial 25: it is the end, where the schedule has block 1 of a/x (twin) under w at 50%"),
    (
      "refused", "trial 4: it is block 0 of b/y under w, where the schedule has block 0 of a/x (twin) under v"
    ),
  ])
  func `trials have the order of the schedule`(change: String, line: String) throws {
    var trials = Self.sample.trials
    switch change {
    case "added": trials.insert(trials[0], at: 3)
    case "swapped": trials.swapAt(0, 1)
    case "lost": trials.removeFirst()
    case "cut": trials.removeLast()
    default:
      let other = trials[2]
      trials.insert(
        Trial(
          block: 0, participant: "b/y", condition: "w", startedAt: other.startedAt,
          failure: .init(stage: .start, reason: "r")), at: 3)
    }
    let found = Self.sample.with(trials: trials).contradictions
    #expect(found.first == line)
  }

  @Test func `a rate is what the trials before it say`() throws {
    let begun = Self.sample.begun.map { family in
      FamilyConditions(
        family: family.family,
        conditions: family.conditions.map { $0.share == nil ? $0 : $0.settled(capacity: 1001.0 * 2) })
    }
    let line = "journal.jsonl: the conditions of family latency do not follow from the trials before it"
    #expect(Self.sample.with(begun: begun).contradictions == [line])
    let fewer = [
      Self.sample.begun[0],
      FamilyConditions(family: .latency, conditions: Array(Self.sample.begun[1].conditions.prefix(1))),
    ]
    let left = Self.sample.trials.filter { $0.condition != "w at 50%" }
    #expect(Self.sample.with(trials: left, begun: fewer).contradictions == [line])
    #expect(
      Self.sample.with(begun: fewer).contradictions.first
        == "trial 17: its condition w at 50% is none of the plan's")
    // A trial of the closed loops that was slower would have had other rates.
    #expect(
      Self.sample.with(
        trials: Self.sample.trials.map { trial in
          guard trial.condition == "v", trial.participant == "a/x", let load = trial.load else {
            return trial
          }
          return trial.with(load: load.with(windowNanoseconds: load.windowNanoseconds * 2))
        }
      ).contradictions == [line])
  }

  @Test func `families begin in the plan's order, all of them in a complete run`() {
    let line = "journal.jsonl: its families did not begin in the plan's order"
    let reversed = Self.sample.with(begun: Self.sample.begun.reversed())
    #expect(reversed.contradictions == [line])
    let half = Self.sample.with(
      trials: Self.sample.trials.filter { $0.condition == "v" || $0.condition == "w" },
      begun: [Self.sample.begun[0]], ends: [Self.sample.ends[0]])
    #expect(half.contradictions == [line, "journal.jsonl: the family latency has no end"])
    #expect(
      half.with(outcome: RunOutcome(.interrupted, at: half.run.startedAt)).contradictions == [])
  }

  @Test(arguments: [
    (FamilyEnd(family: .capacity, blocks: 3, reason: .precision), false),
    (FamilyEnd(family: .capacity, blocks: 3, reason: .timeBudget), true),
    (FamilyEnd(family: .capacity, blocks: 2, reason: .rounds), false),
    (FamilyEnd(family: .capacity, blocks: 4, reason: .rounds), false),
    (FamilyEnd(family: .capacity, blocks: 2, reason: .timeBudget), false),
  ])
  func `a family ends where its rules let it`(end: FamilyEnd, canBe: Bool) {
    let trials = Self.sample.trials.filter { trial in
      trial.block < end.blocks || trial.condition.rawValue.contains("at")
    }
    let found = Self.sample.with(trials: trials, ends: [end, Self.sample.ends[1]]).contradictions
    let line =
      "journal.jsonl: the family capacity cannot have ended after \(end.blocks) blocks by \(end.reason.rawValue)"
    #expect(found.contains(line) == !canBe, "\(found)")
    #expect(
      Self.sample.with(ends: [Self.sample.ends[0]]).contradictions == [
        "journal.jsonl: the family latency has no end"
      ])
  }

  @Test
  func `a family that was precise enough ends by precision, and a hard budget before the fewest blocks`() {
    let calm = [Double?](repeating: 1000, count: 8)
    func run(_ end: FamilyEnd, isHard: Bool = false) -> [String] {
      SampleRun.make(
        ["a/x": ["w": calm], "b/y": ["w": calm]], frameworks: ["a/x", "b/y"], workloads: ["w"],
        minimumBlocks: 6, budget: .init(seconds: 1, isHard: isHard), ends: [end]
      ).contradictions
    }
    #expect(run(FamilyEnd(family: .capacity, blocks: 6, reason: .precision)) == [])
    #expect(run(FamilyEnd(family: .capacity, blocks: 6, reason: .timeBudget)) == [])
    #expect(run(FamilyEnd(family: .capacity, blocks: 5, reason: .timeBudget)).count == 1)
    #expect(run(FamilyEnd(family: .capacity, blocks: 5, reason: .timeBudget), isHard: true) == [])
    #expect(run(FamilyEnd(family: .capacity, blocks: 5, reason: .precision), isHard: true).count == 1)
  }

  @Test(arguments: ["whole", "one missing", "too fast"])
  func `slow requests must be the end of the latency histogram`(which: String) {
    let plain = SampleRun.make(
      ["a/x": ["w": [1000, 1100]], "b/y": ["w": [900, 950]]], frameworks: ["a/x", "b/y"], workloads: ["w"])
    let record = SampleTail.make(plain, []) { trial in
      let (time, answered) = (Int(trial.load?.latency.maximum ?? 0), trial.load?.answered ?? 0)
      var slow = Array(repeating: 5..<5 + time, count: (answered + 99) / 100)
      switch which {
      case "one missing": slow.removeLast()
      case "too fast": slow = slow.map { $0.dropLast() }
      default: break
      }
      return .init(slow: slow, metrics: [])
    }
    let found = record.contradictions
    #expect(found.count == (which == "whole" ? 0 : record.trials.count))
    #expect(found.allSatisfy { $0.hasSuffix("the slowest requests are not those of the latency histogram") })
  }
}

extension Trial {
  fileprivate func tampered(_ change: String) throws -> Trial {
    let load = try #require(load)
    switch change {
    case "figure": return changed { $0["throughput"] = 1001 }
    case "added figure": return changed { $0["p99.9"] = 1 }
    case "missing figure": return changed { $0["p50"] = nil }
    case "endless figure": return changed { $0["throughput"] = .infinity }
    case "metric": return changed(metrics: metrics.merging(["cpu.total": 1]) { $1 })
    case "gate":
      return changed(
        gates: gates.map { $0.gate == "steal" ? .init(gate: "steal", value: 0.01, limit: $0.limit) : $0 })
    case "missing gate": return changed(gates: Array(gates.dropFirst()))
    case "no load": return changed(isLoaded: false)
    case "no figures": return changed { $0 = [:] }
    case "vanished": return changed(vanished: -1)
    case "missing metric": return with(unavailable: ["cpu.total": "why"])
    case "warm-up", "endless warm-up", "warm-up's ends":
      let warmup = try #require(warmup)
      let (rates, ends) = (warmup.requestsPerSecond, warmup.endNanoseconds)
      let loose = Warmup(seconds: 1, steadyVariation: 1)
      let records = [
        "warm-up": WarmupRecord(requestsPerSecond: rates, endNanoseconds: ends, rule: loose),
        "endless warm-up": WarmupRecord(
          requestsPerSecond: rates + [rates[5]], endNanoseconds: ends + [ends[5] + 1],
          rule: Warmup(seconds: 1, steadyVariation: 0.02)),
        "warm-up's ends": WarmupRecord(
          requestsPerSecond: rates, endNanoseconds: ends.reversed(), rule: loose),
      ]
      return with(warmup: records[change])
    case "sent": return with(load: load.with(sent: load.sent + 1))
    case "answered": return with(load: load.with(answeredInWindow: load.answered + 1))
    case "latency":
      var recorder = HistogramRecorder()
      recorder.record(8_000_000, count: 999)
      return with(load: load.with(latency: recorder.snapshot()))
    case "canaries": return with(load: load.with(canaries: .init(checked: 5, wrong: 6, firstDifference: "d")))
    default:
      return with(system: .sample(elapsed: 0))
    }
  }

  /// The same trial with parts that nothing follows from any more.
  private func changed(
    metrics: [String: Double]? = nil, gates: [GateReading]? = nil,
    vanished: Int = 0, isLoaded: Bool = true, _ change: (inout [Key<Measure>: Double]) -> Void = { _ in }
  ) -> Trial {
    var figures = figures
    change(&figures)
    return Trial(
      block: block, participant: participant, condition: condition, startedAt: startedAt,
      startupNanoseconds: startupNanoseconds, warmup: warmup, figures: figures, load: isLoaded ? load : nil,
      system: isLoaded ? system : nil, gates: gates ?? self.gates, metrics: metrics ?? self.metrics,
      vanished: vanished)
  }
}
