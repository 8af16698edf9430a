import Analysis
import Record

/// A measure that participants are compared by, over the conditions of a family.
struct Question: Sendable {
  let family: FamilyComparison
  let measure: Measure
  /// Its contest under each condition that has one, in the order of the points.
  let contests: [(point: Point, contest: Contest)]
  /// Everybody over all conditions; nil of a measure that is compared beside the primary ones.
  let standing: Standing?

  /// What is best: `most` or `least`.
  var superlative: String { measure.better == .higher ? "most" : "least" }

  /// All questions of a comparison: of each family the primary measures, then those beside them.
  static func all(of comparison: Comparison, _ names: Names) -> [Question] {
    comparison.families.flatMap { family in
      let standings = Dictionary(family.standings.map { ($0.measure, $0) }) { first, _ in first }
      let asked = family.points.flatMap { ($0.contests + $0.secondary).map(\.measure) }.unique
      return asked.compactMap { id in
        names.measure(id).map { measure in
          let contests = family.points.compactMap { point in
            (point.contests + point.secondary).first { $0.measure == id }.map { (point, $0) }
          }
          return Question(family: family, measure: measure, contests: contests, standing: standings[id])
        }
      }
    }
  }
}

extension String {
  /// The same with a small first letter, to stand within a sentence.
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }

  /// The same with a large first letter.
  var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
