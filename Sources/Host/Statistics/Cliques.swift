/// Ranks for ordered items of which some neighbours cannot be told apart.
///
/// The groups are those of a compact letter display (Piepho, "An algorithm for a letter-based representation of
/// all-pairwise comparisons", 2004), kept to runs of consecutive items.
package struct Cliques: Sendable, Equatable {
  /// The largest runs of items in which no two can be told apart, in order. They may overlap, and cover all items.
  package let groups: [Range<Int>]
  /// One rank per item, starting with 1: the position of the first item in the first group that the item is in.
  /// Items that share a rank cannot be told apart; a lower rank alone does not mean that two can.
  package let ranks: [Int]

  /// Groups `items`, which are ordered from best to worst.
  package init<Item>(of items: [Item], cannotBeToldApart alike: (Item, Item) throws -> Bool) rethrows {
    var starts: [Int] = []
    for (index, item) in items.enumerated() {
      let earliest = starts.last ?? 0
      let stranger = try items[earliest..<index].lastIndex { try !alike($0, item) }
      starts.append(stranger.map { $0 + 1 } ?? earliest)
    }
    let ends = starts.indices.filter { $0 + 1 == starts.count || starts[$0 + 1] > starts[$0] }
    groups = ends.map { starts[$0]..<$0 + 1 }
    ranks = starts.map { $0 + 1 }
  }
}
