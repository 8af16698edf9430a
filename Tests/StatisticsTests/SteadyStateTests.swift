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
}
