import SeededRandom

/// Step-down maximum sign-flip test of a family of cells whose blocks are shared: one sign per block is flipped for all cells together, so
/// that what a block did to several of them is not counted several times.
///
/// A cell's statistic is Student's two-sided p of its mean difference, with its own degrees of freedom, so that cells with different
/// numbers of blocks can be compared; a flip without variance is as extreme as can be. The adjusted p of a cell is how often the least p of
/// it and of all cells less extreme is at most its own (Westfall and Young, "Resampling-Based Multiple Testing", 1993, algorithm 2.8; Romano
/// and Wolf, "Exact and approximate stepdown methods for multiple hypothesis testing", 2005), made monotone. It can reject from
/// `fewestBlocks` on, for any family: 2 of 2⁶ patterns are .03125.
package struct StepDownSignFlip: Sendable, Equatable {
  /// Cells with fewer blocks stay outside of the family.
  package static let fewestBlocks = 6
  /// Up to so many blocks every pattern of signs is looked at; of more, patterns are drawn and p = (k + 1)/(N + 1) (Phipson and Smyth,
  /// "Permutation p-values should never be zero", 2010).
  package static let largestExactCount = 16
  private static let drawCount = 20_000

  /// The p of each cell by itself, in their order; nil for one with fewer than `fewestBlocks`.
  package let pValues: [Double?]
  /// The same, adjusted for the family.
  package let adjustedPValues: [Double?]
  /// Whether every pattern was looked at.
  package let isExact: Bool
  private let leastPValues: [Double]

  /// The test of `cells`: of each, its difference by block, all finite. `seed` decides the drawn patterns.
  package init(_ cells: [[Int: Double]], seed: UInt64) {
    let tested = cells.indices.filter { cells[$0].count >= Self.fewestBlocks }
    let blocks = Set(tested.flatMap { cells[$0].keys }).sorted()
    isExact = blocks.count <= Self.largestExactCount
    let family = SignFlipFamily(tested.map { cells[$0] }, blocks: blocks)
    var counts = SignFlipCounts(family)
    if tested.isEmpty {
      // Nothing to count.
    } else if isExact {
      counts.countEveryPattern()
    } else {
      counts.countDrawnPatterns(Self.drawCount, seed: seed)
    }
    let (own, adjusted) = counts.pValues
    pValues = family.spread(own, over: tested, of: cells.count)
    adjustedPValues = family.spread(adjusted, over: tested, of: cells.count)
    leastPValues = counts.leastPValues.sorted()
  }

  /// What Student's p of the most extreme cell must be less than to be rejected at `alpha`: less than the least p of the family has in all
  /// but so many patterns. nil of an empty family, and where no p is small enough.
  package func criticalPValue(alpha: Double) -> Double? {
    let place = Int((alpha * Double(leastPValues.count)).rounded(.up)) - 1
    guard place > 0 else { return nil }
    return leastPValues[place]
  }
}

/// The cells of a family by rank, the most extreme first.
///
/// A cell's sum of differences is told as a share of the largest sum that so many equal ones could have, r = |Σd| ÷ √(n Σd²), of which
/// Student's t is a monotone function: t² = (n − 1) r² ÷ (1 − r²).
struct SignFlipFamily {
  /// Statistics that differ by less, in proportion, are ties, and count.
  private static let tie = 1e-9
  /// What rounding may do to a share.
  private static let rounding = 1e-13

  /// How many cells there are.
  let count: Int
  /// By block, and in it by rank: the cell's difference as a share of its largest sum; 0 where it lacks the block.
  let differences: [[Double]]
  /// By rank: the group of cells with as many blocks.
  let groups: [Int]
  /// By group: how many blocks its cells have.
  let sizes: [Int]
  /// By group, and in it by rank: from which share on the p of a cell of the group is at most that of the cell of the rank; descending.
  let thresholds: [[Double]]
  private let order: [Int]

