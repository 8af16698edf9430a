import Testing

@testable import Statistics

@Suite struct SteadyStateTests {
  /// Cycles of one workload: a hundred, but for those that are named.
  private static func cycles(_ count: Int, but changed: [Int: Double] = [:]) -> [[Double]] {
    (0..<count).map { [changed[$0] ?? 100] }
  }

  @Test func `it is the first cycle from which on every mean of five is that of the last third`() {
    // One cycle in five that is 16 % off moves a mean by 3.2 %, 14 % by 2.8 %.
    #expect(SteadyState.firstSteadyCycle(of: Self.cycles(30, but: [7: 84])) == 8)
    #expect(SteadyState.firstSteadyCycle(of: Self.cycles(30, but: [7: 86])) == 0)
    #expect(SteadyState.firstSteadyCycle(of: Self.cycles(30, but: [3: 10, 7: 116, 9: 90])) == 5)
    #expect(SteadyState.firstSteadyCycle(of: Self.cycles(30)) == 0)
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
    #expect(SteadyState.firstSteadyCycle(of: cycles) == 5)
  }
}
