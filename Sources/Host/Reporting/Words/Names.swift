import Record

/// What people read for the keys of a record.
struct Names: Sendable {
  private let conditions: [Key<Condition>: Condition]
  private let measures: [Key<Measure>: Measure]
  private let families: [Key<Family>: Family]

  init(_ record: RunRecord) {
    let all = record.plan.families.flatMap { record.conditions(of: $0) }
    conditions = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
    measures = Dictionary(record.plan.measures.map { ($0.id, $0) }) { first, _ in first }
    families = Dictionary(record.plan.families.map { ($0.id, $0) }) { first, _ in first }
  }

  subscript(_ condition: Key<Condition>) -> String { conditions[condition]?.label ?? condition.rawValue }

  subscript(_ measure: Key<Measure>) -> String { measures[measure]?.title ?? measure.rawValue }

  subscript(_ family: Key<Family>) -> String { families[family]?.title ?? family.rawValue }

  /// The measure of a key; nil when the plan has none.
  func measure(_ id: Key<Measure>) -> Measure? { measures[id] }

  /// Conditions by name while they are few, e.g. `json-small, path-int` or `6 conditions`.
  func places(_ conditions: [Key<Condition>]) -> String {
    conditions.count > 3
      ? "\(conditions.count) conditions" : conditions.map { self[$0] }.joined(separator: ", ")
  }

  /// All measures of a family: the primary ones, then what else is shown.
  func measures(of family: Key<Family>) -> [Measure] {
    guard let family = families[family] else { return [] }
    let others = family.shown.filter { !family.primary.contains($0) }
    return (family.primary + others).compactMap { measures[$0] }
  }
}
