import Glibc

/// The geometric mean of a pair's ratios over several conditions, from log ratios in blocks: every condition counts alike, and each
/// with the blocks that it has, so that one lost observation costs only itself.
package struct GeometricMeanRatio: Sendable, Equatable {
  /// The ratio.
  package let ratio: Double
  /// How far each block is from it, in logarithms: the mean over the block's conditions of their distance from their own mean.
  package let deviations: [Int: Double]

  /// The mean over `logRatios`: of each condition, its log ratio by block. nil when no condition has any, or one is not finite.
  ///
  /// Where every condition has every block, this is Student's interval of the blocks' means over conditions.
  package init?(logRatios: [[Int: Double]]) {
    let conditions = logRatios.filter { !$0.isEmpty }.map { $0.sorted { $0.key < $1.key } }
    guard !conditions.isEmpty, conditions.allSatisfy({ $0.allSatisfy(\.value.isFinite) }) else { return nil }
    let means = conditions.map { blocks in blocks.reduce(0) { $0 + $1.value } / Double(blocks.count) }
    ratio = exp(means.reduce(0, +) / Double(means.count))
    var found: [Int: (sum: Double, count: Int)] = [:]
    for (blocks, mean) in zip(conditions, means) {
      for (block, value) in blocks {
        let before = found[block] ?? (0, 0)
        found[block] = (before.sum + value - mean, before.count + 1)
      }
    }
    deviations = found.mapValues { $0.sum / Double($0.count) }
  }

  /// How many blocks it rests on.
  package var blocks: Int { deviations.count }

  /// By block, the mean over conditions of the log ratio, as it would be if no condition were missing: what a test of the ratio looks at.
  /// Their mean is the ratio's logarithm.
  package var logRatios: [Int: Double] {
    let middle = Summary(of: ordered)?.mean ?? 0
    return deviations.mapValues { log(ratio) + $0 - middle }
  }

  /// Student's interval over blocks; nil below `StepDownSignFlip.fewestBlocks`.
  package func interval(level: Double) -> ConfidenceInterval? {
    guard blocks >= StepDownSignFlip.fewestBlocks,
      let half = Summary(of: ordered)?.meanInterval(level: level)
    else { return nil }
    let width = (half.upper - half.lower) / 2
    return ConfidenceInterval(level: level, lower: ratio * exp(-width), upper: ratio * exp(width))
  }

  private var ordered: [Double] { deviations.sorted { $0.key < $1.key }.map(\.value) }
}
