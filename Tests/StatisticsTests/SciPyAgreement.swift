@testable import Statistics

/// What of ours stands for a function of `scripts/references/cases.py`, and how closely.
struct SciPyAgreement: Sendable {
  /// The name of the function in the script.
  let function: String
  /// By which share of the expected value ours may differ; for an expected 0 by how much.
  var tolerance = 1e-9
  /// Our values for a case, in the order of the expected ones; nil where we have none.
  let ours: @Sendable (SciPyCase) -> [Double?]

  func holds(for expected: SciPyCase) -> Bool {
    let ours = ours(expected)
    return ours.count == expected.expected.count
      && zip(ours, expected.expected).allSatisfy { close($0, $1, within: tolerance) }
  }

  static let all =
    unpaired + paired + [
      Self(function: "holm") { MultipleComparisons.holm($0.samples[0]) },
      Self(function: "benjamini_hochberg") { MultipleComparisons.benjaminiHochberg($0.samples[0]) },
      Self(function: "student_t") {
        let distribution = StudentT(degreesOfFreedom: $0.numbers[0])
        let probability = $0.numbers[2]
        return [
          distribution.cdf($0.numbers[1]), distribution.quantile(probability),
          distribution.quantile(1 - probability),
        ]
      },
      Self(function: "f_distribution") {
        [FDistribution(numerator: $0.numbers[0], denominator: $0.numbers[1]).upperTail($0.numbers[2])]
      },
      Self(function: "drift") { given in
        let observations = given.samples[0].indices.map { index in
          let place = given.samples[1...].map { Int($0[index]) }
          return DriftTest.Observation(
            given.samples[0][index], workload: place[0], block: place[1], position: place[2])
        }
        let test = DriftTest(observations)
        return [test?.f, test?.pValue, test?.firstOverLast]
      },
      Self(function: "noncentral_t") {
        [NoncentralT(degreesOfFreedom: $0.numbers[0], noncentrality: $0.numbers[1]).cdf($0.numbers[2])]
      },
      Self(function: "normal_distribution") {
        let distribution = NormalDistribution()
        let probability = $0.numbers[1]
        return [
          distribution.cdf($0.numbers[0]), distribution.quantile(probability),
          distribution.quantile(1 - probability),
        ]
      },
      Self(function: "binomial") {
        let distribution = BinomialDistribution(trials: Int($0.numbers[0]), probability: $0.numbers[1])
        return [distribution.cdf(Int($0.numbers[2]))]
      },
      Self(function: "mean_interval") {
        let interval = Summary(of: $0.samples[0])?.meanInterval(level: 0.95)
        return [interval?.lower, interval?.upper]
      },
      Self(function: "least_squares_slope") {
        [leastSquaresSlope(zip($0.samples[0], $0.samples[1]).map { (x: $0, y: $1) })]
      },
      Self(function: "quantile") { [$0.samples[0].quantile($0.numbers[0])] },
    ]

  private static let unpaired = [
    Self(function: "welch") {
      let test = WelchTest($0.samples[0], $0.samples[1])
      let interval = test?.interval(level: $0.numbers[0])
      return [test?.t, test?.degreesOfFreedom, test?.pValue, interval?.lower, interval?.upper]
    },
    Self(function: "welch_on_logs") {
      let unpaired = UnpairedRatio($0.samples[0], over: $0.samples[1])
      let interval = unpaired?.interval(level: 0.95)
      return [unpaired?.ratio, unpaired?.pValue, interval?.lower, interval?.upper]
    },
    Self(function: "mann_whitney_exact") {
      let test = MannWhitneyTest($0.samples[0], $0.samples[1], method: .exact)
      return [test?.u, test?.pValue]
    },
    Self(function: "mann_whitney_asymptotic") {
      let test = MannWhitneyTest($0.samples[0], $0.samples[1], method: .asymptotic)
      return [test?.u, test?.pValue]
    },
    Self(function: "mann_whitney_auto") {
      let test = MannWhitneyTest($0.samples[0], $0.samples[1])
      return [test?.u, test?.pValue]
    },
    Self(function: "permutation_exact") { [PermutationTest($0.samples[0], $0.samples[1], seed: 0)?.pValue] },
    Self(function: "hodges_lehmann") {
      [hodgesLehmann($0.samples[0]), HodgesLehmannShift($0.samples[0], over: $0.samples[1])?.estimate]
    },
    Self(function: "hodges_lehmann_interval") {
      let interval = HodgesLehmannShift($0.samples[0], over: $0.samples[1])?.interval(level: 0.95)
      return [interval?.lower, interval?.upper]
    },
  ]

  private static let paired = [
    Self(function: "geometric_mean_ratio") { given in
      let blocks = given.samples.map { sample in
        Dictionary(uniqueKeysWithValues: sample.enumerated().map { ($0, $1) })
      }
      let mean = GeometricMeanRatio(logRatios: blocks)
      let interval = mean?.interval(level: 0.95)
      return [mean?.ratio, interval?.lower, interval?.upper]
    },
    Self(function: "wilcoxon_exact") { [WilcoxonSignedRankTest($0.samples[0])?.pValue] },
    Self(function: "wilcoxon_ties") { [WilcoxonSignedRankTest($0.samples[0])?.pValue] },
    Self(function: "sign_test") { [SignTest($0.samples[0])?.pValue] },
    Self(function: "sign_flip") { given in
      let blocks = Dictionary(uniqueKeysWithValues: given.samples[0].enumerated().map { ($0, $1) })
      let test = StepDownSignFlip([blocks], seed: 0)
      return [test.pValues[0], test.adjustedPValues[0]]
    },
    Self(function: "step_down_sign_flip") { given in
      StepDownSignFlip(given.samples.map(finite), seed: 0).adjustedPValues
    },
    Self(function: "equivalence") {
      let ones = [Double](repeating: 1, count: $0.samples[0].count)
      let pairs = PairedBlocks($0.samples[0], over: ones)
      let delta = $0.numbers[0]
      let test = pairs.flatMap { EquivalenceTest($0, within: delta) }
      return [test?.lowerPValue, test?.upperPValue]
    },
  ]

  /// A sample by block; JSON has no numbers that are none, so a block that is missing is a very large one.
  @Sendable private static func finite(_ sample: [Double]) -> [Int: Double] {
    Dictionary(uniqueKeysWithValues: sample.enumerated().filter { $1 < 1e100 }.map { ($0, $1) })
  }
}
