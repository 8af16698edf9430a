import Testing

@testable import Statistics

/// Expected values: scipy 1.17.1 unless a source is named.
@Suite struct DistributionTests {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, upper critical values, to three decimals.
  @Test(
    arguments: [
      (1, [3.078, 6.314, 12.706, 63.657]), (2, [1.886, 2.920, 4.303, 9.925]),
      (5, [1.476, 2.015, 2.571, 4.032]),
      (10, [1.372, 1.812, 2.228, 3.169]), (30, [1.310, 1.697, 2.042, 2.750]),
    ] as [(Double, [Double])])
  func `t quantiles are those of the printed table`(degreesOfFreedom: Double, row: [Double]) {
    let quantiles = [0.9, 0.95, 0.975, 0.995].map(StudentT(degreesOfFreedom: degreesOfFreedom).quantile)
    #expect(zip(quantiles, row).allSatisfy { abs($0 - $1) <= 0.00051 })
  }

  @Test(
    arguments: [
      (1, 0.975, 12.706204736174694), (2, 0.975, 4.302652729749462), (3, 0.975, 3.1824463052837078),
      (5, 0.975, 2.5705818356363146), (8, 0.975, 2.306004135204166), (10, 0.975, 2.228138851986274),
      (20, 0.975, 2.085963447265864), (4.5, 0.95, 2.065575888878524), (1000, 0.9995, 3.300282648423944),
      (1, 0.9995, 636.6192487687897), (2.5, 1e-6, -220.17342917823686), (7, 0.5, 0),
    ] as [(Double, Double, Double)])
  func `t quantile`(degreesOfFreedom: Double, probability: Double, expected: Double) {
    #expect(
      close(StudentT(degreesOfFreedom: degreesOfFreedom).quantile(probability), expected, within: 1e-11))
  }

  @Test(
    arguments: [
      (1, 1, 0.75), (8, -5, 0.0005264128966832699), (3.7, 2.5, 0.9640889885440866), (4, 0, 0.5),
      (2, -40, 0.0003122073360923703), (9, 1e-3, 0.5003880348370133), (4, -30, 3.6764280488306595e-06),
      (100, -12, 2.1975438578021966e-21), (1e6, -3, 0.0013499312707109), (3, -.infinity, 0),
    ] as [(Double, Double, Double)])
  func `t probability`(degreesOfFreedom: Double, t: Double, expected: Double) {
    #expect(close(StudentT(degreesOfFreedom: degreesOfFreedom).cdf(t), expected, within: 1e-9))
  }

  @Test(
    arguments: [
      (-10, 7.61985302416047e-24), (-8, 6.22096057427174e-16), (-3, 0.0013498980316300933), (0, 0.5),
      (-1.96, 0.024997895148220435), (1, 0.8413447460685429), (2.5, 0.9937903346742238),
    ] as [(Double, Double)])
  func `normal probability`(z: Double, expected: Double) {
    #expect(close(NormalDistribution().cdf(z), expected, within: 1e-13))
  }

  @Test(
    arguments: [
      (1e-10, -6.361340902404056), (0.001, -3.090232306167813), (0.025, -1.9599639845400545), (0.5, 0),
      (0.9, 1.2815515655446004), (0.975, 1.959963984540054), (0.9999, 3.719016485455709),
    ] as [(Double, Double)])
  func `normal quantile`(probability: Double, expected: Double) {
    #expect(close(NormalDistribution().quantile(probability), expected, within: 1e-12))
  }

  @Test(
    arguments: [
      (0.5, 0.5, 0.3, 0.36901011956554536), (2, 3, 0.4, 0.5248), (10, 0.5, 0.99, 0.6579281751567845),
      (50, 60, 0.45, 0.4642352914306031), (1, 1, 0.25, 0.25), (2, 3, 0, 0), (2, 3, 1, 1),
    ] as [(Double, Double, Double, Double)])
  func `incomplete beta`(a: Double, b: Double, x: Double, expected: Double) {
    #expect(close(incompleteBeta(x, complement: 1 - x, a: a, b: b), expected, within: 1e-12))
  }
}
