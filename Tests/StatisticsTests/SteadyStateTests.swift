import Testing

@testable import Statistics

@Suite struct SteadyStateTests {
  @Test(
    arguments: [
      ([100, 101, 99, 100, 100], 0), ([50, 80, 100, 101, 99, 100, 100], 2),
      ([100, 100, 100, 100], nil), ([], nil), ([100, 110, 100, 110, 100, 110], nil),
      ([100, 100, 100, 100, 50, 100, 100, 100, 100], nil), ([0, 0, 0, 0, 0], nil),
    ] as [([Double], Int?)])
  func `the first five windows that hardly vary`(windows: [Double], start: Int?) {
    #expect(SteadyState.start(of: windows) == start)
  }

  // By hand: 98, 100, 102 have a coefficient of variation of 2 %, 97, 100, 103 of 3 %.
  @Test func `length and limit can be set, and the limit itself is steady`() {
    #expect(SteadyState.start(of: [97, 100, 103, 98, 100, 102], length: 3) == 3)
    #expect(SteadyState.start(of: [97, 100, 103, 98, 100, 102], length: 3, limit: 0.03) == 0)
    #expect(SteadyState.start(of: [5, 9, 9], length: 2, limit: 0) == 1)
  }

  /// Two workloads, of which one does ten times as much: a start at `slow` of the pace for so many cycles.
  private func pilot(_ cycles: Int, slow: Double, for cold: Int, noise: Double = 0) -> [[Double]] {
    (0..<cycles).map { cycle in
      let pace = (cycle < cold ? slow : 1) * (cycle.isMultiple(of: 2) ? 1 + noise : 1 - noise)
      return [100 * pace, 1000 * pace]
    }
  }

  // By hand: a five-cycle mean with k cold cycles of pace s is 1 − k(1 − s)/5.
  @Test(
    arguments: [(0.5, 10, 10), (0.86, 10, 9), (0.84, 10, 10), (0.98, 10, 0), (1.5, 6, 6), (0.5, 0, 0)]
      as [(Double, Int, Int)])
  func `a pilot is steady from the first cycle on after which no five are off`(
    slow: Double, cold: Int, expected: Int
  ) {
    #expect(SteadyState.firstSteadyCycle(of: pilot(30, slow: slow, for: cold)) == expected)
  }

  @Test func `noise widens what is steady by two standard errors of five cycles`() {
    // ±10 % in turn: two of .1026/√5 are 9.2 %, and the odd cycle of five moves a mean by 2 %.
    #expect(SteadyState.firstSteadyCycle(of: pilot(30, slow: 0.94, for: 10, noise: 0.1)) == 0)
    #expect(SteadyState.firstSteadyCycle(of: pilot(30, slow: 0.94, for: 10)) != 0)
  }

  @Test func `a workload counts by its share, not by its size`() {
    // The small one at half its pace for ten cycles: the mean of both shares is .75, which cannot be missed.
    let cycles = pilot(30, slow: 1, for: 0).enumerated().map { [$1[0] * ($0 < 10 ? 0.5 : 1), $1[1]] }
    #expect(SteadyState.firstSteadyCycle(of: cycles) == 10)
  }

  @Test func `a pilot that is too short, without answers, or off at its end was never steady`() {
    #expect(SteadyState.firstSteadyCycle(of: pilot(14, slow: 1, for: 0)) == nil)
    #expect(SteadyState.firstSteadyCycle(of: pilot(15, slow: 1, for: 0)) == 0)
    #expect(SteadyState.firstSteadyCycle(of: pilot(30, slow: 0, for: 30)) == nil)
    #expect(SteadyState.firstSteadyCycle(of: []) == nil)
    // The last third is half at half the pace and half at one and a half: two of .527/√5 are 47 %, and each half is 50 % off.
    let torn = (0..<30).map { [100 * ($0 < 20 ? 1 : $0 < 25 ? 0.5 : 1.5)] }
    #expect(SteadyState.firstSteadyCycle(of: torn) == nil)
  }
}
