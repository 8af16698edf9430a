import Glibc
package import Record
import Statistics

extension RunRecord {
  /// The conditions that a block is to measure: all of them in the blocks that are planned, later those where an interval is not narrow
  /// enough yet. It depends on the blocks before alone, so that it can be derived again.
  package func conditions(inBlock block: Int) -> Set<Key<Condition>> {
    let all = plan.families.flatMap(conditions).map(\.id)
    guard block >= plan.minimumBlocks else { return Set(all) }
    let table = Observations(of: only { $0.block < block })
    return Set(
      plan.families.flatMap { family in
        let rules = ContestRules(plan, family)
        return conditions(of: family).map(\.id).filter { !table.isPrecise($0, rules) }
      })
  }
}

extension Observations {
  /// Whether every pair that was measured is known well enough by every primary measure.
  fileprivate func isPrecise(_ condition: Key<Condition>, _ rules: ContestRules) -> Bool {
    rules.measures.allSatisfy { measure in
      let contest = OpenContest(measure, values(of: measure.id, under: condition), by: rules)
      return zip(rules.pairs, contest.tests).allSatisfy { pair, test in
        let isMeasured = isMeasured(pair.a, condition) && isMeasured(pair.b, condition)
        return !isMeasured || test?.isPrecise(within: contest.margin, rules) == true
      }
    }
  }
}

extension PairTest {
  /// Whether the 95 % interval's half-width is at most half of what counts as equal.
  fileprivate func isPrecise(within margin: EquivalenceMargin, _ rules: ContestRules) -> Bool {
    guard let needed = rules.blocksNeeded, raw.a.count >= needed, let interval = blocks.interval(level: 0.95)
    else { return false }
    return log(interval.upper / interval.lower) / 2 <= log1p(margin.delta) / 2
  }

  /// The smallest difference that is found with a probability of 80 %, at the level that Holm asks of the first; nil without a spread.
  func minimumDetectableEffect(_ effects: DetectableEffects) -> Double? {
    guard let errors = effects.inStandardErrors[raw.a.count], let deviation else { return nil }
    let effect = expm1(errors * (deviation / Double(raw.a.count).squareRoot()))
    return effect.isFinite ? effect : nil
  }

  /// How many more blocks would make the interval narrow enough; nil: more than can be run.
  func moreBlocks(_ margin: EquivalenceMargin, _ rules: ContestRules) -> Int? {
    guard let needed = rules.blocksNeeded else { return nil }
    guard let deviation, margin.delta > 0 else { return raw.a.count < needed ? needed - raw.a.count : nil }
    return BlocksNeeded.toReach(halfWidth: log1p(margin.delta) / 2, standardDeviation: deviation).map {
      max(0, max($0, needed) - raw.a.count)
    }
  }

  private var deviation: Double? {
    Summary(of: blocks.logRatios)?.standardDeviation.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
  }
}

/// What tests of a family can find, in standard errors: it takes long to compute, and depends on the number of blocks alone.
struct DetectableEffects {
  /// By number of blocks; those with which a test can reject.
  fileprivate let inStandardErrors: [Int: Double]

  init(of tests: some Sequence<PairTest>, _ rules: ContestRules) {
    let needed = rules.blocksNeeded ?? .max
    let counts = Set(tests.map(\.raw.a.count)).filter { $0 >= max(2, needed) }
    let alpha = ContestRules.alpha / Double(rules.comparisons)
    inStandardErrors = Dictionary(
      uniqueKeysWithValues: counts.map { ($0, PairedPower.minimumDetectableEffect(blocks: $0, alpha: alpha)) }
    )
  }
}
