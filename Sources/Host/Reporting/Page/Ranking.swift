import Analysis
import Record
import Statistics

/// Everybody by one figure over all conditions: the ratio of a question, or the geometric mean of what something costs.
struct Ranking: Sendable {
  /// E.g. `requests/s`.
  let title: String
  /// Of which family, where that matters; nil: of the whole run.
  let family: String?
  let better: Measure.Better
  /// Who has a figure, and which.
  let values: [Key<Participant>: Double]
  /// The intervals of ratios.
  let intervals: [Key<Participant>: Interval]
  /// The unit of the values; nil: they are ratios to the reference.
  let unit: Key<Measure.Units>?

  /// A value as people read it.
  func text(_ value: Double) -> String { unit?.text(value) ?? "\(Figures.short(value))×" }

  /// Who has a figure, the best first.
  var order: [Key<Participant>] {
    values.keys.sorted { first, second in
      let (a, b) = (values[first] ?? 0, values[second] ?? 0)
      return a == b ? first < second : (a > b) == (better == .higher)
    }
  }

  /// All of them: the primary questions, then what is told beside.
  static func all(of model: PageModel) -> [Ranking] {
    let asked = model.questions.compactMap { question in
      question.standing.map { Ranking(question, $0, isNamed: model.comparison.families.count > 1) }
    }
    return (asked + costs(of: model)).filter { !$0.values.isEmpty }
  }

  private init(_ question: Question, _ standing: Standing, isNamed: Bool) {
    title = question.measure.title
    family = isNamed ? question.family.title : nil
    better = question.measure.better
    unit = nil
    values = Dictionary(
      uniqueKeysWithValues: standing.rows.compactMap { row in row.ratio.map { (row.participant, $0) } })
    intervals = Dictionary(
      uniqueKeysWithValues: standing.rows.compactMap { row in row.interval.map { (row.participant, $0) } })
  }

  /// What the first family tells beside its primary measures: geometric means over the conditions that all who have any have, so that nobody
  /// gains by what it does not serve.
  private static func costs(of model: PageModel) -> [Ranking] {
    guard let family = model.comparison.families.first else { return [] }
    return family.costs(model.findings.names).map { measure in
      let figures = model.participants.map { participant in
        family.points.map { $0.cell(participant)?.figures[measure.id]?.value }
      }
      let told = figures.filter { $0.contains { $0 != nil } }
      let common = family.points.indices.filter { index in told.allSatisfy { $0[index] != nil } }
      let means = zip(model.participants, figures).compactMap { participant, values in
        geometricMean(common.compactMap { values[$0] }).map { (participant, $0) }
      }
      return Ranking(
        title: measure.title, family: nil, better: measure.better,
        values: Dictionary(uniqueKeysWithValues: means), intervals: [:], unit: measure.unit)
    }
  }

  private init(
    title: String, family: String?, better: Measure.Better, values: [Key<Participant>: Double],
    intervals: [Key<Participant>: Interval], unit: Key<Measure.Units>
  ) {
    self.title = title
    self.family = family
    self.better = better
    self.values = values
    self.intervals = intervals
    self.unit = unit
  }
}

extension FamilyComparison {
  /// What is told beside the primary measures and costs something: means of blocks of which less is better.
  func costs(_ names: Names) -> [Measure] {
    let primary = Set(standings.map(\.measure))
    return names.measures(of: family).filter { measure in
      measure.better == .lower && measure.aggregation == .mean && !primary.contains(measure.id)
    }
  }
}
