import Analysis
import Record

/// A participant over all conditions of a family, in words.
struct StandingWords {
  /// The geometric mean of its ratios, and what may be said of it.
  let ratio: String
  /// What that rests on.
  let basis: String
  /// Under how many conditions it is better than every other.
  let won: String

  init(
    _ row: Standing.Row, of standing: Standing, in family: FamilyComparison, _ reference: Key<Participant>
  ) {
    let mark = standing.pair(row.participant, over: reference).map { " \($0.verdict.mark)" }
    ratio = PairWords.ratio(row.ratio, row.interval) + (mark ?? "")
    basis =
      if row.participant == reference {
        "the reference"
      } else if row.conditions == 0 {
        "nothing"
      } else {
        "\(Figures.count(row.conditions, "condition")), \(Figures.count(row.blocks, "block"))"
      }
    won = "\(row.won) of \(family.points.count)"
  }
}

/// Standings of more participants than have room in columns: rows, the best first.
enum RankedStandings {
  /// A table for each primary measure.
  static func tables(_ family: FamilyComparison, _ findings: Findings) -> [Table] {
    family.standings.compactMap { standing in
      findings.names.measure(standing.measure).map { table(standing, by: $0, family, findings) }
    }
  }

  private static func table(
    _ standing: Standing, by measure: Measure, _ family: FamilyComparison, _ findings: Findings
  ) -> Table {
    var table = Table(columns: [
      ("participant", .left), ("\(measure.title), geometric mean", .left), ("rests on", .left),
      ("won", .right),
    ])
    for row in sorted(standing.rows, by: measure) {
      let words = StandingWords(row, of: standing, in: family, findings.reference)
      table.append(["\(row.participant)", words.ratio, words.basis, words.won])
    }
    return table
  }

  /// The best first; who has no ratio last.
  static func sorted(_ rows: [Standing.Row], by measure: Measure) -> [Standing.Row] {
    let sign = measure.better == .higher ? -1.0 : 1
    func key(_ row: Standing.Row) -> Double { row.ratio.map { $0 * sign } ?? .infinity }
    return rows.sorted { key($0) < key($1) }
  }
}
