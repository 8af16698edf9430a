/// Suggestions for a name that does not exist.
package enum NearestNames {
  /// The known names within a third of the name's length in edits (at least 2), or that contain it; nearest first, three at most.
  /// When there is none, those that have its letters in their order, as `jsn` is within `json`.
  package static func to(_ name: String, in known: [String]) -> [String] {
    let limit = max(2, name.count / 3)
    let scored = known.map { ($0, $0.contains(name) && name.count > 2 ? 1 : distance(name, $0)) }
    let near = scored.filter { $0.1 <= limit }
    let alike = near.isEmpty && name.count > 2 ? scored.filter { isWithin(name, $0.0) } : near
    return alike.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(3).map(\.0)
  }

  /// Whether all characters of the first text come in the other in the same order.
  private static func isWithin(_ name: String, _ known: String) -> Bool {
    var rest = name[...]
    for character in known where character == rest.first { rest.removeFirst() }
    return rest.isEmpty
  }

  /// The number of insertions, deletions and replacements that turn one text into the other (Levenshtein 1966).
  static func distance(_ first: String, _ second: String) -> Int {
    let second = Array(second)
    var row = Array(0...second.count)
    for (i, character) in first.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in second.indices {
        let substitution = diagonal + (character == second[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substitution, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[second.count]
  }
}
