import Analysis
import Record

/// A participant over all conditions of a family, in words.
struct StandingWords {
  /// The geometric mean of its ratios, and what may be said of it.
  let ratio: String
  /// The same without its interval.
  let brief: String
  /// What that rests on.
  let basis: String
  /// Under how many conditions it is better than every other.
  let won: String

  init(
    _ row: Standing.Row, of standing: Standing, in family: FamilyComparison, _ reference: Key<Participant>
  ) {
    let mark = standing.pair(row.participant, over: reference).map { " \($0.verdict.mark)" } ?? ""
    ratio = PairWords.ratio(row.ratio, row.interval) + mark
    brief = PairWords.ratio(row.ratio, nil) + mark
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

/// Standings by how good they are.
enum RankedStandings {
  /// The best first; who has no ratio last.
  static func sorted(_ rows: [Standing.Row], by measure: Measure) -> [Standing.Row] {
    let sign = measure.better == .higher ? -1.0 : 1
    func key(_ row: Standing.Row) -> Double { row.ratio.map { $0 * sign } ?? .infinity }
    return rows.sorted { key($0) < key($1) }
  }
}
