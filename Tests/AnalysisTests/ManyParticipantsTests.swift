import Analysis
import Foundation
import Record
import SeededRandom
import TestSupport
import Testing

/// Overall figures of 25 participants under 6 workloads in 12 blocks, of which one is refused under one workload, and 1 % of the trials are lost:
/// in 78 of 100 blocks somebody lacks something.
@Suite struct ManyParticipantsTests {
  private static let names = (0..<25).map { "a/p\($0)" }
  private static let workloads = (0..<6).map { "w\($0)" }
  private static let refused = (name: "a/p7", workload: "w2")

  /// How many times as fast a participant is as the reference under a workload.
  private static func truth(_ participant: Int, _ workload: Int) -> Double {
    participant == 0
      ? 1 : (0.5 + 0.1 * Double(participant)) * (1 + 0.05 * Double((participant + workload) % 5))
  }

  /// The truth over all workloads that a participant serves.
  private static func truth(_ participant: Int) -> Double {
    let own = workloads.indices.filter {
      names[participant] != refused.name || workloads[$0] != refused.workload
    }
    return exp(own.reduce(0) { $0 + log(truth(participant, $1)) } / Double(own.count))
  }

  /// Values differ by some percent: by machine's moods between blocks, and by chance within.
  private static func run(seed: UInt64) -> RunRecord {
    var random = SeededGenerator(seed: seed)
    let moods = (0..<12).map { _ in 1 + 0.1 * (random.uniform() - 0.5) }
    var rates: [String: [String: [Double?]]] = [:]
    for (p, name) in names.enumerated() {
      for (w, workload) in workloads.enumerated() {
        rates[name, default: [:]][workload] = moods.map { mood in
          let luck = 1 + 0.06 * (random.uniform() + random.uniform() - 1)
          return random.uniform() < 0.01 ? nil : 20_000 * truth(p, w) * mood * luck
        }
      }
    }
    let made = SampleRun.make(rates, frameworks: names, workloads: workloads, comparisons: .reference)
    let failure = ConformanceRecord.Failure(check: "c", request: "r", expected: "e", got: "g")
    return made.with(
      trials: made.trials.filter {
        $0.participant.rawValue != refused.name || $0.condition.rawValue != refused.workload
      },
      conformance: [
        ConformanceRecord(
          participant: Key(refused.name), workload: Key(refused.workload), checks: 1, failures: [failure])
      ])
  }

  @Test func `everybody has an overall ratio and an interval, and it is said what they rest on`() throws {
    let record = Self.run(seed: 1)
    #expect(record.trials.contains { $0.failure != nil })
    let family = try #require(Comparison(of: record).families.first)
    let rows = try #require(family.standings.first?.rows)
    #expect(rows.map(\.participant.rawValue) == Self.names)
    #expect(rows.allSatisfy { $0.ratio != nil })
    #expect(rows.dropFirst().allSatisfy { $0.interval != nil && $0.blocks == 12 })
    #expect(rows.map(\.conditions) == Self.names.map { $0 == Self.refused.name ? 5 : 6 })
  }

  @Test func `comparisons are those with the reference, and nobody wins over who was not compared`() throws {
    let family = try #require(Comparison(of: Self.run(seed: 1)).families.first)
    #expect(family.method.comparisons == 24 * 6)
    for point in family.points {
      let contest = try #require(point.contests.first)
      let others = Self.names.dropFirst().filter {
        $0 != Self.refused.name || point.condition.id.rawValue != Self.refused.workload
      }
      #expect(contest.pairs.map(\.a.rawValue) == others && contest.pairs.allSatisfy { $0.b == "a/p0" })
      #expect(contest.winner == nil)
    }
    #expect(family.standings.first?.rows.allSatisfy { $0.won == 0 } == true)
  }

  @Test func `the truth is in the intervals as often as they say`() throws {
    let hits = try (1...4 as ClosedRange<UInt64>).flatMap { seed -> [Bool] in
      let rows = try #require(Comparison(of: Self.run(seed: seed)).families.first?.standings.first?.rows)
      return rows.enumerated().dropFirst().map { index, row in
        row.interval.map { ($0.low...$0.high).contains(Self.truth(index)) } ?? false
      }
    }
    // 95 of 100, which all share their reference's luck.
    let count = hits.count { $0 }
    #expect(hits.count == 96 && (87...95).contains(count), "\(count)")
  }
}
