import Analysis
import Evidence
import Foundation
import Record
import SeededRandom
import Statistics
import TestSupport
import Testing

@Suite struct TailTests {
  private static let plain = SampleRun.make(
    ["python/x": ["w": [1000, 1100, 1050]], "ruby/y": ["w": [900, 950, 980]]],
    frameworks: ["python/x", "ruby/y"], workloads: ["w"])
  private static let pages = ["gc", "gil"].flatMap { ["python.\($0).time", "python.\($0).longest"] }

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
      waits: [0, nil, 9_000_000, 0, 0, 0, 0, 0, 0, 0], metrics: pages)
  }

  private static func tails(_ happened: (Trial) -> SampleTail.Happening) throws -> [TailAttribution] {
    try #require(Comparison(of: SampleTail.make(plain, happened)).tails)
  }

  @Test func `requests that wait for collections blame those and nothing else`() throws {
    let tail = try Self.tails(Self.paused)[0]
    #expect(tail.framework == "python/x" && tail.requests == 33 && tail.answered == 3150)
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
    let findings = try Self.tails { trial in
      var happening = Self.paused(trial)
      happening.events = [:]
      happening.metrics =
        trial.framework == "ruby/y" ? ["ruby.gc.time", "ruby.gvl.longest"] : ["python.gc.longest"]
      return happening
    }.map(\.findings)
    #expect(findings[1][0].reason == "its runtime counts them, but does not tell when each was")
    #expect(findings[1][0].share == nil && findings[1][0].p == nil && !findings[1][0].isBeyondChance)
    #expect(findings[1][1].share == 0)
    #expect(findings.allSatisfy { $0[2].reason == "its runtime has none or does not tell" })
    #expect(findings[0][0].share == 0 && findings[0][1].reason != nil)
  }

  @Test func `a wait for a processor is known between two samples, if it took more than a tenth of the time`()
    throws
  {
    let tail = try Self.tails { _ in
      .init(
        slow: [Self.at(210, for: 20), Self.at(310, for: 20), Self.at(410, for: 20), Self.at(95, for: 100)],
        waits: [0, nil, 10_000_001, 10_000_000, 0, 0, 0, 0, 0, 0], metrics: [])
    }[0]
    #expect(tail.findings[3].cause == .processor && tail.findings[3].share == 0.25)
    let untold = try Self.tails { _ in .init(slow: [Self.at(1, for: 2)], waits: [], metrics: []) }[0]
    #expect(untold.findings.allSatisfy { $0.share == nil } && untold.unexplained == nil)
    #expect(untold.findings[3].reason == "the system does not tell")
  }

  @Test func `requests that are slow at any time blame nothing`() throws {
    var random = SeededGenerator(seed: 11)
    let blamed = try (0..<20).map { _ in
      try Self.tails { trial in
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
    #expect(Comparison(of: Self.plain).tails == nil)
    let whole = SampleTail.make(Self.plain, Self.paused)
    #expect(
      Comparison(of: StoredRun(run: whole.run, trials: whole.trials, folder: whole.folder)).tails == nil)
    let loud = SystemUse(
      elapsedNanoseconds: 1_000_000_000, processors: 2, stolenNanoseconds: 900_000_000,
      otherCPUNanoseconds: 0, portsTaken: 30, ports: 28232)
    let noisy = SampleRun.make(
      ["a/x": ["w": [1000, 1000]], "b/y": ["w": [1000, 1000]]], frameworks: ["a/x", "b/y"], workloads: ["w"],
      system: { framework, block in framework == "a/x" && block == 0 ? loud : SampleRun.quiet })
    let tails = try #require(Comparison(of: SampleTail.make(noisy, Self.paused)).tails)
    #expect(tails.map(\.requests) == [11, 22])
  }

  @Test(arguments: ["whole", "one missing", "too fast"])
  func `slow requests must be the end of the latency histogram`(which: String) {
    let stored = SampleTail.make(Self.plain) { trial in
      let (time, answered) = (Int(trial.load?.latency.maximum ?? 0), trial.load?.answered ?? 0)
      var slow = Array(repeating: 5..<5 + time, count: (answered + 99) / 100)
      switch which {
      case "one missing": slow.removeLast()
      case "too fast": slow = slow.map { $0.dropLast() }
      default: break
      }
      return .init(slow: slow, metrics: [])
    }
    let found = stored.contradictions
    #expect(found.count == (which == "whole" ? 0 : stored.trials.count))
    #expect(found.allSatisfy { $0.hasSuffix("the slowest requests are not those of the latency histogram") })
  }

  @Test func `a run with tails satisfies the schemas`() throws {
    let stored = SampleTail.make(Self.plain, Self.paused)
    let folder = Project.folder.appending(path: "Sources/Host/Record/Schema")
    let records = try [
      ("trial", StoredForm.encode(stored.trials[0], pretty: false)),
      ("comparison", StoredForm.encode(Comparison(of: stored))),
    ]
    for (schema, record) in records {
      let file = folder.appending(path: "\(schema).schema.json")
      #expect(try JSONSchema.problems(with: [record], in: file).compactMap(\.self) == [])
    }
  }
}

@Suite struct SlowRequestsTests {
  private static let sample = SlowRequests(
    startNanoseconds: 1 << 50,
    requests: [
      .init(due: 700, sent: 900, end: 5_000_000, connection: 3, variant: 1),
      .init(due: 0, sent: 0, end: 1, connection: 0, variant: 0),
      .init(due: 700, sent: 700, end: 701, connection: 2, variant: 7),
    ])

  @Test func `they are stored by when they were due, and nothing is lost`() throws {
    let data = try StoredForm.encode(Self.sample)
    #expect(try StoredForm.decode(SlowRequests.self, from: data) == Self.sample)
    #expect(Self.sample.requests.map(\.connection) == [0, 2, 3])
    let empty = SlowRequests(startNanoseconds: 1, requests: [])
    #expect(try StoredForm.decode(SlowRequests.self, from: StoredForm.encode(empty)) == empty)
  }

  /// A number that goes on, four numbers, a negative one, one above 2⁴⁰, no time at all, no base64.
  @Test(arguments: ["AAAAAIA=", "AAAAAA==", "AQACAAA=", "goCAgIBAAAIAAA==", "AAAAAAA=", "?"])
  func `what no window can have had is refused`(text: String) {
    let data = Data(#"{"startNanoseconds": 1, "requests": "\#(text)"}"#.utf8)
    #expect(throws: DecodingError.self) { try StoredForm.decode(SlowRequests.self, from: data) }
  }

  @Test(arguments: [(0, 0), (1, 1), (100, 1), (101, 2), (819_200, 8192), (5_000_000, 8192)])
  func `the slowest hundredth is kept, within limits`(answered: Int, count: Int) {
    #expect(SlowRequests.count(of: answered) == count)
  }
}
