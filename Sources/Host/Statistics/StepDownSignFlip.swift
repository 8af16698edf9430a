import Glibc
import SeededRandom

/// Step-down maximum sign-flip test of a family of cells whose blocks are shared: one sign per block is flipped for all cells together, so
/// that what a block did to several of them is not counted several times.
///
/// A cell's statistic is Student's two-sided p of its mean difference, with its own degrees of freedom, so that cells with different
/// numbers of blocks can be compared. The adjusted p of a cell is how often the least p of it and of all cells less extreme is at most its
/// own (Westfall and Young 1993, algorithm 2.8; Romano and Wolf 2005), made monotone. It can reject from 6 blocks on, for any family.
package struct StepDownSignFlip: Sendable, Equatable {
  /// Cells with fewer blocks stay outside of the family.
  package static let fewestBlocks = 6
  /// Up to so many blocks every pattern of signs is looked at.
  package static let largestExactCount = 16
  private static let drawCount = 20_000
  /// Statistics that differ by less, in proportion, are ties, and count.
  private static let tie = 1e-9

  /// The adjusted p of each cell, in their order; nil for one with fewer than `fewestBlocks`.
  package let adjustedPValues: [Double?]
  /// Whether every pattern was looked at.
  package let isExact: Bool

  /// The test of `cells`: of each, its difference by block. Beyond `largestExactCount` blocks patterns are drawn from `seed`.
  package init(_ cells: [[Int: Double]], seed: UInt64) {
    let tested = cells.indices.filter { cells[$0].count >= Self.fewestBlocks }
    let blocks = Set(tested.flatMap { cells[$0].keys }).sorted()
    isExact = blocks.count <= Self.largestExactCount
    let family = StepDownFamily(tested.map { cells[$0] }, blocks: blocks, tie: Self.tie)
    let ps =
      isExact
      ? family.exactPValues() : family.drawnPValues(count: Self.drawCount, seed: seed)
    var adjusted = [Double?](repeating: nil, count: cells.count)
    for (cell, p) in zip(tested, ps) { adjusted[cell] = p }
    adjustedPValues = adjusted
  }
}

/// The cells of a family by how extreme they are, and what is counted of them.
private struct StepDownFamily {
  /// A cell's differences by the place of their block, and what makes a p of their sum.
  private struct Cell {
    let differences: [(block: Int, value: Double)]
    /// The largest sum of any signs if all differences were alike: √(n Σd²).
    let bound: Double
    /// `thresholds[k]`: from how large a sum on, as a share of `bound`, its p is at most that of the k-th cell by rank.
    var thresholds: [Double] = []
  }

  private let cells: [Cell]
  /// The cells' places by rank, the most extreme first.
  private let order: [Int]
  private let blockCount: Int

  init(_ values: [[Int: Double]], blocks: [Int], tie: Double) {
    let places = Dictionary(uniqueKeysWithValues: blocks.enumerated().map { ($1, $0) })
    blockCount = blocks.count
    var cells = values.map { cell in
      let squares = cell.values.map { $0 * $0 }.sorted().reduce(0, +)
      return Cell(
        differences: cell.sorted { $0.key < $1.key }.compactMap { block, value in
          places[block].map { ($0, value) }
        }, bound: (Double(cell.count) * squares).squareRoot())
    }
    let shares = cells.map { cell in
      Self.share(cell.differences.reduce(0) { $0 + $1.value }, of: cell.bound)
    }
    let ps = cells.indices.map { Self.pValue(shares[$0], blocks: cells[$0].differences.count) }
    order = cells.indices.sorted { (ps[$0], $0) < (ps[$1], $1) }
    var known: [Int: [Double]] = [:]
    for index in cells.indices {
      let count = cells[index].differences.count
      let thresholds =
        known[count]
        ?? order.map { rank in
          cells[rank].differences.count == count
            ? shares[rank] : Self.share(pValue: ps[rank], blocks: count)
        }
      known[count] = thresholds
      cells[index].thresholds = thresholds.map { $0 * (1 - tie) }
    }
    self.cells = cells
  }

