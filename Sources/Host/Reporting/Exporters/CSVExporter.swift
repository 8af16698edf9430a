package import Analysis
package import Foundation
package import Record

/// `comparison.csv`: one line per family, condition, participant and measure, empty where there is nothing to say.
package struct CSVExporter: FileExporter {
  package let fileName = "comparison.csv"

  /// An exporter; it has no settings.
  package init() {}

  package func render(_ comparison: Comparison, of record: RunRecord) throws -> Data {
    let names = Names(record)
    let lines = comparison.families.flatMap { family in
      let measures = names.measures(of: family.family)
      return family.points.flatMap { point in
        let contests = Dictionary(
          (point.contests + point.secondary).map {
            ($0.measure, OpenedContest($0, reference: comparison.reference))
          }
        ) { first, _ in first }
        return point.allCells.flatMap { cell in
          measures.map { measure in
            CSVLine(
              family: family, condition: point.condition, cell: cell, measure: measure,
              contest: contests[measure.id], names: names
            ).fields
          }
        }
      }
    }
    return CSV.data([CSVLine.head] + lines)
  }
}

/// A contest with its pairs by who is compared with the reference.
struct OpenedContest {
  let contest: Contest
  let pairs: [Key<Participant>: Pair]

  init(_ contest: Contest, reference: Key<Participant>) {
    self.contest = contest
    pairs = contest.pairs(with: reference)
  }
}
