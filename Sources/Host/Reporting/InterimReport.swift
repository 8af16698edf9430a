import Analysis
package import Record

/// What a run can say before its end.
package enum InterimReport {
  /// Who is ahead by what verdicts are about first, e.g. `rust/hyper 19.74× [19.19, 20.32]`; nil: nobody can be told from another yet.
  package static func leader(of record: RunRecord) -> String? {
    let model = PageModel(Comparison(of: record), of: record)
    guard model.findings.isCompared, let standing = model.questions.first?.standing,
      let best = model.ranked.first,
      let row = standing.rows.first(where: { $0.participant == best }), row.ratio != nil
    else { return nil }
    return best == model.reference ? "\(best) ahead" : "\(best) \(PairWords.ratio(row.ratio, row.interval))"
  }

  /// What a trial says of the first measure that verdicts are about, e.g. `node/express 5,683/s`; nil of one that failed.
  package static func pace(of trial: Trial, _ plan: Plan) -> String? {
    let primary = Set(plan.families.flatMap(\.primary))
    let measure = plan.measures.first { primary.contains($0.id) && trial.figures[$0.id] != nil }
    return measure.map { "\(trial.participant) \($0.text(trial.figures[$0.id]))" }
  }

  /// What is doubtful about a trial, a line for each gate that it failed, by what is to be told once.
  package static func doubts(about trial: Trial, tolerating tolerated: [String]) -> [(
    once: String, line: String
  )] {
    trial.gates.filter { !$0.passed }.map { reading in
      let failure = GateWords.failure(reading.gate, worst: reading.value, limit: reading.limit)
      let place = "\(trial.participant) under \(trial.condition)"
      return reading.kind == .integrity && !tolerated.contains(reading.gate)
        ? ("\(trial.participant) \(reading.gate)", "no observation: \(place): \(failure)")
        : (reading.gate, "disturbed: \(place): \(failure); it counts")
    }
  }
}
