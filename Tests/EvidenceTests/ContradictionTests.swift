import Evidence
import Foundation
import Record
import Statistics
import TestSupport
import Testing

/// What cannot have been is found, by its place.
@Suite struct ContradictionTests {
  /// Two families in three blocks, with a twin, a failed trial, and one that was refused.
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
        end: count == whole.trials.count ? whole.end : .some(nil),
        outcome: RunOutcome(.interrupted, at: whole.run.startedAt))
      #expect(cut.contradictions == [], "after \(count) trials")
    }
  }

  private static let slices = "trial 1: the slices are not those of the window"

  @Test func `slices that follow each other and make the window may be`() throws {
    let first = try #require(Self.sample.trials.first)
    let sliced = first.sliced([
      .init(start: 0, length: 400_000_000), .init(start: 400_000_000, length: 100_000_000),
      .init(start: 900_000_000, length: 500_000_000),
    ])
    #expect(Self.sample.with(trials: [sliced] + Self.sample.trials.dropFirst()).contradictions == [])
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
    ("orphans", "trial 1: 0 processes cannot have been in the background"),
    ("missing metric", "trial 1: a metric is both there and missing"),
    ("late slices", Self.slices), ("overlapping slices", Self.slices), ("lost slice", Self.slices),
    ("endless slice", Self.slices), ("negative slice", Self.slices),
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
    ("added", "trial 4: it is block 0 of a/x under v, where the plan has block 0 of a/x under w"),
    ("swapped", "trial 1: it is block 0 of b/y under v, where the plan has block 0 of a/x under v"),
    ("lost", "trial 1: it is block 0 of b/y under v, where the plan has block 0 of a/x under v"),
    ("cut", "trial 30: it is the end, where the plan has block 2 of a/x (twin) under w at 50%"),
    ("refused", "trial 5: it is block 0 of b/y under w, where the plan has block 0 of a/x (twin) under w"),
    (
      "wild block",
      "trial 30: it is block \(Int.max) of a/x under v, where the plan has block 2 of a/x (twin) under w at 50%"
    ),
    ("negative block", "trial 1: it is block -3 of a/x under v, where the plan has block 0 of a/x under v"),
  ])
  func `trials come by block, condition and participant`(change: String, line: String) throws {
    var trials = Self.sample.trials
    switch change {
    case "added": trials.insert(trials[0], at: 3)
    case "swapped": trials.swapAt(0, 1)
    case "lost": trials.removeFirst()
    case "cut": trials.removeLast()
    case "wild block": trials[29] = Self.failed(block: .max)
    case "negative block": trials[0] = Self.failed(block: -3)
    default:
      trials.insert(Self.failed(block: 0, participant: "b/y", condition: "w"), at: 4)
    }
    let found = Self.sample.with(trials: trials).contradictions
    #expect(found.first == line)
  }

  private static func failed(
    block: Int, participant: Key<Participant> = "a/x", condition: Key<Condition> = "v"
  ) -> Trial {
    Trial(
      block: block, participant: participant, condition: condition,
      startedAt: Date(timeIntervalSince1970: 0), failure: .init(stage: .start, reason: "r"))
  }

  @Test func `conditions come in each block's own order`() {
    let plan = Self.sample.plan
    let reversed = plan.blocks.enumerated().map { number, block in
      number == 1
        ? Plan.Block(participants: block.participants.reversed(), conditions: block.conditions.reversed())
        : block
    }
    let other = Self.sample.with(plan: plan.with(blocks: reversed))
    let first =
      "trial 11: it is block 1 of a/x under v, where the plan has block 1 of a/x (twin) under w at 50%"
    #expect(other.contradictions == [first])
    var trials = Self.sample.trials
    trials[10..<20].reverse()
    #expect(other.with(trials: trials).contradictions == [])
  }

  @Test(arguments: [
    (BlocksEnd(blocks: 3, reason: .precision), false), (BlocksEnd(blocks: 3, reason: .timeBudget), true),
    (BlocksEnd(blocks: 2, reason: .rounds), false), (BlocksEnd(blocks: 4, reason: .rounds), false),
    (BlocksEnd(blocks: 2, reason: .timeBudget), false), (BlocksEnd(blocks: -1, reason: .precision), false),
    (BlocksEnd(blocks: .max, reason: .timeBudget), false),
  ])
  func `blocks end where the rules let them`(end: BlocksEnd, canBe: Bool) {
    let trials = Self.sample.trials.filter { $0.block < end.blocks }
    let found = Self.sample.with(trials: trials, end: end).contradictions
    let line =
      "journal.jsonl: there cannot have been an end after \(end.blocks) blocks by \(end.reason.rawValue)"
    #expect(found.contains(line) == !canBe, "\(found)")
  }

  @Test func `blocks have an end in a complete run`() {
    let endless = Self.sample.with(end: .some(nil))
    #expect(endless.contradictions == ["journal.jsonl: the blocks have no end"])
    #expect(endless.with(outcome: RunOutcome(.interrupted, at: endless.run.startedAt)).contradictions == [])
  }

  @Test
  func `blocks that were precise enough end by precision, and time cuts none that a verdict needs`() {
    let calm = [Double?](repeating: 1000, count: 10)
    func run(_ blocks: Int, _ reason: BlocksEnd.Reason, minimum: Int = 8) -> [String] {
      SampleRun.make(
        ["a/x": ["w": calm], "b/y": ["w": calm]], frameworks: ["a/x", "b/y"], workloads: ["w"],
        minimumBlocks: minimum, end: BlocksEnd(blocks: blocks, reason: reason)
      ).contradictions
    }
    #expect(run(8, .precision) == [] && run(7, .precision).count == 1)
    #expect(run(8, .timeBudget) == [] && run(6, .timeBudget) == [] && run(5, .timeBudget).count == 1)
    #expect(run(3, .timeBudget, minimum: 3) == [] && run(2, .timeBudget, minimum: 3).count == 1)
  }

  @Test(
    arguments: [
      (.sample(), true), (.sample(lost: -1), false), (.sample(lost: 1 << 50), false),
      (.sample(items: 2, misplaced: 3), false), (.sample(seconds: 0), false),
      (.sample(memoryBefore: .init(metric: "m", bytes: -1)), false),
    ] as [(LoadFigures.Held, Bool)])
  func `connections that were held may be so many and not fewer than none`(
    held: LoadFigures.Held, canBe: Bool
  )
    throws
  {
    var load = try #require(Self.sample.trials[0].load)
    load.held = held
    let trials = [Self.sample.trials[0].with(load: load)] + Self.sample.trials.dropFirst()
    let line = "trial 1: the connections that were held are out of range"
    #expect(Self.sample.with(trials: trials).contradictions.contains(line) == !canBe)
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
    case "orphans": return with(orphans: 0)
    case "missing metric": return with(unavailable: ["cpu.total": "why"])
    case "late slices":
      return sliced([.init(start: 1, length: 400_000_000), .init(start: 500_000_000, length: 600_000_000)])
    case "overlapping slices":
      return sliced([.init(start: 0, length: 400_000_000), .init(start: 300_000_000, length: 600_000_000)])
    case "lost slice":
      return sliced([.init(start: 0, length: 400_000_000), .init(start: 500_000_000, length: 500_000_000)])
    case "endless slice":
      return sliced([.init(start: 0, length: 400_000_000), .init(start: .max, length: 600_000_000)])
    case "negative slice":
      return sliced([
        .init(start: 0, length: 1_100_000_000), .init(start: 1_200_000_000, length: -100_000_000),
      ])
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

  /// The same trial whose window of a second had these slices.
  func sliced(_ slices: [LoadFigures.Slice]) -> Trial {
    guard var load else { return self }
    load.slices = slices
    return with(load: load)
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
      startupNanoseconds: startupNanoseconds, figures: figures, load: isLoaded ? load : nil,
      system: isLoaded ? system : nil, gates: gates ?? self.gates, metrics: metrics ?? self.metrics,
      vanished: vanished)
  }
}
