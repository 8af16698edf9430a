import Record
import Statistics

/// A pair's values in the blocks that have both.
struct PairTest {
  let a: Key<Participant>
  let b: Key<Participant>
  let blocks: PairedBlocks
  /// The log ratio by block.
  let logRatios: [Int: Double]
  let raw: (a: [Double], b: [Double])

  /// nil without a common block.
  init?(_ a: Key<Participant>, over b: Key<Participant>, in values: [Key<Participant>: [Int: Double]]) {
    let (first, second) = (values[a] ?? [:], values[b] ?? [:])
    let common = first.keys.filter { second[$0] != nil }.sorted()
    raw = (common.compactMap { first[$0] }, common.compactMap { second[$0] })
    guard let blocks = PairedBlocks(raw.a, over: raw.b) else { return nil }
    self.a = a
    self.b = b
    self.blocks = blocks
    logRatios = Dictionary(uniqueKeysWithValues: zip(common, blocks.logRatios))
  }

  /// p of the sign-flip test; nil when it cannot reject with so few blocks.
  func signFlipP(_ rules: ContestRules) -> Double? {
    guard let needed = rules.blocksNeeded, raw.a.count >= needed else { return nil }
    return SignFlipTest(blocks.logRatios, seed: rules.plan.seed)?.pValue
  }
}

extension Pair {
  init(
    _ test: PairTest, p: Double?, adjustedP: Double?, margin: EquivalenceMargin, better: Measure.Better,
    effects: DetectableEffects, rules: ContestRules, bounds: Statistics.Verdict.Bounds
  ) {
    let interval95 = test.blocks.interval(level: 0.95)
    let interval90 = test.blocks.interval(level: 0.90)
    let blocks = test.raw.a.count
    self.init(
      a: test.a, b: test.b, blocks: blocks, ratio: test.blocks.ratio, robustRatio: test.blocks.robustRatio,
      interval: interval95.map(Interval.init), interval90: interval90.map(Interval.init), p: p,
      adjustedP: adjustedP, welch: WelchTest(test.raw.a, test.raw.b).map(Welch.init),
      minimumDetectableEffect: test.minimumDetectableEffect(effects),
      moreBlocks: test.moreBlocks(margin, rules),
      verdict: Verdict(
        Statistics.Verdict(
          interval95: interval95, interval90: interval90, adjustedPValue: adjustedP ?? 1,
          alpha: ContestRules.alpha, margin: margin, blocks: blocks, blocksNeeded: rules.blocksNeeded,
          better: better == .higher ? .higher : .lower, bounds: bounds)))
  }
}

extension Pair.Welch {
  init(_ test: WelchTest) {
    self.init(t: test.t, degreesOfFreedom: test.degreesOfFreedom, p: test.pValue)
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