  init(_ cells: [[Int: Double]], blocks: [Int]) {
    count = cells.count
    let scales = cells.map { cell in
      let squares = cell.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value * $1.value }
      return squares > 0 ? 1 / (Double(cell.count) * squares).squareRoot() : 0
    }
    let shares = cells.indices.map { index in
      abs(cells[index].sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value * scales[index] })
    }
    let ps = cells.indices.map { Self.pValue(share: shares[$0], blocks: cells[$0].count) }
    let order = cells.indices.sorted { (ps[$0], $0) < (ps[$1], $1) }
    let sizes = Set(cells.map(\.count)).sorted()
    self.order = order
    self.sizes = sizes
    groups = order.map { index in sizes.firstIndex(of: cells[index].count) ?? 0 }
    differences = blocks.map { block in order.map { (cells[$0][block] ?? 0) * scales[$0] } }
    thresholds = sizes.map { size in
      order.map { index in
        let share = cells[index].count == size ? shares[index] : Self.share(pValue: ps[index], blocks: size)
        return share * (1 - Self.tie) - Self.rounding
      }
    }
  }

  /// Student's two-sided p of a share.
  static func pValue(share: Double, blocks: Int) -> Double {
    let rest = (1 - share) * (1 + share)
    guard rest > 0 else { return 0 }
    let freedom = Double(blocks - 1)
    return StudentT(degreesOfFreedom: freedom).twoSidedPValue(share * (freedom / rest).squareRoot())
  }

  /// The share that has a p.
  private static func share(pValue: Double, blocks: Int) -> Double {
    guard pValue > 0 else { return 1 }
    guard pValue < 1 else { return 0 }
    let freedom = Double(blocks - 1)
    let t = StudentT(degreesOfFreedom: freedom).quantile(pValue / 2)
    return -t / (freedom + t * t).squareRoot()
  }

  /// Numbers by rank in the order of the `count` cells, of which the `tested` are the family.
  func spread(_ ranked: [Double], over tested: [Int], of count: Int) -> [Double?] {
    var all = [Double?](repeating: nil, count: count)
    for (rank, number) in ranked.enumerated() { all[tested[order[rank]]] = number }
    return all
  }
}

/// How often cells of a family are as extreme under patterns of signs as they are.
private struct SignFlipCounts {
  private let family: SignFlipFamily
  /// By rank: patterns in which it is as extreme, and those in which it or a cell of a later rank is.
  private var own: [Int]
  private var joint: [Int]
  /// Patterns that are sure to be as extreme beside those counted: 1 where they are drawn.
  private var extra = 0
  /// The least p of the family in each pattern.
  private(set) var leastPValues: [Double] = []

  init(_ family: SignFlipFamily) {
    self.family = family
    own = [Int](repeating: 0, count: family.count)
    joint = own
  }

  /// Every pattern; a pattern and its opposite are equally extreme, so the last block's sign can stay.
  mutating func countEveryPattern() {
    var signs = [Double](repeating: 1, count: family.differences.count)
    var sums = sums(signs)
    count(sums)
    for pattern in 1..<(1 << (signs.count - 1)) {
      let block = pattern.trailingZeroBitCount  // Gray's order: one sign at a time
      signs[block].negate()
      let change = 2 * signs[block]
      let differences = family.differences[block]
      for rank in sums.indices { sums[rank] += change * differences[rank] }
      count(sums)
    }
  }

  mutating func countDrawnPatterns(_ draws: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, stream: "step-down sign flips")
    var signs = [Double](repeating: 1, count: family.differences.count)
    extra = 1
    for _ in 0..<draws {
      var bits = UInt64(0)
      for block in signs.indices {
        if block.isMultiple(of: 64) { bits = generator.next() }
        signs[block] = bits & 1 == 0 ? 1 : -1
        bits >>= 1
      }
      count(sums(signs))
    }
  }

  private func sums(_ signs: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: family.count)
    for (sign, differences) in zip(signs, family.differences) {
      for rank in sums.indices { sums[rank] += sign * differences[rank] }
    }
    return sums
  }

  /// Counts one pattern. From the last rank to the first, `first` is the first rank that a cell so far is as extreme as.
  private mutating func count(_ sums: [Double]) {
    var first = family.count
    var largest = [Double](repeating: 0, count: family.sizes.count)
    for rank in sums.indices.reversed() {
      let (share, group) = (abs(sums[rank]), family.groups[rank])
      if share > largest[group] { largest[group] = share }
      if first > 0, share >= family.thresholds[group][first - 1] {
        first = Self.first(in: family.thresholds[group], atMost: share, before: first)
      }
      if share >= family.thresholds[group][rank] { own[rank] += 1 }
      if first <= rank { joint[rank] += 1 }
    }
    let least = zip(largest, family.sizes).map { SignFlipFamily.pValue(share: $0, blocks: $1) }.min()
    leastPValues.append(least ?? 1)
  }

  /// The first place in descending thresholds that `share` reaches, known to lie before `end`.
  private static func first(in thresholds: [Double], atMost share: Double, before end: Int) -> Int {
    var (low, high) = (0, end - 1)
    while low < high {
      let middle = (low + high) / 2
      if thresholds[middle] <= share { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// By rank: the p of each cell by itself, and adjusted.
  var pValues: (own: [Double], adjusted: [Double]) {
    let patterns = Double(leastPValues.count + extra)
    var largest = 0.0
    return (
      own.map { Double($0 + extra) / patterns },
      joint.map { count in
        largest = max(largest, Double(count + extra) / patterns)
        return largest
      }
    )
  }
}
