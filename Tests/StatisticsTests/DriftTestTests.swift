import Glibc
import SeededRandom
import Testing

@testable import Statistics

@Suite struct DriftTestTests {
  /// Four workloads in eight blocks, in orders that are drawn; the first of a session is `cold` times as fast.
  private func observations(cold: Double, noise: Double = 0.01) -> [DriftTest.Observation] {
    var random = SeededGenerator(seed: 7)
    return (0..<8).flatMap { block in
      random.shuffled(Array(0..<4)).enumerated().map { position, workload in
        let luck = 1 + noise * (random.uniform() - 0.5)
        let value =
          Double(1000 * (workload + 1)) * (1 + 0.1 * Double(block)) * luck * (position == 0 ? cold : 1)
        return .init(value, workload: workload, block: block, position: position)
      }
    }
  }

  @Test func `a slow start is found, whatever workloads and blocks do`() throws {
    let test = try #require(DriftTest(observations(cold: 0.9)))
    #expect(test.pValue < 1e-6 && abs(test.firstOverLast - 0.9) < 0.01)
    // 32 values, of which 4 + 7 are workloads' and blocks' and 3 positions'.
    #expect(test.degreesOfFreedom == (3, 18))
    let steady = try #require(DriftTest(observations(cold: 1)))
    #expect(steady.pValue > 0.01 && abs(steady.firstOverLast - 1) < 0.01)
  }

  @Test func `where every session has the same order nothing can be told`() {
    let fixed = (0..<8).flatMap { block in
      (0..<4).map { DriftTest.Observation(1 + Double($0 * block), workload: $0, block: block, position: $0) }
    }
    #expect(DriftTest(fixed) == nil && DriftTest([]) == nil)
    #expect(DriftTest(observations(cold: 1).filter { _ in false }) == nil)
  }
}

@Suite struct LossFormulaTests {
  /// Vectors of the method.
  @Test(
    arguments: [
      (0.8, 8, 0.0388), (0.82, 32, 0.00031), (0.9, 32, 0.0035), (0.95, 32, 0.0119), (1, 32, 0.0303),
    ]
      as [(Double, Int, Double)])
  func `how often all places are taken`(load: Double, places: Int, expected: Double) {
    let found = lossProbability(load: load, places: places)
    #expect(abs(found - expected) < (expected < 0.001 ? 0.000005 : 0.00005))
    guard load != 1 else { return }
    let (full, more) = (pow(load, Double(places)), pow(load, Double(places + 1)))
    #expect(close(found, full * (1 - load) / (1 - more), within: 1e-12))
  }

  @Test func `a load that is small, or far too large`() {
    #expect(lossProbability(load: 1e-200, places: 32) == 0)
    #expect(close(lossProbability(load: 1e6, places: 32), 1 - 1e-6, within: 1e-9))
  }
}
