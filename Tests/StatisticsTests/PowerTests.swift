import Glibc
import Testing

@testable import Statistics

/// Expected values: scipy 1.17.1 (nct, and brentq to invert it) unless a source is named.
@Suite struct NoncentralTTests {
  @Test(
    arguments: [
      (7, 2.5, 2.364624251592785, 0.4237860286590351), (7, 3.2, 2.364624251592785, 0.21681048602969893),
      (3, -1.5, 2, 0.9971191699279385), (5.5, 0, 1.5, 0.9056615155464507),
      (11, 30, 28, 0.3208628216574289), (1, 16, 12.706204736174694, 0.2093533530788875),
      (99, 60, 55, 0.10233974887108858), (4, 3, 0, 0.0013498980316300954),
    ] as [(Double, Double, Double, Double)])
  func `probability`(degreesOfFreedom: Double, noncentrality: Double, t: Double, expected: Double) {
    let distribution = NoncentralT(degreesOfFreedom: degreesOfFreedom, noncentrality: noncentrality)
    #expect(close(distribution.cdf(t), expected, within: 1e-11))
    let opposite = NoncentralT(degreesOfFreedom: degreesOfFreedom, noncentrality: -noncentrality)
    #expect(close(opposite.cdf(-t), 1 - expected, within: 1e-11))
  }
}

@Suite struct PairedPowerTests {
  @Test(
    arguments: [
      (8, 0.0108, 0.05, 0.012485174522343125, 0.6152209703293172),
      (2, 0.02, 0.05, 0.2309977687176473, 0.06194860668713364),
      (30, 0.02, 0.05, 0.01058471230225906, 0.7539647157437906),
      (10, 0.03, 0.05 / 36, 0.05352864948486384, 0.00830632024915568),
      (500, 0.05, 0.05, 0.0062766159773345025, 0.993852273432874),
    ] as [(Int, Double, Double, Double, Double)])
  func `the smallest effect that is found, and how often one percent is`(
    blocks: Int, standardDeviation: Double, alpha: Double, detectable: Double, power: Double
  ) {
    let test = PairedPower(standardDeviation: standardDeviation, blocks: blocks, alpha: alpha)
    #expect(close(test.minimumDetectableEffect(), detectable, within: 1e-8))
    #expect(close(test.power(effect: 0.01), power, within: 1e-8))
    #expect(close(test.power(effect: -0.01), power, within: 1e-8))
    #expect(close(test.power(effect: 0), alpha, within: 1e-10))
  }
}

@Suite struct BlocksNeededPrecisionTests {
  @Test(
    arguments: [
      (0.02, log1p(0.03) / 2, 10), (0.05, log1p(0.03) / 2, 47), (0.001, 0.5, 2), (0, 0.1, 2), (1, 1e-6, nil),
    ] as [(Double, Double, Int?)])
  func `blocks for an interval`(standardDeviation: Double, halfWidth: Double, blocks: Int?) {
    #expect(BlocksNeeded.toReach(halfWidth: halfWidth, standardDeviation: standardDeviation) == blocks)
  }

  @Test(
    arguments: [
      (0.02, 0.03, 0.8, 6), (0.02, 0.02, 0.8, 10), (0.05, -0.03, 0.8, 24), (0.02, 0.03, 0.95, 8),
      (0.05, 0.5, 0.8, 3), (1, 0.2, 0.8, 199), (1, 0.5, 0.8, 34), (1, 1e-6, 0.8, nil),
    ] as [(Double, Double, Double, Int?)])
  func `blocks for an effect`(standardDeviation: Double, effect: Double, power: Double, blocks: Int?) {
    #expect(
      BlocksNeeded.toDetect(effect: effect, standardDeviation: standardDeviation, power: power) == blocks)
  }
}

@Suite struct UnpairedSampleSizeTests {
  // The normal approximation of Cohen 1988, 2.4, by hand: 2 × 7.8489 × (CV ÷ difference)², rounded up.
  @Test(
    arguments: [(0.05, 0.05, 16), (0.05, 0.03, 44), (0.02, 0.03, 7), (0.10, 0.03, 175), (0.001, 0.5, 2)])
  func `values per sample for a power of 80 percent`(variation: Double, difference: Double, count: Int) {
    #expect(
      UnpairedSampleSize.perSample(coefficientOfVariation: variation, difference: difference) == count)
  }
}
