import Glibc
import SeededRandom
import Testing

@testable import Statistics

@Suite struct GeometricMeanRatioTests {
  private let first = blocks(PairedBlocks(Vectors.b, over: Vectors.a)?.logRatios ?? [])
  private let second = blocks([0.01, -0.02, 0.015, 0.03, -0.005, 0.02, 0, 0.012])

  private static func blocks(_ logRatios: [Double]) -> [Int: Double] {
    Dictionary(uniqueKeysWithValues: logRatios.enumerated().map { ($0, $1) })
  }

  // SciPy 1.17.1: stats.t.interval of the blocks' means over both, numpy 2.4.6 for those and the ratio.
  @Test func `the ratio and Student's interval of blocks that have every condition`() throws {
    let mean = try #require(GeometricMeanRatio(logRatios: [first, second]))
    #expect(close(mean.ratio, 1.0170035906677264, within: 1e-13) && mean.blocks == 8)
    let interval = try #require(mean.interval(level: 0.95))
    #expect(close(interval.lower, 1.0074246372897568, within: 1e-12))
    #expect(close(interval.upper, 1.0266736241567245, within: 1e-12))
  }

  @Test func `one condition has the interval of its pair`() throws {
    let mean = try #require(GeometricMeanRatio(logRatios: [first]))
    #expect(close(mean.ratio, 1.026311488204086, within: 1e-13))
    let interval = try #require(mean.interval(level: 0.95))
    #expect(close(interval.lower, 1.017274496093535, within: 1e-12))
    #expect(close(interval.upper, 1.035428760737197, within: 1e-12))
  }

  @Test func `luck that cancels in a block cancels in the interval`() throws {
    let mean = try #require(GeometricMeanRatio(logRatios: [first, first.mapValues { 0.02 - $0 }]))
    let interval = try #require(mean.interval(level: 0.95))
    #expect(interval.upper - interval.lower < 1e-12 && close(mean.ratio, exp(0.01), within: 1e-12))
  }

  @Test
  func
    `a lost observation costs only itself: its condition counts as much as the others, its block is still there`()
    throws
  {
    var holey = first
    holey[3] = nil
    let mean = try #require(GeometricMeanRatio(logRatios: [holey, second]))
    let means = [holey, second].map { $0.values.reduce(0, +) / Double($0.count) }
    #expect(close(mean.ratio, exp((means[0] + means[1]) / 2), within: 1e-12) && mean.blocks == 8)
    #expect(close(mean.deviations[3], (second[3] ?? 0) - means[1], within: 1e-12))
  }

  @Test func `what is tested is each block's mean over conditions, whose mean is the ratio`() throws {
    let complete = try #require(GeometricMeanRatio(logRatios: [first, second])).logRatios
    for block in 0..<8 {
      #expect(close(complete[block], ((first[block] ?? 0) + (second[block] ?? 0)) / 2, within: 1e-12))
    }
    let holey = try #require(GeometricMeanRatio(logRatios: [first.filter { $0.key != 3 }, second]))
    let mean = holey.logRatios.values.reduce(0, +) / 8
    #expect(close(mean, log(holey.ratio), within: 1e-12))
  }

  @Test func `conditions without any block in common are one mean`() throws {
    let late = Dictionary(uniqueKeysWithValues: second.map { ($0.key + 8, $0.value) })
    let mean = try #require(GeometricMeanRatio(logRatios: [first, late, [:]]))
    #expect(close(mean.ratio, 1.0170035906677264, within: 1e-13) && mean.blocks == 16)
  }

  @Test func `few blocks have no interval, and no block no ratio`() {
    let five = Self.blocks([0.1, 0.2, 0.3, 0.1, 0.2])
    #expect(GeometricMeanRatio(logRatios: [five, five])?.interval(level: 0.95) == nil)
    #expect(GeometricMeanRatio(logRatios: []) == nil && GeometricMeanRatio(logRatios: [[:], [:]]) == nil)
    #expect(GeometricMeanRatio(logRatios: [first, [0: .infinity]]) == nil)
  }

  @Test(arguments: [0, 0.01, 0.1])
  func `the 95 % interval contains the truth as often as it says, whatever share of the values is missing`(
    missing: Double
  ) throws {
    let truths = [0.0, 0.05, -0.1, 0.3, 0.02, -0.4]
    let truth = exp(truths.reduce(0, +) / Double(truths.count))
    var random = SeededGenerator(seed: 2026)
    let runs = 4000
    let hits = try (0..<runs).count { _ in
      var logRatios = truths.map { _ in [Int: Double]() }
      for block in 0..<10 {
        let luck = 0.02 * random.normal()
        for (condition, truth) in truths.enumerated() where random.uniform() >= missing {
          logRatios[condition][block] = truth + luck + 0.04 * random.normal()
        }
      }
      let interval = try #require(GeometricMeanRatio(logRatios: logRatios)?.interval(level: 0.95))
      return interval.lower <= truth && truth <= interval.upper
    }
    // A share of .95 of 4000 has a standard error of .0034.
    #expect((0.92...0.97).contains(Double(hits) / Double(runs)), "\(hits) of \(runs)")
  }
}

extension SeededGenerator {
  /// A number of the standard normal distribution (Box and Muller 1958).
  fileprivate mutating func normal() -> Double {
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
  }
}
