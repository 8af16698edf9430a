import Testing

@testable import Statistics

@Suite struct CliquesTests {
  /// Items are places on a line; two within `reach` cannot be told apart.
  @Test(
    arguments: [
      ([], 1, [], []),
      ([5], 1, [1], [0..<1]),
      ([1, 2, 3], 0, [1, 2, 3], [0..<1, 1..<2, 2..<3]),
      ([1, 2, 3], 9, [1, 1, 1], [0..<3]),
      ([1, 2, 3], 1, [1, 1, 2], [0..<2, 1..<3]),
      ([1, 2, 8, 9, 10], 2, [1, 1, 3, 3, 3], [0..<2, 2..<5]),
      ([1, 3, 4, 5, 7], 2, [1, 1, 2, 2, 4], [0..<2, 1..<4, 3..<5]),
    ] as [([Int], Int, [Int], [Range<Int>])])
  func `neighbours that cannot be told apart share a rank`(
    places: [Int], reach: Int, ranks: [Int], groups: [Range<Int>]
  ) {
    let cliques = Cliques(of: places) { abs($0 - $1) <= reach }
    #expect(cliques.ranks == ranks && cliques.groups == groups)
  }

  @Test func `a difference inside a run splits it, even when its ends are alike`() {
    let alike: Set<Set<String>> = [["a", "c"], ["b", "c"]]
    let cliques = Cliques(of: ["a", "b", "c"]) { alike.contains([$0, $1]) }
    #expect(cliques.groups == [0..<1, 1..<3] && cliques.ranks == [1, 2, 2])
  }
}
