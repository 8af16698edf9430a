import Glibc
import Testing

@testable import Statistics

private func interval(_ level: Double, _ range: ClosedRange<Double>?) -> ConfidenceInterval? {
  range.map { ConfidenceInterval(level: level, lower: $0.lowerBound, upper: $0.upperBound) }
}

@Suite struct VerdictTests {
  private func verdict(
    _ interval95: ClosedRange<Double>?, _ interval90: ClosedRange<Double>?, p: Double? = 0.01,
    blocks: Int = 10, delta: Double = 0.03, better: Verdict.Better = .higher,
    bounds: Verdict.Bounds = .exact, twinReach: Double? = nil, isSparse: Bool = false
  ) -> Verdict {
    Verdict(
      interval95: interval(0.95, interval95), interval90: interval(0.9, interval90), adjustedPValue: p,
      delta: delta, blocks: blocks, better: better, bounds: bounds, twinReach: twinReach, isSparse: isSparse)
  }

  /// Vectors of the method: intervals and p of a noisy run, for a latency with δ = 10 %.
  @Test(
    arguments: [
      (0.115...0.681, 0.043, .faster), (0.267...1.064, 0.073, .tooNoisy), (1.606...4.076, 0.021, .slower),
    ] as [(ClosedRange<Double>, Double, Verdict)])
  func `a difference is called however wide its interval is`(
    interval: ClosedRange<Double>, p: Double, expected: Verdict
  ) {
    #expect(verdict(interval, interval, p: p, delta: 0.1, better: .lower) == expected)
  }

  @Test func `a significant difference is named by the direction of the metric`() {
    #expect(verdict(1.02...1.10, 1.03...1.09) == .faster)
    #expect(verdict(1.02...1.10, 1.03...1.09, better: .lower) == .slower)
    #expect(verdict(0.90...0.96, 0.91...0.95) == .slower)
    #expect(verdict(0.90...0.96, 0.91...0.95, better: .lower) == .faster)
  }

  @Test func `an adjusted p value of α or more says nothing, however far the interval is from 1`() {
    #expect(verdict(1.02...1.10, 1.03...1.09, p: 0.05) == .inconclusive)
    #expect(verdict(1.02...1.10, 1.03...1.09, p: .nan) == .inconclusive)
    #expect(verdict(1.02...1.10, 1.03...1.09, p: nil) == .inconclusive)
  }

  @Test func `a small p value says nothing while the interval holds 1`() {
    #expect(verdict(0.99...1.10, 1.001...1.09) == .inconclusive)
    #expect(verdict(1.00...1.10, 1.01...1.09) == .inconclusive)
  }

  @Test func `an interval inside the margin is equivalent, significant or not`() {
    #expect(verdict(0.98...1.02, 0.985...1.015, p: 0.8) == .equivalent)
    #expect(verdict(1.005...1.025, 1.007...1.023, p: 0.001) == .equivalent)
    #expect(verdict(1.001...1.031, 1.004...1.028, p: 0.03) == .equivalent)
    #expect(verdict(1...1, 1...1, p: 1) == .equivalent)
  }

  @Test func `the margin is the same distance up and down as a ratio, ends included`() {
    #expect(verdict(0.96...1.04, 1 / 1.03...1.03, p: 1) == .equivalent)
    #expect(verdict(0.96...1.04, 0.97...1.03, p: 1) == .inconclusive)
    #expect(verdict(0.96...1.04, 1...1.0301, p: 1) == .inconclusive)
  }

  // The larger one-sided p value of a and b by scipy 1.17.1: .0502 at δ 3.36 %, .0483 at 3.37 %.
  @Test(
    arguments: [(0.03, .faster), (0.0336, .faster), (0.0337, .equivalent), (0.04, .equivalent)]
      as [(Double, Verdict)])
  func `the 90 percent interval decides as two one-sided tests at 5 percent do`(
    delta: Double, expected: Verdict
  ) throws {
    let pairs = try #require(PairedBlocks(Vectors.b, over: Vectors.a))
    let found = Verdict(
      interval95: pairs.interval(level: 0.95), interval90: pairs.interval(level: 0.9),
      adjustedPValue: 0.0078125,
      delta: delta, blocks: 8, better: .higher)
    #expect(found == expected)
  }

  @Test func `half an interval of more than twice what matters is too noisy`() {
    let limit = pow(1.03, 2)
    #expect(verdict(1 / limit...limit * 0.999, 0.95...1.05, p: 0.9) == .inconclusive)
    #expect(verdict(1 / limit...limit * 1.001, 0.95...1.05, p: 0.9) == .tooNoisy)
    #expect(verdict(1.1...1.4, 1.15...1.35, p: 0.2) == .tooNoisy, "significance decides before noise only")
  }

  @Test func `fewer than six blocks give no verdict, whatever the numbers`() {
    #expect(verdict(2...3, 2.1...2.9, p: 0, blocks: 5) == .needsBlocks)
    #expect(verdict(1...1, 1...1, p: 1, blocks: 5) == .needsBlocks)
    #expect(verdict(nil, nil, p: nil, blocks: 1) == .needsBlocks)
    #expect(verdict(2...3, 2.1...2.9, p: 0, blocks: 6) == .faster)
  }

  @Test func `a value that is at least so large is called on the side only that the ratio cannot leave`() {
    let first = Verdict.Bounds(isFirstAtLeast: true, isSecondAtLeast: false)
    let second = Verdict.Bounds(isFirstAtLeast: false, isSecondAtLeast: true)
    let both = Verdict.Bounds(isFirstAtLeast: true, isSecondAtLeast: true)
    let (above, below) = (1.02...1.10, 0.90...0.96)
    #expect(
      [first, second, both].map { verdict(above, above, bounds: $0) } == [
        .faster, .inconclusive, .inconclusive,
      ])
    #expect(
      [first, second, both].map { verdict(below, below, bounds: $0) } == [
        .inconclusive, .slower, .inconclusive,
      ])
    #expect(verdict(above, above, better: .lower, bounds: first) == .slower)
    #expect(verdict(0.99...1.01, 0.99...1.01, bounds: first) == .inconclusive, "never equivalent")
  }

  @Test
  func `where the same app differed from itself only what is farther away differs, and nothing is equal`() {
    let reach = log(1.05)
    #expect(verdict(1.06...1.10, 1.06...1.09, twinReach: reach) == .faster)
    #expect(verdict(1.04...1.10, 1.05...1.09, twinReach: reach) == .inconclusive)
    #expect(verdict(0.90...0.94, 0.91...0.94, twinReach: reach) == .slower)
    #expect(verdict(0.90...0.96, 0.91...0.95, twinReach: reach) == .inconclusive)
    #expect(verdict(0.99...1.01, 0.99...1.01, twinReach: reach) == .inconclusive)
  }

  @Test func `of a value that few requests tell, noise comes before a difference`() {
    #expect(verdict(1.2...1.6, 1.2...1.5, isSparse: true) == .tooNoisy)
    #expect(verdict(1.2...1.25, 1.2...1.25, isSparse: true) == .faster)
  }
}
