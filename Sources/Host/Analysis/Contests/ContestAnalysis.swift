import Record
import Statistics

/// A contest before its verdicts, which depend on the whole family.
struct OpenContest {
  let measure: Measure
  /// A test for each pair of the rules; nil without a common block.
  let tests: [PairTest?]
  /// The twin's over the reference; nil without a common block.
  let twin: PairTest?
  private let rules: ContestRules
  /// Who is compared and has a value, the best mean first.
  private let ordered: [Key<Participant>]
  /// Who is compared and not refused.
  private let serving: [Key<Participant>]
  /// Whose value is only known to be at least so large.
  let atLeast: Set<Key<Participant>>
  /// Whose value few requests tell.
  private let sparse: Set<Key<Participant>>

  /// All participants by a measure under a condition; the values of those `atLeast` are only known to be at least so large.
  init(
    _ measure: Measure, under condition: Condition, of table: Observations, by rules: ContestRules,
    atLeast: Set<Key<Participant>> = []
  ) {
    let values = table.values(of: measure.id, under: condition.id)
    let compared = rules.plan.compared.map(\.id)
    let means = compared.compactMap { participant in
      mean((values[participant] ?? [:]).sorted { $0.key < $1.key }.map(\.value)).map { (participant, $0) }
    }
    let ascending = means.sorted { $0.1 < $1.1 }.map(\.0)
    self.measure = measure
    self.rules = rules
    self.atLeast = atLeast
    ordered = measure.better == .higher ? ascending.reversed() : ascending
    serving = compared.filter { !table.isRefused($0, condition) }
    let wanted = HTTPMeasures.requestsForVerdict(on: measure.id)
    sparse = Set(compared.filter { table.fewestRequests($0, condition.id) < wanted })
    tests = rules.pairs.map { PairTest($0.a, over: $0.b, in: values) }
    twin = rules.plan.twin.flatMap { PairTest($0.id, over: rules.plan.reference, in: values) }
  }

  /// Contests by the same rules with their verdicts, corrected together.
  static func decided(_ contests: [OpenContest], by rules: ContestRules) -> [Contest] {
    let tests = contests.flatMap(\.tests)
    let corrected = StepDownSignFlip(tests.map { $0?.logRatios ?? [:] }, seed: rules.plan.seed)
    let effects = DetectableEffects(of: tests.compactMap(\.self), corrected)
    let twins = Contest.Twin.all(contests.map { $0.twin?.logRatios ?? [:] }, rules)
    return contests.indices.map { index in
      let (contest, first) = (contests[index], index * rules.pairs.count)
      let pairs = contest.tests.enumerated().compactMap { place, test in
        test.map {
          contest.pair(
            $0, p: corrected.pValues[first + place], adjustedP: corrected.adjustedPValues[first + place],
            twins?[index], effects)
        }
      }
      return contest.decided(pairs, twins?[index])
    }
  }

  private func pair(
    _ test: PairTest, p: Double?, adjustedP: Double?, _ twin: Contest.Twin?, _ effects: DetectableEffects
  ) -> Pair {
    let interval95 = test.interval(level: 0.95)
    let interval90 = test.interval(level: 0.90)
    let verdict = Verdict(
      interval95: interval95, interval90: interval90, adjustedPValue: adjustedP, alpha: ContestRules.alpha,
      delta: rules.family.delta, blocks: test.count, better: measure.better == .higher ? .higher : .lower,
      bounds: .init(test.a, over: test.b, atLeast: atLeast),
      twinReach: twin?.reach, isSparse: !sparse.isDisjoint(with: [test.a, test.b]))
    return Pair(
      a: test.a, b: test.b, blocks: test.count, ratio: test.blocks.ratio,
      robustRatio: test.blocks.robustRatio, interval: interval95.map(Interval.init),
      interval90: interval90.map(Interval.init), p: p, adjustedP: adjustedP,
      welch: WelchTest(test.raw.a, test.raw.b).map(Pair.Welch.init),
      minimumDetectableEffect: test.minimumDetectableEffect(effects),
      moreBlocks: test.moreBlocks(delta: rules.family.delta),
      verdict: rules.isSteady(test.a, test.b) ? Pair.Verdict(verdict) : .unsteady)
  }

  private func decided(_ pairs: [Pair], _ twin: Contest.Twin?) -> Contest {
    let verdicts = PairVerdicts(pairs)
    let winner = serving.first { name in
      serving.count > 1 && serving.allSatisfy { $0 == name || verdicts[name, over: $0] == .faster }
    }
    return Contest(
      measure: measure.id, twin: twin, pairs: pairs, ranks: verdicts.ranks(of: ordered), winner: winner)
  }
}

extension Verdict.Bounds {
  /// What is known of a pair when those `atLeast` have lower bounds as values.
  init(_ a: Key<Participant>, over b: Key<Participant>, atLeast: Set<Key<Participant>>) {
    self.init(isFirstAtLeast: atLeast.contains(a), isSecondAtLeast: atLeast.contains(b))
  }
}
