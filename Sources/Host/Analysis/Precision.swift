import Glibc
package import Record
import Statistics

extension StoredRun {
  /// The workloads that a block of a half is spent on: all of them in the fewest blocks that the plan wants; later those that
  /// were not precise in the blocks before, with every framework, so that their blocks stay complete. None: the half is precise.
  package func workloads(of half: RunHalf, inBlock block: Int) -> Set<String> {
    guard run.plan.stopping != nil, block >= run.plan.minimumBlocks(half) else {
      return Set(run.plan.workloads.map(\.name))
    }
    let before = trials.filter { ($0.offeredRate == nil) != (half == .capacity) || $0.block < block }
    return StoredRun(run: run, trials: before, folder: folder).impreciseWorkloads(half)
  }

  /// The workloads of a half with a pair of frameworks that gave numbers, but fewer blocks than its test needs, or a 95 %
  /// interval whose half-width is more than half of what counts as equal, ln(1 + δ)/2 in logarithms.
  func impreciseWorkloads(_ half: RunHalf) -> Set<String> {
    let table = Observations(of: self)
    let conditions: [(workload: String, rate: Double?)] =
      half == .capacity
      ? run.plan.workloads.map { ($0.name, nil) }
      : (run.offered ?? []).flatMap { offer in offer.rates.map { (offer.workload, $0) } }
    let rules = ContestRules(
      run.plan, conditions: conditions.count, better: half == .capacity ? .higher : .lower)
    let imprecise = conditions.filter { condition in
      let values =
        condition.rate.map { table.p99(condition.workload, $0) } ?? table.throughput(condition.workload)
      let contest = Contest(values, by: rules)
      return zip(rules.pairs, contest.tests).contains { pair, test in
        let isMeasured = [pair.0, pair.1].allSatisfy { table.hasLoad($0, condition.workload, condition.rate) }
        return isMeasured && test?.isPrecise(within: contest.margin, rules) != true
      }
    }
    return Set(imprecise.map(\.workload))
  }
}

extension PairTest {
  /// Whether the interval is narrow enough to show or to exclude a difference of the margin.
  fileprivate func isPrecise(within margin: EquivalenceMargin, _ rules: ContestRules) -> Bool {
    guard let needed = rules.blocksNeeded, raw.a.count >= needed, let interval = blocks.interval(level: 0.95)
    else { return false }
    return log(interval.upper / interval.lower) / 2 <= log1p(margin.delta) / 2
  }

  /// The smallest difference, as a share, that these blocks show with a probability of 80 %, by Bonferroni's bound
  /// over the family; nil with fewer blocks than the test needs, or without any variance.
  func minimumDetectableEffect(_ rules: ContestRules) -> Double? {
    guard let needed = rules.blocksNeeded, raw.a.count >= max(2, needed), let deviation = deviation else {
      return nil
    }
    let power = PairedPower(
      standardDeviation: deviation, blocks: raw.a.count, alpha: Comparison.alpha / Double(rules.family))
    let effect = expm1(power.minimumDetectableEffect())
    return effect.isFinite ? effect : nil
  }

  /// How many more blocks like these would be precise, and enough for the test; nil when no number is known.
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
