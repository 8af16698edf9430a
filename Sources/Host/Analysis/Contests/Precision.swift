import Glibc
package import Record
import Statistics

extension RunRecord {
  /// The conditions that a block is to measure: all of them in the blocks that are planned, later those where an interval is not narrow
  /// enough yet. It depends on the blocks before alone, so that it can be derived again.
  package func conditions(inBlock block: Int) -> Set<Key<Condition>> {
    let all = plan.families.flatMap(conditions).map(\.id)
    guard block >= plan.minimumBlocks, !isRepetition(block) else { return Set(all) }
    let table = Observations(of: only { $0.block < block })
    return Set(
      plan.families.flatMap { family in
        let rules = ContestRules(plan, family)
        return conditions(of: family).filter { !table.isPrecise($0, rules) }.map(\.id)
      })
  }
}

extension Observations {
  /// Whether every pair that was measured is known well enough by every primary measure.
  fileprivate func isPrecise(_ condition: Condition, _ rules: ContestRules) -> Bool {
    rules.measures.allSatisfy { measure in
      guard isTold(measure.id, condition.id) else { return true }
      let contest = OpenContest(measure, under: condition, of: self, by: rules)
      return zip(rules.pairs, contest.tests).allSatisfy { pair, test in
        let isMeasured = isMeasured(pair.a, condition.id) && isMeasured(pair.b, condition.id)
        return !isMeasured || test?.isPrecise(within: rules.family.delta) == true
      }
    }
  }
}

extension PairTest {
  /// Whether the 95 % interval's half-width is at most half of what does not matter.
  fileprivate func isPrecise(within delta: Double) -> Bool {
    guard let interval = interval(level: 0.95) else { return false }
    return log(interval.upper / interval.lower) / 2 <= log1p(delta) / 2
  }

  /// The smallest difference that is found with a probability of 80 %, at the level that the first of the family has to reach; nil without
  /// a spread.
  func minimumDetectableEffect(_ effects: DetectableEffects) -> Double? {
    guard let errors = effects.inStandardErrors[count], let deviation else { return nil }
    let effect = expm1(errors * (deviation / Double(count).squareRoot()))
    return effect.isFinite ? effect : nil
  }

  /// How many more blocks would make the interval narrow enough; nil: more than can be run.
  func moreBlocks(delta: Double) -> Int? {
    let missing = max(0, StepDownSignFlip.fewestBlocks - count)
    guard let deviation, delta > 0 else { return missing }
    return BlocksNeeded.toReach(halfWidth: log1p(delta) / 2, standardDeviation: deviation).map {
      max(missing, $0 - count)
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

  init(of tests: [PairTest], _ family: StepDownSignFlip) {
    let counts = Set(tests.map(\.count)).filter { $0 >= StepDownSignFlip.fewestBlocks }
    let critical = family.criticalPValue(alpha: ContestRules.alpha)
    let alpha = critical.flatMap { $0 > 0 ? min($0, ContestRules.alpha) : nil }
    inStandardErrors = Dictionary(
      uniqueKeysWithValues: alpha.map { alpha in
        counts.map { ($0, PairedPower.minimumDetectableEffect(blocks: $0, alpha: alpha)) }
      } ?? [])
  }
}
