import Glibc

/// Whether values depend on when in its session they were measured, as those of an app do that is not warm yet.
///
/// The F test of the factor position in ln(value) ~ workload + block + position, against the same without it (Fisher 1925; Searle, "Linear
/// Models", 1971, 8.1). A coefficient of variation within a window would test noise instead.
package struct DriftTest: Sendable {
  /// A value, above 0, with where it was measured.
  package struct Observation: Sendable {
    fileprivate let logarithm: Double
    fileprivate let workload: Int
    fileprivate let block: Int
    fileprivate let position: Int

    /// A `value` of a workload and a block, each by any number, at the `position` in its session, from 0.
    package init(_ value: Double, workload: Int, block: Int, position: Int) {
      logarithm = log(value)
      self.workload = workload
      self.block = block
      self.position = position
    }
  }

  /// The statistic.
  package let f: Double
  /// Its degrees of freedom: of position, and of what is left.
  package let degreesOfFreedom: (position: Int, rest: Int)
  /// The probability of such an F or a larger one without any drift.
  package let pValue: Double
  /// How many times the values of the last third of the positions those of the first third are, by geometric means of effects.
  package let firstOverLast: Double

  /// nil with a single position, when positions cannot be told from workloads and blocks, and when nothing is left to judge them by.
  package init?(_ observations: [Observation]) {
    let workload = Levels(observations.map(\.workload), offset: 0)
    let block = Levels(observations.map(\.block), offset: workload.count)
    let position = Levels(observations.map(\.position), offset: block.offset + block.count)
    guard position.count > 1 else { return nil }
    let mean = observations.reduce(0) { $0 + $1.logarithm } / Double(observations.count)
    var squares = SweptSquares(variables: position.offset + position.count)
    for observed in observations {
      squares.add(
        [workload[observed.workload], block[observed.block], position[observed.position]],
        observed.logarithm - mean)
    }
    let rank = squares.sweep(0..<position.offset)
    let without = squares.residual
    // The last position is what the others are relative to.
    let positions = squares.sweep(position.offset..<position.offset + position.count - 1)
    let (with, rest) = (squares.residual, observations.count - rank - positions)
    guard positions == position.count - 1, rest > 0, with > 0 else { return nil }
    let effects = (0..<position.count).map { $0 < positions ? squares.coefficient(position.offset + $0) : 0 }
    let third = max(1, position.count / 3)
    let gap = effects.prefix(third).reduce(0, +) - effects.suffix(third).reduce(0, +)
    let explained = max(0, without - with) / Double(positions)
    f = explained / (with / Double(rest))
    degreesOfFreedom = (positions, rest)
    pValue = FDistribution(numerator: Double(positions), denominator: Double(rest)).upperTail(f)
    firstOverLast = exp(gap / Double(third))
  }
}

/// The levels of a factor in ascending order, as columns of a model.
private struct Levels {
  private let places: [Int: Int]
  /// The column of the first level.
  let offset: Int

  init(_ values: [Int], offset: Int) {
    self.offset = offset
    places = Dictionary(uniqueKeysWithValues: Set(values).sorted().enumerated().map { ($1, $0) })
  }

  var count: Int { places.count }

  subscript(_ value: Int) -> Int { offset + (places[value] ?? 0) }
}

/// Sums of squares and products of a linear model whose variables are 0 or 1, solved by sweeping one variable after the other, where one
/// that depends on those before is passed over (Goodnight, "A tutorial on the SWEEP operator", 1979).
private struct SweptSquares {
  private let count: Int
  private var sums: [[Double]]
  private var diagonal: [Double] = []
  private static let dependent = 1e-9

  init(variables: Int) {
    count = variables
    sums = Array(repeating: Array(repeating: 0, count: variables + 1), count: variables + 1)
  }

  /// An observation of `value` where the variables of these columns are 1.
  mutating func add(_ columns: [Int], _ value: Double) {
    for row in columns {
      for column in columns { sums[row][column] += 1 }
      sums[row][count] += value
      sums[count][row] += value
    }
    sums[count][count] += value * value
  }

  /// Brings variables into the model and says how many of them are independent.
  mutating func sweep(_ columns: Range<Int>) -> Int {
    if diagonal.isEmpty { diagonal = sums.indices.map { sums[$0][$0] } }
    return columns.count { pivot in
      let value = sums[pivot][pivot]
      guard value > Self.dependent * diagonal[pivot] else { return false }
      let scaled = sums[pivot].map { $0 / value }
      for row in sums.indices where row != pivot && sums[row][pivot] != 0 {
        let factor = sums[row][pivot]
        for column in sums.indices { sums[row][column] -= factor * scaled[column] }
        sums[row][pivot] = -factor / value
      }
      sums[pivot] = scaled
      sums[pivot][pivot] = 1 / value
      return true
    }
  }

  /// The sum of squares that the model leaves.
  var residual: Double { sums[count][count] }

  /// A variable's coefficient.
  func coefficient(_ column: Int) -> Double { sums[column][count] }
}