  /// |Σd| as a share of what it can be at most: of Student's t it is a monotone function, t² = (n − 1) r² / (1 − r²).
  private static func share(_ sum: Double, of bound: Double) -> Double { bound > 0 ? abs(sum) / bound : 0 }

  private static func pValue(_ share: Double, blocks: Int) -> Double {
    guard share < 1 else { return 0 }
    let freedom = Double(blocks - 1)
    let t = (freedom / (1 - share * share)).squareRoot() * share
    return StudentT(degreesOfFreedom: freedom).twoSidedPValue(t)
  }

  private static func share(pValue: Double, blocks: Int) -> Double {
    guard pValue > 0 else { return 1 }
    guard pValue < 1 else { return 0 }
    let freedom = Double(blocks - 1)
    let t = StudentT(degreesOfFreedom: freedom).quantile(1 - pValue / 2)
    return t / (freedom + t * t).squareRoot()
  }

  /// Every pattern; a pattern and its opposite are equally extreme, so the last block's sign can stay.
  func exactPValues() -> [Double] {
    guard !cells.isEmpty else { return [] }
    let patterns = 1 << max(0, blockCount - 1)
    var (signs, counts) = ([Double](repeating: 1, count: blockCount), [Int](repeating: 0, count: cells.count))
    for pattern in 0..<patterns {
      if pattern > 0 { signs[pattern.trailingZeroBitCount].negate() }  // Gray's order: one sign at a time
      count(signs, &counts)
    }
    return adjusted(counts.map { Double($0) / Double(patterns) })
  }

  func drawnPValues(count draws: Int, seed: UInt64) -> [Double] {
    guard !cells.isEmpty else { return [] }
    var generator = SeededGenerator(seed: seed, stream: "step-down sign flips")
    var (signs, counts) = ([Double](repeating: 1, count: blockCount), [Int](repeating: 0, count: cells.count))
    for _ in 0..<draws {
      var bits = UInt64(0)
      for block in signs.indices {
        if block.isMultiple(of: 64) { bits = generator.next() }
        signs[block] = bits & 1 == 0 ? 1 : -1
        bits >>= 1
      }
      count(signs, &counts)
    }
    return adjusted(counts.map { Double($0 + 1) / Double(draws + 1) })
  }

  /// Counts the ranks at which a cell of this rank or behind is as extreme under these signs.
  private func count(_ signs: [Double], _ counts: inout [Int]) {
    // A cell of rank j is as extreme as those of ranks from `first` on; of them, those up to j ask for it.
    var reached = [Int](repeating: .max, count: order.count)
    for (rank, index) in order.enumerated() {
      let cell = cells[index]
      let sum = cell.differences.reduce(0) { $0 + signs[$1.block] * $1.value }
      reached[rank] = Self.first(in: cell.thresholds, atMost: Self.share(sum, of: cell.bound))
    }
    var best = Int.max
    for rank in order.indices.reversed() {
      best = min(best, reached[rank])
      if best <= rank { counts[rank] += 1 }
    }
  }

  /// The first place in descending thresholds that `share` reaches.
  private static func first(in thresholds: [Double], atMost share: Double) -> Int {
    var (low, high) = (0, thresholds.count)
    while low < high {
      let middle = (low + high) / 2
      if thresholds[middle] <= share { high = middle } else { low = middle + 1 }
    }
    return low < thresholds.count ? low : .max
  }

  /// Made monotone over the ranks, in the cells' order.
  private func adjusted(_ ps: [Double]) -> [Double] {
    var (largest, adjusted) = (0.0, [Double](repeating: 1, count: ps.count))
    for (rank, index) in order.enumerated() {
      largest = max(largest, ps[rank])
      adjusted[index] = largest
    }
    return adjusted
  }
}
