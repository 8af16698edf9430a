import Analysis
import Record
import TestSupport
import Testing

/// What follows from pilots for two participants and two workloads, offered half and four fifths of the slowest's capacity.
@Suite struct DesignTests {
  /// 8 connections and 8 blocks. Nothing is fixed of how it is measured but the warm-up, unless that is nil.
  private static func record(
    _ pilots: [Pilot]? = nil, warmup: Double? = 0.5, closed: Double? = nil, offered: Double? = nil,
    blocks: Int = 8, shares: [Double] = [0.5, 0.8]
  ) -> RunRecord {
    let some = [Double?](repeating: 1000, count: blocks)
    let made = SampleRun.make(
      ["a/x": ["v": some, "w": some], "b/y": ["v": some, "w": some]], frameworks: ["a/x", "b/y"],
      workloads: ["v", "w"], p99: ["a/x": [], "b/y": []], shares: shares)
    let procedure = Procedure(
      pilotSeconds: 12, warmupSeconds: warmup, closedSeconds: closed, offeredSeconds: offered,
      sliceSeconds: 0.05, arrivals: .constant)
    let usual = [pilot("a/x", v: 1000, w: 500), pilot("b/y", v: 3000, w: 1000)]
    return made.with(plan: made.plan.with(procedure: procedure), pilots: pilots ?? usual)
  }

  /// A pilot that was started in 0.2 s, is half as fast for some cycles of its two workloads, and takes so many seconds to come to rest.
  private static func pilot(
    _ participant: Key<Participant>, v: Double, w: Double, slow: Int = 0, of cycles: Int = 30,
    spread: Double = 0, rest: Double = 0
  ) -> Pilot {
    let windows = (0..<2 * cycles).map { index in
      let share = (index / 2 < slow ? 0.5 : 1) * (index / 2 % 2 == 0 ? 1 - spread : 1 + spread)
      return Pilot.Window(
        workload: index % 2 == 0 ? "v" : "w", endNanoseconds: (index + 1) * Int(1e9 * (0.1 + rest)),
        requestsPerSecond: share * (index % 2 == 0 ? v : w), generatorDemand: 0.2)
    }
    return Pilot(
      participant: participant, startupNanoseconds: 200_000_000, cycle: ["v", "w"], windows: windows)
  }

  private static func failed(_ participant: Key<Participant>) -> Pilot {
    Pilot(
      participant: participant, startupNanoseconds: nil, cycle: ["v", "w"], windows: [],
      failure: .init(stage: .start, reason: "it did not start"))
  }

  // MARK: - Warm-up

  /// The warm-ups of `a/x` and `b/y`, which needed so many cycles to find their pace; nil: its pilot failed.
  private static func warmups(_ slow: [Int?], warmup: Double? = nil) -> [Design.Warmup?] {
    let pilots = zip(["a/x", "b/y"] as [Key<Participant>], slow).map { participant, slow in
      slow.map { pilot(participant, v: 1000, w: 500, slow: $0, of: 120) } ?? failed(participant)
    }
    let warmups = Design(of: record(pilots, warmup: warmup), availableSeconds: 500).warmups
    return [warmups["a/x"], warmups["b/y"]]
  }

