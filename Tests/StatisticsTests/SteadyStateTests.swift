import Testing

@testable import Statistics

@Suite struct SteadyStateTests {
  /// Cycles of one workload: a hundred, but for those that are named.
  private static func cycles(_ count: Int, but changed: [Int: Double] = [:]) -> [[Double]] {
    (0..<count).map { [changed[$0] ?? 100] }
  }

  @Test func `it is the first of five cycles that come to the pace of the last third`() {
    // One cycle in five that is 16 % slower moves a mean by 3.2 %, 14 % by 2.8 %.
    #expect(SteadyState.firstSteadyCycle(of: Self.cycles(30, but: [2: 84])) == 3)
    #expect(SteadyState.firstSteadyCycle(of: Self.cycles(30, but: [2: 86])) == 0)
    #expect(SteadyState.firstSteadyCycle(of: Self.cycles(30, but: [3: 10, 7: 116, 9: 90])) == 4)
    #expect(SteadyState.firstSteadyCycle(of: Self.cycles(30)) == 0)
  }

  @Test func `the first of the five is at the pace itself, within its own spread`() {
    // As Node.js starts: the mean of the five from cycle 1 on is 2.4 % below the end, that cycle 16 %.
    let cold = [40.0, 84, 97, 102, 102, 103] + Array(repeating: 100, count: 24)
    #expect(SteadyState.firstSteadyCycle(of: cold.map { [$0] }) == 2)
    // ±4 % in turn is a deviation of 4.2 %, so that one cycle may be 8.4 % below.
    func restless(_ first: Double) -> [[Double]] {
      (0..<30).map { [$0 == 0 ? first : $0.isMultiple(of: 2) ? 96 : 104] }
    }
    #expect(SteadyState.firstSteadyCycle(of: restless(92)) == 0)
    #expect(SteadyState.firstSteadyCycle(of: restless(91)) == 1)
  }

  @Test func `who has come to its pace is warm, however slow or fast the machine gets later`() {
    let restless = (0..<33).map { [$0 < 2 ? 40.0 : (8..<13).contains($0) ? 85 : $0 > 28 ? 104 : 100] }
    #expect(SteadyState.firstSteadyCycle(of: restless) == 2)
  }

  @Test func `nothing is steady that has no end to tell by, or leaves it again`() {
    #expect(SteadyState.firstSteadyCycle(of: Self.cycles(14)) == nil)
    #expect(SteadyState.firstSteadyCycle(of: Self.cycles(15)) == 0)
    #expect(SteadyState.firstSteadyCycle(of: []) == nil)
    #expect(SteadyState.firstSteadyCycle(of: Array(repeating: [], count: 30)) == nil)
    #expect(SteadyState.firstSteadyCycle(of: Array(repeating: [100, 0], count: 30)) == nil)
    let climbing = (0..<90).map { [100 + Double($0)] }
    #expect(SteadyState.firstSteadyCycle(of: climbing) == nil)
  }

  @Test func `a pace that varies has two standard errors`() throws {
    // 80 and 120 in turn, the last ten of thirty with a deviation of 21.1: two standard errors of five are 18.9, so that five in a row may
    // be 18.9 % off, where a steady pace may be 3 %.
    let restless = (0..<30).map { [$0.isMultiple(of: 2) ? 80.0 : 120.0] }
    #expect(SteadyState.firstSteadyCycle(of: restless) == 0)
    let slower = (0..<30).map { [($0.isMultiple(of: 2) ? 80.0 : 120.0) * ($0 < 8 ? 0.7 : 1)] }
    let start = try #require(SteadyState.firstSteadyCycle(of: slower))
    #expect((4...8).contains(start))
  }

  @Test func `workloads count alike, however fast they are`() {
    // The slow workload is 20 % off in cycles 0 to 5, which is 10 % of the pace; the fast one's steps are as large in numbers and nothing.
    let cycles = (0..<30).map { [$0 < 6 ? 8 : 10.0, $0 < 12 ? 10_002 : 10_000.0] }
    #expect(SteadyState.firstSteadyCycle(of: cycles) == 6)
  }

  /// Two workloads, of which one does ten times as much: a start at `slow` of the pace for so many cycles.
  private func pilot(_ cycles: Int, slow: Double, for cold: Int, noise: Double = 0) -> [[Double]] {
    (0..<cycles).map { cycle in
      let pace = (cycle < cold ? slow : 1) * (cycle.isMultiple(of: 2) ? 1 + noise : 1 - noise)
      return [100 * pace, 1000 * pace]
    }
  }

  // By hand: a five-cycle mean with k cold cycles of pace s is 1 − k(1 − s)/5, and a first that is cold is s.
  @Test(
    arguments: [(0.5, 10, 10), (0.86, 10, 10), (0.84, 10, 10), (0.98, 10, 0), (1.5, 6, 0), (0.5, 0, 0)]
      as [(Double, Int, Int)])
  func `a pilot is steady from the first five cycles on that are at its pace`(
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

  @Test func `a pilot that is too short, without answers, or fast at its end only was never steady`() {
    #expect(SteadyState.firstSteadyCycle(of: pilot(14, slow: 1, for: 0)) == nil)
    #expect(SteadyState.firstSteadyCycle(of: pilot(15, slow: 1, for: 0)) == 0)
    #expect(SteadyState.firstSteadyCycle(of: pilot(30, slow: 0, for: 30)) == nil)
    #expect(SteadyState.firstSteadyCycle(of: []) == nil)
    // The pace of an end that is slow and fast is between both; who comes to it in the last third only was never steady before.
    #expect(SteadyState.firstSteadyCycle(of: (0..<30).map { [$0 < 25 ? 20.0 : 100] }) == nil)
    #expect(SteadyState.firstSteadyCycle(of: (0..<30).map { [$0 < 25 ? 100.0 : 20] }) == 0)
  }
}
