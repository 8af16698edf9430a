import Analysis
import Record
import SeededRandom
import TestSupport
import Testing

/// Two participants and a twin under four workloads in ten blocks, in orders that are drawn.
enum DriftingRun {
  /// b/y does `cold` as much in the first place of each session, and the twin so many times what the reference does.
  static func make(cold: Double, twin: Double = 1, isShuffled: Bool = true) -> RunRecord {
    let workloads = ["s", "t", "u", "v"]
    var random = SeededGenerator(seed: 3)
    func rates(_ mean: Double) -> [String: [Double?]] {
      Dictionary(
        uniqueKeysWithValues: workloads.map { workload in
          (workload, (0..<10).map { _ in (mean * (1 + 0.01 * random.uniform())).rounded() })
        })
    }
    let made = SampleRun.make(
      ["a/x": rates(1000), "b/y": rates(2000)], frameworks: ["a/x", "b/y"], workloads: workloads,
      twin: rates(1000 * twin))
    guard isShuffled else { return made }
    let sessions = Dictionary(grouping: made.trials) { "\($0.block) \($0.participant)" }
    let trials = sessions.sorted { $0.key < $1.key }.flatMap { _, session in
      random.shuffled(session).enumerated().map { place, trial in
        place == 0 && trial.participant == "b/y" ? trial.doing(cold) : trial
      }
    }
    return made.with(trials: trials)
  }
}

extension Trial {
  /// The same trial with so many times its throughput.
  fileprivate func doing(_ factor: Double) -> Trial {
    var figures = figures
    figures[.throughput]? *= factor
    return Trial(
      block: block, participant: participant, condition: condition, startedAt: startedAt,
      startupNanoseconds: startupNanoseconds, warmup: warmup, figures: figures, load: load, system: system,
      gates: gates, metrics: metrics)
  }
}

@Suite struct DriftTests {
  @Test func `there is no verdict with a participant that changes over a session, and a warning says so`()
    throws
  {
    let comparison = Comparison(of: DriftingRun.make(cold: 0.8))
    let drift = try #require(comparison.drifts.first { $0.isDrifting })
    #expect(comparison.drifts.map(\.participant) == ["a/x", "b/y", "a/x (twin)"])
    #expect(comparison.drifts.count { $0.isDrifting } == 1 && drift.participant == "b/y")
    #expect(drift.family == .capacity && drift.trials == 40 && drift.p < 1e-9)
    #expect(
      drift.degreesOfFreedom == 3 && drift.restDegreesOfFreedom == 24 && abs(drift.growth - 0.25) < 0.02)
    let family = try #require(comparison.families.first)
    let contests = family.points.flatMap(\.contests)
    #expect(
      contests.flatMap(\.pairs).allSatisfy { $0.verdict == .unsteady }
        && contests.allSatisfy { $0.winner == nil })
    #expect(
      contests.allSatisfy { $0.ranks == [:] } && family.standings.first?.pairs.map(\.verdict) == [.unsteady])
    #expect(
      comparison.warnings.contains(
        .drift(participant: "b/y", family: .capacity, growth: drift.growth, p: drift.p)))
  }

  @Test func `a difference that does not matter is no drift, however sure`() throws {
    let comparison = Comparison(of: DriftingRun.make(cold: 0.98))
    let drift = try #require(comparison.drifts.first { $0.participant == "b/y" })
    #expect(drift.p < 0.001 && !drift.isDrifting)
    #expect(comparison.families.first?.points.first?.contests.first?.winner == "b/y")
  }

  @Test func `where every session has the same order nothing is told`() {
    #expect(Comparison(of: DriftingRun.make(cold: 0.8, isShuffled: false)).drifts.isEmpty)
  }
}
