import Glibc
import Record
import Statistics

/// One number per framework and block under one condition, and what follows from them.
struct Contest {
  /// By framework, then by block; the twin's are among them.
  let values: [String: [Int: Double]]
  /// The reference's twin; nil when the run had none.
  let twin: Comparison.Twin?
  /// What counts as equal: the larger of the reader's δ and the noise floor.
  let margin: EquivalenceMargin
  /// Every pair of frameworks, tested but not judged.
  let tests: [PairTest?]
  private let rules: ContestRules

  init(_ values: [String: [Int: Double]], by rules: ContestRules) {
    self.values = values
    self.rules = rules
    func test(_ a: String, _ b: String) -> PairTest? {
      let (first, second) = (values[a] ?? [:], values[b] ?? [:])
      let common = first.keys.filter { second[$0] != nil }.sorted()
      return PairTest(
        (a, common.compactMap { first[$0] }), (b, common.compactMap { second[$0] }))
    }
    let differences =
      rules.plan.twin.flatMap { test($0.name, rules.plan.reference) }?.blocks.logRatios ?? []
    margin = EquivalenceMargin(delta: rules.plan.delta, twinLogRatios: differences)
    twin = rules.plan.twin.map { twin in
      let ratio = Summary(of: differences).map { exp($0.mean) }
      return Comparison.Twin(
        framework: twin.name, blocks: differences.count, ratio: ratio,
        noiseFloor: ratio.map { _ in EquivalenceMargin(delta: 0, twinLogRatios: differences).delta })
    }
    tests = rules.pairs.map(test)
  }

  /// The verdicts of all contests of a family, corrected by Holm over everything that was tested at all.
  static func verdicts(of contests: [Contest]) -> [[Pair]] {
    let ps = contests.map { contest in contest.tests.map { $0?.signFlipP(contest.rules) } }
    var adjusted = MultipleComparisons.holm(ps.joined().compactMap(\.self))[...]
    return zip(contests, ps).map { contest, ps in
      zip(contest.tests, ps).compactMap { test, p in
        guard let test else { return nil }
        return Pair(
          test, p: p, adjustedP: p == nil ? nil : adjusted.popFirst(), margin: contest.margin,
          rules: contest.rules)
      }
    }
  }

  /// The frameworks with a number, best first.
  private var ordered: [String] {
    let means = rules.names.compactMap { name in
      mean(Array((values[name] ?? [:]).values.sorted())).map { (name, $0) }
    }
    let ascending = means.sorted { $0.1 < $1.1 }.map(\.0)
    return rules.better == .higher ? ascending.reversed() : ascending
  }

  /// Rank by framework, 1 the best; frameworks that cannot be told apart share one.
  func ranks(_ pairs: [Pair]) -> [String: Int] {
    let ordered = ordered
    let ranks = Cliques(of: ordered) { first, second in
      let verdict = Comparison.verdict(of: first, against: second, in: pairs)
      return verdict != .faster && verdict != .slower
    }.ranks
    return Dictionary(uniqueKeysWithValues: zip(ordered, ranks))
  }

  /// The framework that every other one with a number is proved slower than.
  func winner(_ pairs: [Pair]) -> String? {
    let names = ordered
    guard names.count > 1 else { return nil }
    return names.first { name in
      names.allSatisfy { $0 == name || Comparison.verdict(of: name, against: $0, in: pairs) == .faster }
    }
  }

  /// A framework over several contests: only those in which every framework has a number, and blocks that have them all.
  static func overall(_ framework: String, over contests: [Contest], won: Int, by rules: ContestRules)
    -> Comparison.Overall
  {
    let common = contests.filter { contest in rules.names.allSatisfy { contest.values[$0]?.isEmpty == false }
    }
    let blocks = Set(common.flatMap { $0.values.values.flatMap(\.keys) }).sorted().filter { block in
      common.allSatisfy { contest in rules.names.allSatisfy { contest.values[$0]?[block] != nil } }
    }
    let logRatios = common.map { contest in
      let (own, reference) = (contest.values[framework] ?? [:], contest.values[rules.plan.reference] ?? [:])
      return PairedBlocks(blocks.compactMap { own[$0] }, over: blocks.compactMap { reference[$0] })?.logRatios
        ?? []
    }
    let mean = GeometricMeanRatio(logRatios: logRatios)
    return Comparison.Overall(
      framework: framework, ratio: mean?.ratio,
      interval: mean?.interval(level: 0.95, seed: rules.plan.seed).map(Interval.init),
      workloads: common.count, won: won)
  }
}

/// What holds for every contest of one half of a run.
struct ContestRules {
  let plan: Plan
  /// Which numbers are better.
  let better: Statistics.Verdict.Better
  /// How many comparisons the correction covers.
  let family: Int
  /// Blocks before the test can reject at all; nil when no number suffices.
  let blocksNeeded: Int?

  /// The rules of a half with so many conditions, each a contest.
  init(_ plan: Plan, conditions: Int, better: Statistics.Verdict.Better) {
    self.plan = plan
    self.better = better
    let count = plan.frameworks.count
    family = max(1, count * (count - 1) / 2 * conditions)
    blocksNeeded = BlocksNeeded.toReject(family: family, alpha: Comparison.alpha)
  }

  /// The frameworks, in the plan's order.
  var names: [String] { plan.frameworks.map(\.name) }

  /// All pairs, those with the reference second coming first.
  var pairs: [(String, String)] {
    let others = names.filter { $0 != plan.reference }
    return others.map { ($0, plan.reference) }
      + others.indices.flatMap { i in others[..<i].map { (others[i], $0) } }
  }
}
