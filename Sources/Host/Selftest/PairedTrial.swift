import Analysis
import Record
import Statistics

/// Two contestants' values by block, judged as `compare` judges a family of one comparison.
struct PairedTrial: Sendable {
  /// As many blocks as `compare` plans.
  static let blocks = BlocksAdvice.usual

  let pairs: PairedBlocks
  let pValue: Double

  /// Compares `values` with the `reference` of the same blocks; nil when one is not above 0, or there are too few for a test.
  init?(_ values: [Double], over reference: [Double], seed: UInt64) {
    guard let pairs = PairedBlocks(values, over: reference),
      let p = StepDownSignFlip(
        [Dictionary(uniqueKeysWithValues: pairs.logRatios.enumerated().map { ($0, $1) })], seed: seed
      ).adjustedPValues[0]
    else { return nil }
    self.pairs = pairs
    pValue = p
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
      adjustedPValue: pValue, alpha: BlocksAdvice.alpha, delta: Family.usualDelta,
      blocks: pairs.logRatios.count, better: .higher)
  }
}
