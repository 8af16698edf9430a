import Record
import Statistics

/// Two frameworks' numbers block by block, tested but not yet judged: the correction for many comparisons comes between.
struct PairTest {
  let a: String
  let b: String
  let blocks: PairedBlocks
  let raw: (a: [Double], b: [Double])

  /// Compares `a` with `b`, whose values belong to the same blocks in the same order; nil without a common block.
  init?(_ a: (name: String, values: [Double]), _ b: (name: String, values: [Double])) {
    guard let blocks = PairedBlocks(a.values, over: b.values) else { return nil }
    self.a = a.name
    self.b = b.name
    raw = (a.values, b.values)
    self.blocks = blocks
  }

  /// The sign-flip test's p; nil below the number of blocks at which it can reject.
  func signFlipP(_ rules: ContestRules) -> Double? {
    guard let needed = rules.blocksNeeded, raw.a.count >= needed else { return nil }
    return SignFlipTest(blocks.logRatios, seed: rules.plan.seed)?.pValue
  }
}

extension Pair {
  /// The verdict on a test, given its p before and after correction.
  init(_ test: PairTest, p: Double?, adjustedP: Double?, margin: EquivalenceMargin, rules: ContestRules) {
    a = test.a
    b = test.b
    blocks = test.raw.a.count
    ratio = test.blocks.ratio
    robustRatio = test.blocks.robustRatio
    let interval95 = test.blocks.interval(level: 0.95)
    let interval90 = test.blocks.interval(level: 0.90)
    interval = interval95.map(Interval.init)
    self.interval90 = interval90.map(Interval.init)
    self.p = p
    self.adjustedP = adjustedP
    welch = WelchTest(test.raw.a, test.raw.b).map {
      Welch(t: $0.t, degreesOfFreedom: $0.degreesOfFreedom, p: $0.pValue)
    }
    minimumDetectableEffect = test.minimumDetectableEffect(rules)
    moreBlocks = test.moreBlocks(margin, rules)
    verdict = Verdict(
      Statistics.Verdict(
        interval95: interval95, interval90: interval90, adjustedPValue: adjustedP ?? 1,
        alpha: Comparison.alpha,
        margin: margin, blocks: blocks, blocksNeeded: rules.blocksNeeded, better: rules.better))
  }
}

extension Pair.Verdict {
  init(_ verdict: Statistics.Verdict) {
    self =
      switch verdict {
      case .faster: .faster
      case .slower: .slower
      case .equivalent: .equivalent
      case .inconclusive: .inconclusive
      case .needsBlocks: .needsBlocks
      }
  }
}

extension Interval {
  init(_ interval: ConfidenceInterval) { self.init(low: interval.lower, high: interval.upper) }
}
