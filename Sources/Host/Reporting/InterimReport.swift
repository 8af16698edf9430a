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

  /// What is doubtful about trials, each thing once: what is an app's fault once for the app, what is the machine's once for all.
  package struct Doubts {
    private let tolerated: Set<String>
    private var told: Set<String> = []

    /// Nothing was told yet; the gates of these names invalidate nothing.
    package init(tolerating tolerated: [String]) { self.tolerated = Set(tolerated) }

    /// A line for each gate that a trial failed and that was not told of before.
    package mutating func take(_ trial: Trial) -> [String] {
      trial.gates.filter { !$0.passed }.compactMap { reading in
        let isFault = reading.kind == .integrity && !tolerated.contains(reading.gate)
        guard told.insert(isFault ? "\(trial.participant) \(reading.gate)" : reading.gate).inserted else {
          return nil
        }
        let failure = GateWords.failure(reading.gate, worst: reading.value, limit: reading.limit)
        let words = "\(trial.participant) under \(trial.condition): \(failure)"
        return isFault ? "no observation: \(words)" : "disturbed: \(words); it counts"
      }
    }
  }
}
