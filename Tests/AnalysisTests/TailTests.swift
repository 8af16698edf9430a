import Analysis
import Record
import SeededRandom
import TestSupport
import Testing

@Suite struct TailTests {
  private static let plain = SampleRun.make(
    ["python/x": ["w": [1000, 1100, 1050]], "ruby/y": ["w": [900, 950, 980]]],
    frameworks: ["python/x", "ruby/y"], workloads: ["w"])
  /// What runtimes tell: times of collections and of lock waits with events, and one without.
  private static let facts = [
    MetricFacts(
      name: "gc", unit: "ns", kind: .counter, better: .lower, role: .collection, basis: .elapsed, events: "gc"
    ),
    MetricFacts(
      name: "lock", unit: "ns", kind: .counter, better: .lower, role: .lockWait, basis: .elapsed,
      events: "gil_wait"),
    MetricFacts(name: "untimed", unit: "ns", kind: .counter, better: .lower, role: .collection),
    MetricFacts(
      name: "process.run_queue_delay", unit: "ns", kind: .counter, better: .lower, role: .runQueue,
      basis: .elapsed),
  ]

  private static func at(_ milliseconds: Double, for length: Double) -> Range<Int> {
    Int(milliseconds * 1e6)..<Int((milliseconds + length) * 1e6)
  }

  /// Pauses of 12 ms, five in a window, at times that differ between blocks.
  private static func pauses(_ trial: Trial) -> [Range<Int>] {
    (0..<5).map { at(Double(50 + 190 * $0 + 7 * trial.block), for: 12) }
  }

  /// Two requests wait for every pause, ten are slow at any time.
  private static func paused(_ trial: Trial) -> SampleTail.Happening {
    let waiting = pauses(trial).flatMap {
      [$0.lowerBound - 1_000_000..<$0.upperBound, $0.lowerBound..<$0.upperBound]
    }
    return .init(
      slow: waiting + [at(5, for: 11)], events: ["gc": pauses(trial), "other": [at(0, for: 900)]],
      waits: [0, nil, 9_000_000, 0, 0, 0, 0, 0, 0, 0], metrics: ["gc", "lock", "process.run_queue_delay"])
  }

  private static func tails(_ happened: (Trial) -> SampleTail.Happening) -> [TailAttribution] {
    Comparison(of: SampleTail.make(plain, facts, happened)).tails
  }

  @Test func `requests that wait for collections blame those and nothing else`() throws {
    let tail = Self.tails(Self.paused)[0]
    #expect(
      tail.participant == "python/x" && tail.condition == "w" && tail.requests == 33 && tail.answered == 3150)
    #expect(tail.thresholdNanoseconds == 11_000_000 && tail.eventsLeftOut == 0)
    let (collection, lock) = (tail.findings[0], tail.findings[1])
    #expect(collection.cause == .collection && collection.isBeyondChance)
    #expect(collection.share == 30.0 / 33 && (0.05..<0.2).contains(collection.chance ?? 0))
    #expect(collection.p ?? 1 < 0.001 && collection.adjustedP ?? 0 > collection.p ?? 1)
    #expect(collection.chanceHigh ?? 0 > collection.chance ?? 1)
    #expect(lock.cause == .lock && lock.share == 0 && lock.p == 1 && !lock.isBeyondChance)
    #expect(tail.unexplained == 3.0 / 33)
  }

  @Test func `what a runtime cannot tell has a reason and no number`() throws {
    let findings = Self.tails { trial in
      var happening = Self.paused(trial)
      happening.events = [:]
      happening.metrics = trial.participant == "ruby/y" ? ["untimed", "lock"] : ["gc"]
      return happening
    }.map(\.findings)
    #expect(findings[1][0].unknown == .notTimed)
    #expect(findings[1][0].share == nil && findings[1][0].p == nil && !findings[1][0].isBeyondChance)
    #expect(findings[1][1].share == 0)
    #expect(findings.allSatisfy { $0[2].unknown == .notTold })
    #expect(findings[0][0].share == 0 && findings[0][1].unknown == .notTold)
  }

  @Test func `a wait for a processor is known between two samples, if it took more than a tenth of the time`()
    throws
  {
    let tail = Self.tails { _ in
      .init(
        slow: [Self.at(210, for: 20), Self.at(310, for: 20), Self.at(410, for: 20), Self.at(95, for: 100)],
        waits: [0, nil, 10_000_001, 10_000_000, 0, 0, 0, 0, 0, 0], metrics: ["process.run_queue_delay"])
    }[0]
    #expect(tail.findings[3].cause == .processor && tail.findings[3].share == 0.25)
    let untold = Self.tails { _ in .init(slow: [Self.at(1, for: 2)], waits: [], metrics: []) }[0]
    #expect(untold.findings.allSatisfy { $0.share == nil } && untold.unexplained == nil)
    #expect(untold.findings[3].unknown == .system)
  }

  @Test func `requests that are slow at any time blame nothing`() throws {
    var random = SeededGenerator(seed: 11)
    let blamed = (0..<20).map { _ in
      Self.tails { trial in
        var happening = Self.paused(trial)
        happening.slow = (0..<11).map { _ in Self.at(random.uniform() * 980, for: 5 + random.uniform() * 10) }
        return happening
      }.flatMap(\.findings).count(where: \.isBeyondChance)
    }
    #expect(blamed.reduce(0, +) <= 2)
  }

  @Test
  func `runs without slow requests or series have no tails, and trials that failed a gate count for nothing`()
    throws
  {
    #expect(Comparison(of: Self.plain).tails == [])
    let whole = SampleTail.make(Self.plain, Self.facts, Self.paused)
    #expect(Comparison(of: whole.with(series: [])).tails == [])
    let noisy = SampleRun.make(
      ["a/x": ["w": [1000, 1000]], "b/y": ["w": [1000, 1000]]], frameworks: ["a/x", "b/y"], workloads: ["w"],
      system: { name, block in name == "a/x" && block == 0 ? .withoutPorts : SampleRun.quiet })
    let tails = Comparison(of: SampleTail.make(noisy, Self.facts, Self.paused)).tails
    #expect(tails.map(\.requests) == [11, 22])
  }

  @Test func `without agents nothing is known of the runtime, and that is the reason`() {
    var load = Self.plain.plan.load
    load.agents = false
    let bare = Self.plain.with(plan: Self.plain.plan.with(load: load))
    let made = SampleTail.make(bare, Self.facts) { _ in
      .init(slow: [Self.at(1, for: 2)], metrics: ["process.run_queue_delay"])
    }
    let findings = Comparison(of: made).tails[0].findings
    #expect(findings.map(\.unknown) == [.noAgents, .noAgents, .noAgents, nil])
  }
}
