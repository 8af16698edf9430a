import Glibc
import SeededRandom

/// One ratio over several workloads: the geometric mean, the only mean whose order of frameworks does not depend on
/// the reference (Fleming and Wallace, "How not to lie with statistics", CACM 1986).
package struct GeometricMeanRatio: Sendable, Equatable {
  /// The mean over the workloads of d, one per block; at least one.
  package let blockLogRatios: [Double]

  /// Combines d = ln(x_framework / x_reference) as `logRatios[workload][block]`: the same blocks for each workload,
  /// and the same workloads for everything that is compared. Nil when there is no workload or no block.
  package init?(logRatios: [[Double]]) {
    guard let blocks = logRatios.first?.indices, !blocks.isEmpty else { return nil }
    precondition(logRatios.allSatisfy { $0.indices == blocks }, "workloads with different blocks")
    blockLogRatios = blocks.map { block in
      logRatios.reduce(0) { $0 + $1[block] } / Double(logRatios.count)
    }
  }

  /// exp of the mean over all blocks and workloads.
  package var ratio: Double { exp(mean { $0 }) }

  /// The confidence interval of the ratio at `level`, for instance .95, by a percentile bootstrap with 10 000
  /// resamples (Efron 1979); nil for one block.
  ///
  /// Whole blocks are drawn, each with all its workloads, because the workloads of one block share its luck.
  package func interval(level: Double, seed: UInt64) -> ConfidenceInterval? {
    guard blockLogRatios.count > 1 else { return nil }
    var generator = SeededGenerator(seed: seed, stream: "blocks")
    let last = blockLogRatios.count - 1
    let means = (0..<10_000).map { _ in mean { _ in generator.integer(in: 0...last) } }
    guard let lower = means.quantile((1 - level) / 2), let upper = means.quantile((1 + level) / 2) else {
      return nil
    }
    return ConfidenceInterval(level: level, lower: exp(lower), upper: exp(upper))
  }

  /// The mean over the blocks that `pick` puts in the place of each block.
  private func mean(_ pick: (Int) -> Int) -> Double {
    blockLogRatios.indices.reduce(0) { $0 + blockLogRatios[pick($1)] } / Double(blockLogRatios.count)
  }
}
