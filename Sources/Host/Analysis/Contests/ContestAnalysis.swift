import Glibc
import Record
import Statistics

/// A contest before its verdicts, which depend on the whole family.
struct OpenContest {
  let measure: Measure
  let values: [Key<Participant>: [Int: Double]]
  let margin: EquivalenceMargin
  let twin: Contest.Twin?
  /// A test for each pair of the rules; nil without a common block.
  let tests: [PairTest?]
  private let rules: ContestRules
  private let atLeast: Set<Key<Participant>>

  /// A contest over each participant's `values` by block; those `atLeast` are only known to be at least so large.
  init(
    _ measure: Measure, _ values: [Key<Participant>: [Int: Double]], by rules: ContestRules,
    atLeast: Set<Key<Participant>> = []
  ) {
    self.measure = measure
    self.atLeast = atLeast
    self.values = values
    self.rules = rules
    let twin = rules.plan.twin?.id
    let differences =
      twin.flatMap { PairTest($0, over: rules.plan.reference, in: values)?.blocks.logRatios } ?? []
    margin = EquivalenceMargin(delta: rules.family.delta, twinLogRatios: differences)
    self.twin = twin.map { twin in
      let ratio = Summary(of: differences).map { exp($0.mean) }
      return Contest.Twin(
        participant: twin, blocks: differences.count, ratio: ratio,
        noiseFloor: ratio.map { _ in EquivalenceMargin(delta: 0, twinLogRatios: differences).delta })
    }
    tests = rules.pairs.map { PairTest($0.a, over: $0.b, in: values) }
  }

  /// Who ratios are relative to.
  var reference: Key<Participant> { rules.plan.reference }

  /// Contests by the same rules with their verdicts, corrected together.
  static func decided(_ contests: [OpenContest], by rules: ContestRules) -> [Contest] {
    let effects = DetectableEffects(of: contests.lazy.flatMap(\.tests).compactMap(\.self), rules)
    let ps = contests.map { contest in contest.tests.map { $0?.signFlipP(rules) } }
    var adjusted = MultipleComparisons.holm(ps.joined().compactMap(\.self))[...]
    return zip(contests, ps).map { contest, ps in
      let pairs = zip(contest.tests, ps).compactMap { test, p in
        test.map {
          Pair(
            $0, p: p, adjustedP: p == nil ? nil : adjusted.popFirst(), margin: contest.margin,
            better: contest.measure.better, effects: effects, rules: rules,
            bounds: .init(
              isFirstAtLeast: contest.atLeast.contains($0.a), isSecondAtLeast: contest.atLeast.contains($0.b))
          )
        }
      }
      return contest.decided(pairs)
    }
  }

  private func decided(_ pairs: [Pair]) -> Contest {
    let verdicts = Verdicts(pairs)
    let ordered = ordered
    let ranks = Cliques(of: ordered) { !verdicts.isDecided($0, $1) }.ranks
    let winner = ordered.first { name in
      ordered.count > 1 && ordered.allSatisfy { $0 == name || verdicts[name, over: $0] == .faster }
    }
    return Contest(
      measure: measure.id, delta: margin.delta, twin: twin, pairs: pairs,
      ranks: Dictionary(uniqueKeysWithValues: zip(ordered, ranks)), winner: winner)
  }

  /// Who is compared and has a value, the best mean first.
  private var ordered: [Key<Participant>] {
    let means = rules.plan.compared.compactMap { participant in
      mean((values[participant.id] ?? [:]).sorted { $0.key < $1.key }.map(\.value)).map {
        (participant.id, $0)
      }
    }
    let ascending = means.sorted { $0.1 < $1.1 }.map(\.0)
    return measure.better == .higher ? ascending.reversed() : ascending
  }
}

/// The verdicts of pairs, in either order.
private struct Verdicts {
  private struct Sides: Hashable {
    let a: Key<Participant>
    let b: Key<Participant>
  }

  private let verdicts: [Sides: Pair.Verdict]

  init(_ pairs: [Pair]) {
    verdicts = pairs.reduce(into: [:]) { all, pair in
      all[Sides(a: pair.a, b: pair.b)] = pair.verdict
      all[Sides(a: pair.b, b: pair.a)] = pair.verdict.reversed
    }
  }

  subscript(_ a: Key<Participant>, over b: Key<Participant>) -> Pair.Verdict? { verdicts[Sides(a: a, b: b)] }

  func isDecided(_ a: Key<Participant>, _ b: Key<Participant>) -> Bool {
    self[a, over: b] == .faster || self[a, over: b] == .slower
  }
}
