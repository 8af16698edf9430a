import Analysis
import Evidence
import Foundation
import Record
import TestSupport
import Testing

/// A kind of condition that no code knows gets everything that capacity and latency get.
@Suite struct EchoTests {
  private static let record = EchoRun.make()
  private static let measures = [EchoRun.roundTrip.id, EchoRun.echoes.id]

  private func family() throws -> FamilyComparison {
    let families = Comparison(of: Self.record).families
    #expect(families.count == 1)
    return try #require(families.first)
  }

  @Test func `each of its conditions is a point with a contest for each primary measure`() throws {
    let family = try family()
    #expect(
      family.family == "echo" && family.points.map(\.condition.id) == ["echo at 100/s", "echo at 1000/s"])
    #expect(family.points.allSatisfy { $0.contests.map(\.measure) == Self.measures })
    // Six pairs of four, two conditions, two measures.
    #expect(family.method.comparisons == 24 && family.method.blocksNeeded == 6 && family.method.blocks == 10)
    let states = family.points.map { $0.cells.map(\.state) }
    #expect(states == Array(repeating: [.measured, .measured, .measured, .refused], count: 2))
  }

  @Test func `better is what its measures say, and verdicts, ranks and winners follow`() throws {
    for point in try family().points {
      let blocks = point.condition.id == "echo at 1000/s" ? 9 : 10
      for (contest, ratio) in zip(point.contests, [0.5, 2]) {
        let pair = try #require(contest.pair("b/y", over: "a/x"))
        #expect(pair.verdict == .faster && abs(pair.ratio - ratio) < 1e-9 && pair.blocks == 10)
        let same = try #require(contest.pair("c/z", over: "a/x"))
        #expect(same.verdict == .equivalent && same.blocks == blocks)
        #expect(contest.pairs.count == 3 && contest.twin?.resolution == 0)
        #expect(contest.ranks["b/y"] == 1 && contest.ranks["d/w"] == nil)
      }
    }
    let first = try #require(try family().points.first?.contests.first)
    #expect(first.ranks == ["b/y": 1, "a/x": 2, "c/z": 2] && first.winner == "b/y")
  }

  @Test func `everybody stands over the conditions, by each measure and by category`() throws {
    let standings = try family().standings
    #expect(standings.map(\.measure) == Self.measures)
    for (standing, ratio) in zip(standings, [0.5, 2]) {
      #expect(standing.rows.map(\.participant) == ["a/x", "b/y", "c/z", "d/w"])
      #expect(
        standing.rows.map(\.conditions) == [2, 2, 2, 0] && standing.rows.map(\.blocks) == [0, 10, 10, 0])
      let found = standing.rows.map(\.ratio)
      #expect(abs((found[1] ?? 0) - ratio) < 1e-9 && abs((found[2] ?? 0) - 1) < 1e-9 && found[3] == nil)
      #expect(standing.categories.map(\.name) == ["echoes"])
    }
  }

  @Test func `cells have its figures and none that HTTP has`() throws {
    let cell = try #require(try family().points.last?.cell("c/z"))
    #expect(Set(cell.figures.keys) == Set(Self.measures) && cell.blocks == 9 && cell.requests == 0)
    let echoes = try #require(cell.figures[EchoRun.echoes.id])
    #expect(echoes.blocks == 9 && echoes.value == echoes.mean && abs(echoes.mean - 1000) < 10)
    #expect(cell.reason == .failed(.init(stage: .measure, reason: "no echo")))
  }

  @Test func `what is missing is a doubt`() {
    let warnings = Comparison(of: Self.record).warnings
    let places = warnings.compactMap { warning -> String? in
      guard case .missing(let participant, let conditions, let state, _) = warning else { return nil }
      return "\(participant) \(conditions.map(\.rawValue)) \(state.rawValue)"
    }
    #expect(
      places == [
        #"c/z ["echo at 1000/s"] measured"#, #"d/w ["echo at 100/s", "echo at 1000/s"] refused"#,
      ])
    #expect(warnings.count == 2)
  }

  @Test func `it is stored and read back, and so is what it says`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "echo-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let journal = try RunStore(folder).begin(Self.record.run)
    try journal.append(Self.record)
    let stored = try RunStore.read(journal.folder)
    #expect(stored.run == Self.record.run && stored.trials == Self.record.trials)
    let comparison = Comparison(of: stored)
    #expect(comparison == Comparison(of: Self.record))
    #expect(try StoredForm.decode(Comparison.self, from: StoredForm.encode(comparison)) == comparison)
  }

  @Test func `later blocks are spent where they are needed, runs are compared, and it is profiled`() throws {
    let family = Self.record.plan.families[0]
    let early = Self.record.with(plan: Self.record.plan.with(minimumBlocks: 5))
    #expect(early.conditions(inBlock: 4).count == 2)
    // Six blocks decide, of which the one that c/z lost is none.
    #expect(early.conditions(inBlock: 6) == ["echo at 1000/s"] && early.conditions(inBlock: 7).isEmpty)
    let runs = try RunComparison(of: Self.record, against: Self.record)
    #expect(runs.cells.count == 12 && Set(runs.cells.map(\.measure.id)) == Set(Self.measures))
    let profile = try #require(Profile(of: Self.record, baseline: nil) { _ in .missing(reason: "none") })
    #expect(profile.parts.map(\.condition.id) == family.conditions.map(\.id))
    #expect(profile.parts[0].interval.map { $0.low < 20_000 && 20_000 < $0.high } == true)
  }

  @Test func `nothing in it contradicts itself, and what is changed in it is found`() {
    #expect(Self.record.contradictions == [])
    var trials = Self.record.trials
    trials.swapAt(0, 2)
    #expect(Self.record.with(trials: trials).contradictions.count == 1)
    let plan = Self.record.plan.with(
      blocks: Self.record.plan.blocks.map {
        .init(participants: $0.participants.dropLast(), conditions: $0.conditions)
      })
    #expect(Self.record.with(plan: plan).contradictions.first?.contains("a block") == true)
    let other = Design(of: Self.record, availableSeconds: 1)
    #expect(Self.record.with(design: other).contradictions == [])
    let longer = Self.record.with(
      plan: Self.record.plan.with(procedure: .init(pilotSeconds: 0, closedSeconds: 2, sliceSeconds: 1)))
    #expect(longer.contradictions.first?.contains("does not follow") == true)
    let first = Self.record.trials[0]
    for figures in [["echoes": -1.0], [:], ["news": 1.0]] as [[Key<Measure>: Double]] {
      let changed = Trial(
        block: 0, participant: first.participant, condition: first.condition, startedAt: first.startedAt,
        figures: figures)
      let found = Self.record.with(trials: [changed] + Self.record.trials.dropFirst()).contradictions
      #expect(found.count == 1 && found[0].hasPrefix("trial 1: "), "\(figures): \(found)")
    }
  }
}
