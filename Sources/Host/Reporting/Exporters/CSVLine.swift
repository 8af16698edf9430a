import Analysis
import Record

/// A line of `comparison.csv`: a participant under a condition by a measure.
struct CSVLine {
  let family: FamilyComparison
  let condition: Condition
  let cell: Cell
  let measure: Measure
  /// nil of a measure that nobody is compared by.
  let contest: OpenedContest?
  let names: Names

  private typealias Column = (name: String, value: @Sendable (CSVLine) -> String?)

  /// The names of the columns.
  static let head = columns.map(\.name)

  /// Its fields, in the order of `head`.
  var fields: [String] { Self.columns.map { $0.value(self) ?? "" } }

  private static let columns: [Column] = place + value + pair + contest + load

  private static let place: [Column] = [
    ("family", { "\($0.family.family)" }), ("condition", { "\($0.condition.id)" }),
    ("condition_label", { $0.condition.label }), ("participant", { "\($0.cell.participant)" }),
    ("measure", { "\($0.measure.id)" }), ("unit", { "\($0.measure.unit)" }),
  ]

  private static let value: [Column] = [
    ("state", { $0.cell.state.rawValue }), ("blocks", { "\($0.figure?.blocks ?? 0)" }),
    ("value", { number($0.figure?.value) }), ("mean", { number($0.figure?.mean) }),
    ("cv", { number($0.figure?.coefficientOfVariation) }),
  ]

  /// Of the pair with the reference.
  private static let pair: [Column] = [
    ("ratio", { number($0.pair?.ratio) }), ("low", { number($0.pair?.interval?.low) }),
    ("high", { number($0.pair?.interval?.high) }), ("p", { number($0.pair?.p) }),
    ("adjusted_p", { number($0.pair?.adjustedP) }), ("verdict", { $0.pair?.verdict.rawValue }),
  ]

  /// Of the contest.
  private static let contest: [Column] = [
    ("rank", { line in line.contest?.contest.ranks[line.cell.participant].map { "\($0)" } }),
    ("twin_ratio", { number($0.contest?.contest.twin?.ratio) }),
    ("twin_low", { number($0.contest?.contest.twin?.interval?.low) }),
    ("twin_high", { number($0.contest?.contest.twin?.interval?.high) }),
    ("resolution", { number($0.contest?.contest.twin?.resolution) }),
    ("delta", { $0.contest == nil ? nil : number($0.family.method.delta) }),
    ("minimum_detectable_effect", { number($0.pair?.minimumDetectableEffect) }),
    ("more_blocks", { $0.pair?.moreBlocks.map { "\($0)" } }),
  ]

  /// Of the cell, whatever the measure.
  private static let load: [Column] = [
    ("requests", { "\($0.cell.requests)" }), ("unsent", { "\($0.cell.unsent)" }),
    ("errors", { "\($0.cell.errors.values.reduce(0, +))" }),
    ("answers_checked", { "\($0.cell.answersChecked)" }), ("wrong_answers", { "\($0.cell.wrongAnswers)" }),
    ("failed_gates", { GateWords.failures($0.cell.gates) }),
    ("reason", { $0.cell.reason?.words($0.names, $0.cell.gates) }),
  ]

  private var figure: Cell.Aggregate? { cell.figures[measure.id] }

  private var pair: Pair? { contest?.pairs[cell.participant] }

  private static func number(_ value: Double?) -> String? { value.map { "\($0)" } }
}
