import Analysis
import Record
import SeededRandom
import Statistics

/// Measures contestants in blocks: each once per block in a random order, so that slow drifts hit all alike.
enum Interleaving {
  /// The contestants' values, by contestant and then by block; the same generator gives the same order.
  static func values(
    of contestants: [() async throws -> Double], blocks: Int, using random: inout SeededGenerator
  ) async throws -> [[Double]] {
    var values = [[Double]](repeating: [], count: contestants.count)
    for _ in 0..<blocks {
      for index in random.shuffled(Array(contestants.indices)) {
        values[index].append(try await contestants[index]())
      }
    }
    return values
  }
}

/// Two contestants' values by block, judged as `compare` judges a family of one comparison.
struct PairedTrial: Sendable {
  private static let alpha = BlocksAdvice.alpha
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

  /// Whether the test says that both differ.
  var isRejected: Bool { pValue < Self.alpha }

  /// What `compare` would say of it, with its usual margin.
  var verdict: Verdict {
    Verdict(
      interval95: pairs.interval(level: 0.95), interval90: pairs.interval(level: 0.90),
      adjustedPValue: pValue, alpha: Self.alpha, delta: Family.usualDelta, blocks: pairs.logRatios.count,
      better: .higher)
  }
}
