import Analysis
import Record
import TestSupport
import Testing

@Suite struct WarmupTests {
  private static let made: RunRecord = {
    let rates = [1000.0, 1010, 990]
    return SampleRun.make(
      ["a/x": ["w": rates], "b/y": ["w": rates]], frameworks: ["a/x", "b/y"], workloads: ["w"],
      twin: ["w": rates])
  }()

  /// The sample whose pilots were half as fast for so many of 60 cycles of 0.1 s, or became faster all the time; nil is one that failed.
  private static func run(_ slow: [Int?], warmup: Double? = nil) -> RunRecord {
    let pilots = zip(["a/x", "b/y"] as [Key<Participant>], slow).map { participant, slow in
      Pilot(
        participant: participant, startupNanoseconds: 1, cycle: ["w"],
        windows: (0..<60).map { index in
          .init(
            workload: "w", endNanoseconds: (index + 1) * 100_000_000,
            requestsPerSecond: slow == 60 ? 500 + 10 * Double(index) : index < slow ?? 60 ? 500 : 1000,
            generatorDemand: 0.2)
        }, failure: slow == nil ? .init(stage: .warmup, reason: "it went away") : nil)
    }
    let procedure = Procedure(pilotSeconds: 3, warmupSeconds: warmup, sliceSeconds: 0.05)
    return made.with(plan: made.plan.with(procedure: procedure), pilots: pilots)
  }

  @Test func `a comparison tells start-up, steady state and warm-up by participant`() throws {
    let sessions = [(1, 5), (3, 9), (2, 7)].enumerated().map { block, times in
      Session(
        block: block, participant: "a/x", startupNanoseconds: times.0, warmupNanoseconds: times.1,
        warmupRequests: 1)
    }
    let others = Self.made.sessions.filter { $0.participant != "a/x" && $0.block < 2 }
    let comparison = Comparison(of: Self.run([4, 60]).with(sessions: sessions + others))
    #expect(comparison.warmups.map(\.participant) == ["a/x", "b/y"], "the twin is no competitor")
    #expect(comparison.warmups.map(\.startupNanoseconds) == [2, 200_000_000])
    #expect(comparison.warmups.map(\.steadyNanoseconds) == [400_000_000, nil])
    #expect(comparison.warmups.map(\.sessions) == [3, 2])
    #expect(comparison.warmups.map(\.warmupNanoseconds) == [7, 500_000_000])
    #expect(Comparison(of: Self.run([4, 60]).with(sessions: sessions)).warmups.count == 1)
  }

  @Test func `who never found its pace is a doubt, unless the warm-up was asked for or it failed`() {
    func doubts(_ record: RunRecord) -> [Warning] {
      Comparison(of: record).warnings.filter { if case .neverSteady = $0 { true } else { false } }
    }
    #expect(doubts(Self.run([4, 60])) == [.neverSteady(participant: "b/y", seconds: 6)])
    #expect(doubts(Self.run([4, 4])) == [])
    #expect(doubts(Self.run([4, 60], warmup: 2)) == [] && doubts(Self.run([4, nil])) == [])
  }
}
