import SeededRandom
import Testing

@testable import Statistics

private func blocks(_ values: [Double]) -> [Int: Double] {
  Dictionary(uniqueKeysWithValues: values.enumerated().map { ($0, $1) })
}

@Suite struct StepDownSignFlipTests {
  /// Vectors of the method, computed by an independent program that enumerates every pattern.
  @Test func `cells that share their blocks`() {
    let cells = [
      blocks([0.02, 0.03, 0.01, 0.04, 0.02, 0.03]), blocks([0.01, -0.02, 0.03, 0, 0.02, 0.01]),
      blocks([-0.05, -0.04, -0.06, -0.05, -0.07, -0.03]),
    ]
    let test = StepDownSignFlip(cells, seed: 1)
    #expect(test.adjustedPValues == [0.03125, 0.375, 0.03125] && test.isExact)
  }

  @Test func `cells with different blocks are compared by their own degrees of freedom`() {
    let cells = [
      blocks([0.02, 0.03, -0.01, 0.04, 0.02, 0.03, 0.05]),
      Dictionary(uniqueKeysWithValues: zip([0, 1, 2, 4, 5, 6], [0.01, 0.02, 0.02, 0.03, 0.01, 0.015])),
      blocks([0, 0.01, -0.01, 0.02, -0.02, 0.01, 0]),
    ]
    #expect(StepDownSignFlip(cells, seed: 1).adjustedPValues == [0.046875, 0.046875, 1])
  }

  @Test func `fewer than six blocks stay outside`() {
    let cells = [blocks([1, 1.1, 1.2, 1.1, 1]), blocks([0.02, 0.03, 0.01, 0.04, 0.02, 0.03])]
    #expect(StepDownSignFlip([cells[0]], seed: 1).adjustedPValues == [nil])
    #expect(StepDownSignFlip(cells, seed: 1).adjustedPValues == [nil, 0.03125])
    #expect(StepDownSignFlip([], seed: 1).adjustedPValues == [])
  }

  @Test func `a pattern without variance is as extreme as can be`() {
    let cells = [
      blocks([0.01, -0.01, 0.01, -0.01, 0.01, -0.01, 0.01, -0.01]),
      blocks([0.5, 0.6, 0.5, 0.6, 0.5, 0.6, 0.5, 0.6]),
    ]
    #expect(StepDownSignFlip(cells, seed: 1).adjustedPValues == [1, 0.015625])
  }

