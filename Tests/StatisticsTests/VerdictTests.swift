import Testing

@testable import Statistics

@Suite struct VerdictTests {
  private func verdict(
    _ interval95: ClosedRange<Double>?, _ interval90: ClosedRange<Double>?, p: Double = 0.01,
    blocks: Int = 10,
    needed: Int? = 6, better: Verdict.Better = .higher
  ) -> Verdict {
    func interval(_ level: Double, _ range: ClosedRange<Double>?) -> ConfidenceInterval? {
      range.map { ConfidenceInterval(level: level, lower: $0.lowerBound, upper: $0.upperBound) }
    }
    return Verdict(
      interval95: interval(0.95, interval95), interval90: interval(0.9, interval90), adjustedPValue: p,
      alpha: 0.05, margin: EquivalenceMargin(delta: 0.03), blocks: blocks, blocksNeeded: needed,
      better: better)
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

  @Test func `not significant is never the same`() {
    #expect(verdict(0.9...1.1, 0.92...1.08, p: 0.9) == .inconclusive)
  }

  @Test func `too few blocks give no verdict, whatever the numbers`() {
    #expect(verdict(2...3, 2.1...2.9, p: 0, blocks: 5) == .needsBlocks(6))
    #expect(verdict(1...1, 1...1, p: 1, blocks: 5) == .needsBlocks(6))
    #expect(verdict(nil, nil, p: 1, blocks: 1) == .needsBlocks(6))
  }

  @Test func `a test that can never reject, or no interval, is inconclusive`() {
    #expect(verdict(2...3, 2.1...2.9, p: 0, needed: nil) == .inconclusive)
    #expect(verdict(nil, nil, p: 0) == .inconclusive)
  }
}

@Suite struct EquivalenceMarginTests {
  @Test func `the margin is the same distance up and down as a ratio`() {
    let margin = EquivalenceMargin(delta: 0.03)
    #expect(margin.upper == 1.03 && margin.lower == 1 / 1.03)
    #expect(margin.contains(.init(level: 0.9, lower: 1 / 1.03, upper: 1.03)))
    #expect(!margin.contains(.init(level: 0.9, lower: 0.97, upper: 1)))
    #expect(!margin.contains(.init(level: 0.9, lower: 1, upper: 1.0301)))
  }

  // The larger one-sided p value of a and b by scipy 1.17.1: .0502 at δ 3.36 %, .0483 at 3.37 %.
  @Test(arguments: [(0.03, false), (0.0336, false), (0.0337, true), (0.04, true)])
  func `the 90 percent interval decides as two one-sided tests at 5 percent do`(delta: Double, passes: Bool)
    throws
  {
    let interval = try #require(PairedBlocks(Vectors.b, over: Vectors.a)?.interval(level: 0.9))
    #expect(EquivalenceMargin(delta: delta).contains(interval) == passes)
  }

  @Test func `a noisy twin widens the margin and a quiet one does not narrow it`() {
    // The type 7 quantile at .95 of 0, .01 … .1 is .095, and exp(.095) − 1 the share it stands for (Python's expm1).
    let twin = (0...10).map { Double($0) / 100 * ($0.isMultiple(of: 2) ? 1 : -1) }
    #expect(
      close(EquivalenceMargin(delta: 0.03, twinLogRatios: twin).delta, 0.09965885512610295, within: 1e-13))
    #expect(EquivalenceMargin(delta: 0.03, twinLogRatios: [0.001, -0.002]).delta == 0.03)
  }
}