  @Test func `a warm-up is half as much again as the participant took, or its requests`() {
    // Ten cycles are 2 s and 10 · (50 + 25) requests.
    #expect(
      Self.warmups([6, 10]) == [.init(seconds: 1.8, requests: 675), .init(seconds: 3, requests: 1125)])
    #expect(
      Self.warmups([10, nil]) == [.init(seconds: 3, requests: 1125), .init(seconds: 3, requests: 1125)],
      "who failed has that of the slowest")
  }

  @Test func `it is a second at least, whatever is answered, and 20 s at the most`() {
    #expect(Self.warmups([0, 3]) == [.init(seconds: 1), .init(seconds: 1)])
    #expect(Self.warmups([0, 70]) == [.init(seconds: 1), .init(seconds: 20, requests: 7875)])
  }

  @Test func `who never found its pace has as long as a pilot may be, unless one is asked for`() {
    #expect(Self.warmups([6, 82]) == [.init(seconds: 1.8, requests: 675), .init(seconds: 12)])
    #expect(Self.warmups([nil, nil]) == [.init(seconds: 12), .init(seconds: 12)])
    #expect(Self.warmups([4, 82], warmup: 0.3) == [.init(seconds: 0.3), .init(seconds: 0.3)])
  }

  @Test func `a twin is warmed up as its original`() {
    let pilots = [("a/x" as Key<Participant>, 6), ("b/y", 10)].map {
      Self.pilot($0, v: 1000, w: 500, slow: $1, of: 120)
    }
    let record = Self.record(pilots, warmup: nil)
    let all = record.plan.participants
    let twin = Participant(twinOf: all[0])
    let design = Design(
      of: record.with(plan: record.plan.with(participants: all + [twin])), availableSeconds: 500)
    #expect(design.warmups[twin.id] == .init(seconds: 1.8, requests: 675))
  }

  // MARK: - Windows

  /// To the microsecond.
  private static func seconds(_ design: Design) -> [Key<Condition>: Double] {
    Dictionary(
      uniqueKeysWithValues: design.windows.map { ($0.condition.id, ($0.seconds * 1e6).rounded() / 1e6) })
  }

  private static func turns(_ design: Design) -> [Int] { design.windows.map(\.turns) }

  /// Seconds from which so many are left for each of eight blocks.
  private static func available(_ block: Double) -> Double { block * 8 / 0.85 }

  @Test func `shares become rates of the slowest, each workload by itself`() {
    let design = Design(of: Self.record(), availableSeconds: 500)
    #expect(design.windows.map(\.condition.id) == Self.record().plan.conditions.map(\.id))
    #expect(design.windows.map(\.condition.rate) == [nil, nil, 500, 800, 250, 400])
    #expect(design.omitted == [:] && design.availableSeconds == 500)
    let given = Self.record().with(
      plan: Self.record().plan.with(.latency) { $0.with(conditions: [.offered("w", rate: 7.5)]) })
    #expect(Design(of: given, availableSeconds: 500).windows.last?.condition == .offered("w", rate: 7.5))
  }

  @Test func `with time enough closed loops take 2 s and offered rates 4 s, in whole turns`() {
    let design = Design(of: Self.record(), availableSeconds: 10_000)
    // Eight connections are answered four times by the slowest in 32 ms of v, and in 64 ms of w.
    let seconds = Self.seconds(design)
    #expect(seconds["v"] == 2 && seconds["w"] == 1.984)
    #expect(["v at 50%", "v at 80%", "w at 50%", "w at 80%"].allSatisfy { seconds[$0] == 4 })
    #expect(Self.turns(design) == [40, 31, 8, 8, 8, 8])
  }

  @Test(
    arguments: [(0, 40, 2), (0.04, 40, 2), (0.08, 25, 2), (0.091, 1, 2), (2, 1, 2)] as [(Double, Int, Double)]
  )
  func `turns are no shorter than an app takes to come to rest, and there is one where it does not in time`(
    rest: Double, turns: Int, seconds: Double
  ) {
    let pilots = [
      Self.pilot("a/x", v: 1000, w: 500), Self.pilot("b/y", v: 3000, w: 1000, rest: rest),
    ]
    let design = Design(of: Self.record(pilots), availableSeconds: 100_000)
    #expect(design.windows[0].turns == turns && abs(design.windows[0].seconds - seconds) < 1e-9)
    // What is due comes whatever an app does.
    #expect(design.windows.suffix(4).allSatisfy { $0.turns == 8 })
    let usual = Design(of: Self.record(), availableSeconds: 100_000)
    let (spent, fewer) = (rest < 0.05 ? 0 : rest < 0.09 ? 0.08 : 2, Self.turns(usual)[..<2].reduce(0, +))
    let all = Self.turns(design)[..<2].reduce(0, +)
    let windows = design.windows[1].seconds - usual.windows[1].seconds
    let expected = usual.blockSeconds + spent * Double(all) - 0.008 * Double(fewer - all) + 2 * windows
    #expect(abs(design.blockSeconds - expected) < 1e-6)
  }

  @Test func `what few windows of a pilot take beyond their length tells nothing`() {
    func turns(of cycles: Int) -> Int {
      let pilots = [Self.pilot("a/x", v: 1000, w: 500, of: cycles, rest: 0.1)]
      return Design(of: Self.record(pilots), availableSeconds: 100_000).windows[0].turns
    }
    #expect(turns(of: 2) == 40 && turns(of: 9) == 1)
  }

  @Test func `windows are as long as the time allows`() {
    let design = Design(of: Self.record(), availableSeconds: Self.available(10))
    #expect(design.omitted == [:] && design.blockSeconds <= 10 && design.blockSeconds > 8)
    #expect(design.windows.allSatisfy { $0.condition.kind == .offered || $0.seconds > 0.3 })
    for window in design.windows where window.condition.kind == .capacity {
      let slice = window.condition.id == "v" ? 0.05 : 0.064
      #expect(abs(window.seconds - Double(window.turns) * slice) < 1e-9)
    }
  }

  @Test func `with little time they are as short as may be, and a block takes what its parts do`() {
    let design = Design(of: Self.record(), availableSeconds: Self.available(7.733))
    #expect(
      Self.seconds(design) == [
        "v": 0.3, "w": 0.3, "v at 50%": 0.5, "v at 80%": 0.5, "w at 50%": 0.5, "w at 80%": 0.5,
      ])
    #expect(Self.turns(design) == [6, 4, 1, 1, 1, 1])
    // Two starts, warm-ups and stops; .06 s for each window and .004 s for each turn of both.
    let fixed = 2 * (0.2 + 0.5 + 0.15)
    #expect(abs(design.blockSeconds - (fixed + 2 * (2.6 + 6 * 0.06 + 14 * 0.004))) < 1e-9)
  }

  @Test func `no window is shorter than 100 requests take, up to 2 s, however it is stretched`() {
    let slow = Self.record([Self.pilot("a/x", v: 300, w: 20)])
    for block in stride(from: 9.0, through: 30, by: 0.5) {
      let design = Design(of: slow, availableSeconds: Self.available(block))
      let seconds = Self.seconds(design)
      #expect(
        seconds["v at 50%"] ?? 1 >= 100 / 150.0 && seconds["w at 50%"] ?? 2 >= 2, "\(block): \(seconds)")
    }
  }

  @Test func `less time costs the higher rates first, then workloads from the end, never blocks`() {
    let fewer = Design(of: Self.record(), availableSeconds: Self.available(7.7))
    #expect(fewer.windows.map(\.condition.id) == ["v", "w", "v at 50%", "w at 50%"])
    #expect(fewer.omitted == ["v at 80%": .time, "w at 80%": .time])
    #expect(fewer.windows[0].seconds > 0.3, "what that leaves goes to the windows")
    let one = Design(of: Self.record(), availableSeconds: Self.available(5.4))
    #expect(one.windows.map(\.condition.id) == ["v", "v at 50%"])
    #expect(
      one.omitted == ["w": .time, "v at 80%": .time, "w at 50%": .time, "w at 80%": .time])
    for seconds in [1, 0, -100.0] {
      let least = Design(of: Self.record(), availableSeconds: seconds)
      #expect(Self.seconds(least) == ["v": 0.3, "v at 50%": 0.5] && least.omitted == one.omitted)
    }
    let closed = Self.record(shares: [])
    #expect(Design(of: closed, availableSeconds: Self.available(2.5)).omitted == ["w": .time])
  }

  @Test func `windows that were asked for stay as they are`() {
    let design = Design(of: Self.record(closed: 0.3, offered: 1.25), availableSeconds: 10_000)
    #expect(design.windows.map(\.seconds) == [0.3, 0.3, 1.25, 1.25, 1.25, 1.25])
    #expect(Self.turns(design) == [6, 4, 2, 2, 2, 2])
    let short = Design(of: Self.record(closed: 0.02, offered: 0.1), availableSeconds: 10_000)
    #expect(short.windows.map(\.seconds) == [0.02, 0.02, 0.1, 0.1, 0.1, 0.1])
    #expect(Self.turns(short) == [1, 1, 1, 1, 1, 1])
  }

  @Test func `a workload that nobody was driven with has no rate, and its closed loop one turn`() {
    let one = Pilot(
      participant: "a/x", startupNanoseconds: 200_000_000, cycle: ["v"],
      windows: Self.pilot("a/x", v: 1000, w: 0).windows.filter { $0.workload == "v" })
    let design = Design(of: Self.record([one, Self.failed("b/y")]), availableSeconds: 10_000)
    #expect(design.windows.map(\.condition.id) == ["v", "w", "v at 50%", "v at 80%"])
    #expect(design.omitted == ["w at 50%": .rate, "w at 80%": .rate] && design.windows[1].turns == 1)
    #expect(
      Comparison(of: Self.record([one]).with(design: design)).warnings.contains(
        .omitted(conditions: ["w at 50%", "w at 80%"], reason: .rate)))
  }

  @Test func `a start without a pilot is estimated, and so is a warm-up that ends by its requests`() {
    func block(_ pilots: [Pilot], warmup: Double?) -> Double {
      Design(of: Self.record(pilots, warmup: warmup, closed: 1, offered: 1), availableSeconds: 500)
        .blockSeconds
    }
    let a = Self.pilot("a/x", v: 1000, w: 500, slow: 10, of: 120)
    let same = Self.pilot("b/y", v: 1000, w: 500, of: 120)
    // One is warmed up for 1125 requests, which take 1.5 s at 750 in a second, the other for 1 s.
    #expect(abs(block([a, same], warmup: nil) - block([a, same], warmup: 1) - 0.5) < 1e-9)
    #expect(abs(block([a, Self.failed("b/y")], warmup: 2) - block([a, same], warmup: 2) - 0.8) < 1e-9)
  }

  // MARK: - What will be found

  @Test func `the smallest difference follows from the spread of windows, and falls with longer ones`() throws
  {
    let pilots = [
      Self.pilot("a/x", v: 1000, w: 500, spread: 0.05), Self.pilot("b/y", v: 1000, w: 500, spread: 0.05),
    ]
    func difference(closed: Double) throws -> Double {
      try #require(
        Design(of: Self.record(pilots, closed: closed), availableSeconds: 500).smallestDifference)
    }
    // Twenty windows of ±5 % deviate by .05 · √(20 / 19); a ratio of two windows of .8 s by half of that; with 8 blocks SciPy 1.17.1 finds a
    // power of .8 for 3.269762149 / √8 of it.
    let half = 0.05 * (20.0 / 19).squareRoot() / 2
    #expect(abs(try difference(closed: 0.8) - 3.269762149 * half / 8.0.squareRoot()) < 1e-6)
    #expect(abs(try difference(closed: 0.2) / difference(closed: 0.8) - 2) < 1e-9)
    #expect(Design(of: Self.record([Self.failed("a/x")]), availableSeconds: 500).smallestDifference == nil)
    let one = Self.record(pilots, blocks: 1)
    #expect(Design(of: one, availableSeconds: 500).smallestDifference == nil)
  }
}