  @Test(arguments: 1...20)
  func `it is what every pattern says, counted the long way`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed), stream: "test")
    let cells = (0..<5).map { cell in
      blocks((0..<8).map { _ in Double(random.integer(in: -100...(100 + 30 * cell))) / 1000 })
        .filter { $0.key != cell || seed.isMultiple(of: 2) }
    }
    let found = StepDownSignFlip(cells, seed: 1).adjustedPValues
    for (mine, theirs) in zip(found, Naive.adjusted(cells)) {
      #expect(close(mine, theirs, within: 1e-12))
    }
  }

  /// Multiples of .01, so that many sums tie but for rounding; independent of the test's own arithmetic.
  static let hundredths = (0..<21).map { Double(($0 * 7919) % 41 - 14) / 100 }

  // scipy 1.17.1, permutation_test(permutation_type="samples", n_resamples=inf).
  @Test(
    arguments: [
      (zip(Vectors.a, Vectors.b).map { $1 - $0 }, 0.0078125),
      ([0.3, -0.1, 0.25, 0.4, 0.05, -0.2, 0.6, 0.15, 0.35, 0.1], 42.0 / 1024),
      (Array(hundredths.prefix(12)), 2398.0 / 4096), ([0, 0, 0, 0, 0, 0], 1),
    ] as [([Double], Double)])
  func `a family of one is the paired permutation test, ties included`(
    differences: [Double], expected: Double
  ) {
    for sign in [1.0, -1] {
      let test = StepDownSignFlip([blocks(differences.map { sign * $0 })], seed: 0)
      #expect(test.adjustedPValues == [expected] && test.pValues == [expected])
    }
  }

  @Test func `drawn patterns have a sign for each block, the 65th too, and a p that is never 0`() throws {
    // Only the three ones matter: 2 of their 8 patterns are as extreme.
    let test = StepDownSignFlip([blocks([Double](repeating: 0, count: 64) + [1, 1, 1])], seed: 4)
    #expect(abs(try #require(test.pValues[0]) - 0.25) < 0.0125)
    // .081274… by full enumeration in numpy; four standard errors of 20,000 draws.
    let drawn = StepDownSignFlip([blocks(Self.hundredths)], seed: 1)
    #expect(abs(try #require(drawn.pValues[0]) - 0.08127403259277344) < 0.0077)
    #expect(StepDownSignFlip([blocks([Double](repeating: 1, count: 70))], seed: 3).pValues == [1.0 / 20_001])
  }

  @Test func `each cell's own p is that of a family of one`() {
    let cells = [[0.02, 0.03, 0.01, 0.04, 0.02, 0.03], [0.01, -0.02, 0.03, 0, 0.02, 0.01]].map(blocks)
    #expect(
      StepDownSignFlip(cells, seed: 1).pValues == cells.map { StepDownSignFlip([$0], seed: 1).pValues[0] })
  }

  @Test(arguments: 1...20)
  func `what the first of a family has to reach parts what is rejected from what is not`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed), stream: "test")
    func cell(_ shift: Double) -> [Int: Double] {
      blocks((0..<8).map { _ in shift + Double(random.integer(in: -100...100)) / 1000 })
    }
    let cells = (0..<4).map { cell(0.02 * Double($0)) }
    let test = StepDownSignFlip(cells, seed: 1)
    let critical = try #require(test.criticalPValue(alpha: 0.05))
    let ps = cells.map { cell -> Double in
      let summary = Summary(of: cell.sorted { $0.key < $1.key }.map(\.value))
      return summary.map { StudentT(degreesOfFreedom: 7).twoSidedPValue($0.mean / ($0.standardError ?? 1)) }
        ?? 1
    }
    let isRejected = try #require(test.adjustedPValues.compactMap(\.self).min()) < 0.05
    #expect(isRejected == (try #require(ps.min()) < critical * (1 - 1e-6)))
    #expect(StepDownSignFlip([], seed: 1).criticalPValue(alpha: 0.05) == nil)
  }

  @Test func `many blocks are drawn, from a seed`() throws {
    var random = SeededGenerator(seed: 5, stream: "test")
    let cells = [0.02, 0.0].map { mean in
      blocks((0..<20).map { _ in mean + Double(random.integer(in: -100...100)) / 2000 })
    }
    let test = StepDownSignFlip(cells, seed: 1)
    #expect(!test.isExact && test == StepDownSignFlip(cells, seed: 1))
    #expect(test.adjustedPValues != StepDownSignFlip(cells, seed: 2).adjustedPValues)
    #expect(try #require(test.adjustedPValues[0]) < 0.05 && test.adjustedPValues[1] ?? 0 > 0.05)
  }
}

/// The definition, with a Student's p for each cell and pattern.
private enum Naive {
  static func adjusted(_ cells: [[Int: Double]]) -> [Double] {
    let count = (cells.flatMap(\.keys).max() ?? 0) + 1
    func p(_ cell: [Int: Double], _ pattern: Int) -> Double {
      let values = cell.sorted { $0.key < $1.key }.map { pattern >> $0.key & 1 == 0 ? $0.value : -$0.value }
      guard let summary = Summary(of: values), let error = summary.standardError else { return 1 }
      if error <= 1e-9 * abs(summary.mean) { return summary.mean == 0 ? 1 : 0 }
      return StudentT(degreesOfFreedom: Double(values.count - 1)).twoSidedPValue(summary.mean / error)
    }
    let observed = cells.map { p($0, 0) }
    let order = cells.indices.sorted { (observed[$0], $0) < (observed[$1], $1) }
    var (adjusted, largest) = ([Double](repeating: 1, count: cells.count), 0.0)
    for (rank, index) in order.enumerated() {
      let extreme = (0..<1 << count).count { pattern in
        order[rank...].contains { p(cells[$0], pattern) <= observed[index] * (1 + 1e-7) }
      }
      largest = max(largest, Double(extreme) / Double(1 << count))
      adjusted[index] = largest
    }
    return adjusted
  }
}
