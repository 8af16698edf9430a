import Analysis
import Record
import Statistics

/// Two contestants' values by block, judged as `compare` judges a family of one comparison.
struct PairedTrial: Sendable {
  /// As many blocks as `compare` plans.
  static let blocks = 8

  let pairs: PairedBlocks
  let pValue: Double

  /// Compares `values` with the `reference` of the same blocks; nil when one is not above 0.
  init?(_ values: [Double], over reference: [Double], seed: UInt64) {
    guard let pairs = PairedBlocks(values, over: reference),
      let test = SignFlipTest(pairs.logRatios, seed: seed)
    else { return nil }
    self.pairs = pairs
    pValue = test.pValue
  }

  /// Compares the first with the second value of each block; nil when one is not above 0.
  init?(blocks: [[Double]], seed: UInt64) {
    self.init(blocks.map { $0[0] }, over: blocks.map { $0[1] }, seed: seed)
  }

  /// Whether the test says that both differ.
  var isRejected: Bool { pValue < BlocksAdvice.alpha }

  /// What `compare` would say of it, with its usual margin.
  var verdict: Verdict {
    Verdict(
      interval95: pairs.interval(level: 0.95), interval90: pairs.interval(level: 0.90),
      adjustedPValue: pValue, alpha: BlocksAdvice.alpha, margin: EquivalenceMargin(delta: Family.usualDelta),
      blocks: pairs.logRatios.count,
      blocksNeeded: BlocksNeeded.toReject(family: 1, alpha: BlocksAdvice.alpha), better: .higher)
  }
}
