import Glibc
import Record
import Statistics

/// The values of one cell in two runs, tested but not yet judged: the correction for many comparisons
/// comes between.
struct UnpairedTest {
  let place: RunComparison.Place
  let measure: Measure
  /// The share up to which differences count as equal.
  let delta: Double
  /// One value per block, all above 0 and at least one.
  let baseline: [Double]
  let compare: [Double]
  /// Welch on logarithms; nil when a run has fewer than two values, or neither any spread.
  let logs: UnpairedRatio?
  let ranks: MannWhitneyTest

  /// nil when a run has no value.
  init?(
    _ place: RunComparison.Place, _ measure: Measure, delta: Double, baseline: [Double], compare: [Double]
  ) {
    guard
      let ranks = MannWhitneyTest(compare, baseline, method: .exact) ?? MannWhitneyTest(compare, baseline)
    else { return nil }
    self.place = place
    self.measure = measure
    self.delta = delta
    self.baseline = baseline
    self.compare = compare
    self.ranks = ranks
    logs = UnpairedRatio(compare, over: baseline)
  }

  /// The ratio of the geometric means.
  var ratio: Double {
    func mean(_ values: [Double]) -> Double { values.reduce(0) { $0 + log($1) } / Double(values.count) }
    return exp(mean(compare) - mean(baseline))
  }
}

extension CellComparison {
  /// The verdict on a test, given both p after correction; nil when a sample is empty.
  init?(
    _ test: UnpairedTest, adjustedP: Double?, adjustedRankP: Double, alpha: Double, family: Int
  ) {
    guard let baseline = Cell.Aggregate(test.baseline), let compare = Cell.Aggregate(test.compare) else {
      return nil
    }
    participant = test.place.participant
    condition = test.place.condition
    measure = test.measure
    delta = test.delta
    self.baseline = baseline
    self.compare = compare
    ratio = test.ratio
    let interval95 = test.logs?.interval(level: 0.95)
    let interval90 = test.logs?.interval(level: 0.90)
    interval = interval95.map(Interval.init)
    self.interval90 = interval90.map(Interval.init)
    p = test.logs?.pValue
    self.adjustedP = adjustedP
    rankTest = RankTest(
      u: test.ranks.u, p: test.ranks.pValue, adjustedP: adjustedRankP, isExact: test.ranks.method == .exact)
    welch = WelchTest(test.compare, test.baseline).map {
      Pair.Welch(t: $0.t, degreesOfFreedom: $0.degreesOfFreedom, p: $0.pValue)
    }
    let rejects = adjustedP.map { $0 < alpha } ?? false
    testsAgree = rejects == (adjustedRankP < alpha)
    let smallest = MannWhitneyTest.smallestPossiblePValue(counts: (baseline.blocks, compare.blocks))
    let canReject = smallest * Double(family) < alpha
    verdict =
      if !canReject {
        .needsBlocks
      } else if !testsAgree || test.logs == nil {
        .inconclusive
      } else {
        Pair.Verdict(
          Statistics.Verdict(
            interval95: interval95, interval90: interval90,
            adjustedPValue: max(adjustedP ?? 1, adjustedRankP), alpha: alpha, delta: test.delta,
            blocks: min(baseline.blocks, compare.blocks), needed: 2,
            better: test.measure.better == .higher ? .higher : .lower))
      }
  }
}
