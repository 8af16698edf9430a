package import Record

extension RunRecord {
  /// What in a record cannot have been: a line for each, with its file and line. Empty means that the plan, the order of what happened, every
  /// trial's counts, histograms, gates and figures, and the series agree.
  package var contradictions: [String] {
    let planned = plan.contradictions.map { "run.json: \($0)" }
    guard planned.isEmpty else { return planned }
    let driven = pilotContradictions
    guard driven.isEmpty else { return driven }
    var conditions: [Key<Condition>: (family: Family, condition: Condition)] = [:]
    for family in plan.families {
      for condition in self.conditions(of: family) { conditions[condition.id] = (family, condition) }
    }
    let measures = Set(plan.measures.map(\.id))
    let found = trials.enumerated().flatMap { index, trial in
      trial.contradictions(in: plan, measures, conditions[trial.condition]).map {
        "trial \(index + 1): \($0)"
      }
    }
    guard found.isEmpty else { return found + [order].compactMap(\.self) }
    return designContradictions + [order].compactMap(\.self) + endContradictions + seriesContradictions
  }
}
