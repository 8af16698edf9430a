import Record
import Statistics

/// The verdicts of pairs, in either order.
struct PairVerdicts {
  private struct Sides: Hashable {
    let a: Key<Participant>
    let b: Key<Participant>
  }

  private let verdicts: [Sides: Pair.Verdict]

  init(_ pairs: [Pair]) {
    verdicts = pairs.reduce(into: [:]) { all, pair in
      all[Sides(a: pair.a, b: pair.b)] = pair.verdict
      all[Sides(a: pair.b, b: pair.a)] = pair.verdict.reversed
    }
  }

  subscript(_ a: Key<Participant>, over b: Key<Participant>) -> Pair.Verdict? { verdicts[Sides(a: a, b: b)] }

  /// The ranks of participants who are `ordered`, the best first. A group that would share a rank although a pair in it has too little for
  /// a verdict has none.
  func ranks(of ordered: [Key<Participant>]) -> [Key<Participant>: Int] {
    let cliques = Cliques(of: ordered) { a, b in
      self[a, over: b] != .faster && self[a, over: b] != .slower
    }
    let unknown = Set(
      cliques.groups.filter { group in
        group.contains { a in
          group.contains { b in a < b && self[ordered[a], over: ordered[b]]?.isVerdict == false }
        }
      }.map { $0.lowerBound + 1 })
    return zip(ordered, cliques.ranks).reduce(into: [:]) { ranks, item in
      if !unknown.contains(item.1) { ranks[item.0] = item.1 }
    }
  }
}
