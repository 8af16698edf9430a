import Record
import Statistics

extension Standing {
  /// Everybody over all conditions of a family, by each of its primary measures; the overall figures are corrected together.
  static func all(_ points: [Point], _ open: [[OpenContest]], _ rules: ContestRules) -> [Standing] {
    let fields = rules.measures.indices.map { index in
      zip(points, open).map { point, contests in
        Entry(
          category: rules.plan.workload(point.condition.workload)?.category ?? "",
          winner: point.contests[index].winner, contest: contests[index])
      }
    }
    let means = fields.map { entries in
      rules.pairs.indices.map { pair in OverallTest(entries.map { $0.contest.tests[pair] }) }
    }
    let corrected = StepDownSignFlip(
      means.joined().map { $0?.mean.logRatios ?? [:] }, seed: rules.plan.seed)
    let twins = Contest.Twin.all(
      fields.map { entries in OverallTest(entries.map(\.contest.twin))?.mean.logRatios ?? [:] }, rules)
    return rules.measures.indices.map { index in
      let first = index * rules.pairs.count
      let atLeast = fields[index].reduce(into: Set()) { $0.formUnion($1.contest.atLeast) }
      let pairs = means[index].enumerated().compactMap { place, test in
        test.map {
          Overall(
            $0, rules.pairs[place], p: corrected.pValues[first + place],
            adjustedP: corrected.adjustedPValues[first + place], twins?[index],
            better: rules.measures[index].better, atLeast: atLeast, rules)
        }
      }
      return Standing(rules.measures[index].id, fields[index], pairs, twins?[index], rules)
    }
  }

  /// A condition as far as standings look at it.
  fileprivate struct Entry {
    let category: String
    let winner: Key<Participant>?
    let contest: OpenContest
  }

  private init(
    _ measure: Key<Measure>, _ entries: [Entry], _ pairs: [Overall], _ twin: Contest.Twin?,
    _ rules: ContestRules
  ) {
    self.measure = measure
    self.pairs = pairs
    self.twin = twin
    rows = Self.rows(entries, rules)
    categories = entries.map(\.category).unique.map { name in
      let own = entries.filter { $0.category == name }
      let winners = Set(own.map(\.winner))
      return Category(
        name: name, rows: Self.rows(own, rules),
        winner: winners.count == 1 ? winners.first.flatMap(\.self) : nil)
    }
  }

  private static func rows(_ entries: [Entry], _ rules: ContestRules) -> [Row] {
    rules.plan.compared.map { participant in
      let id = participant.id
      let won = entries.count { $0.winner == id }
      guard let pair = rules.pairs.firstIndex(where: { $0.a == id && $0.b == rules.plan.reference }) else {
        return Row(
          participant: id, ratio: 1, interval: nil, conditions: entries.count, blocks: 0, won: won)
      }
      let test = OverallTest(entries.map { $0.contest.tests[pair] })
      return Row(
        participant: id, ratio: test?.mean.ratio,
        interval: test?.interval(level: 0.95).map(Interval.init), conditions: test?.conditions ?? 0,
        blocks: test?.mean.blocks ?? 0, won: won)
    }
  }
}

/// A pair over several conditions.
private struct OverallTest {
  let mean: GeometricMeanRatio
  /// How many conditions it rests on.
  let conditions: Int
  /// The only one of them.
  private let only: PairTest?

  /// Student's interval; of one condition its own, to the last digit.
  func interval(level: Double) -> ConfidenceInterval? {
    only.map { $0.interval(level: level) } ?? mean.interval(level: level)
  }

  /// Over the conditions with enough blocks for a test, since the others' luck would count as much as their rest; over all where none has.
  init?(_ tests: [PairTest?]) {
    let common = tests.compactMap(\.self)
    let known = common.filter { $0.count >= StepDownSignFlip.fewestBlocks }
    let counted = known.isEmpty ? common : known
    guard let mean = GeometricMeanRatio(logRatios: counted.map(\.logRatios)) else { return nil }
    self.mean = mean
    conditions = counted.count
    only = counted.count == 1 ? counted[0] : nil
  }
}

extension Standing.Overall {
  fileprivate init(
    _ test: OverallTest, _ pair: (a: Key<Participant>, b: Key<Participant>), p: Double?, adjustedP: Double?,
    _ twin: Contest.Twin?, better: Measure.Better, atLeast: Set<Key<Participant>>, _ rules: ContestRules
  ) {
    let interval95 = test.interval(level: 0.95)
    let verdict = Verdict(
      interval95: interval95, interval90: test.interval(level: 0.90), adjustedPValue: adjustedP,
      alpha: ContestRules.alpha, delta: rules.family.delta, blocks: test.mean.blocks,
      better: better == .higher ? .higher : .lower, bounds: .init(pair.a, over: pair.b, atLeast: atLeast),
      twinReach: twin?.reach)
    self.init(
      a: pair.a, b: pair.b, ratio: test.mean.ratio, interval: interval95.map(Interval.init),
      conditions: test.conditions, blocks: test.mean.blocks, p: p, adjustedP: adjustedP,
      verdict: rules.isSteady(pair.a, pair.b) ? Pair.Verdict(verdict) : .unsteady)
  }
}
