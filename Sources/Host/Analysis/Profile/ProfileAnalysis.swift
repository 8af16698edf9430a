package import Record
import Statistics

extension Profile {
  /// What became of a condition's flame graph.
  package enum Flames: Sendable {
    case drawn(FlameGraph)
    case missing(reason: String)
  }

  /// The profile of a run's first participant in its first family. Pure: the same run, graphs and baseline give the same profile; nil
  /// of a plan without either.
  package init?(
    of record: RunRecord, baseline: ProfileBaseline?, flames: (_ condition: Key<Condition>) -> Flames
  ) {
    let plan = record.plan
    guard let participant = plan.compared.first?.id, let family = plan.families.first else { return nil }
    let facts = record.frameworks.first { $0.participant == participant }
    let table = Observations(of: record)
    self.init(
      schemaVersion: Self.currentSchemaVersion, run: record.run.id, participant: participant,
      runtime: facts?.runtime, versions: facts?.versions ?? [:], environment: record.run.environment,
      settings: Settings(
        suite: plan.suite, blocks: plan.blocks.count, seed: plan.seed, procedure: plan.procedure,
        warmup: record.design?.warmups[participant], load: plan.load),
      facts: record.metrics,
      parts: record.conditions(of: family).map { condition in
        Part(
          condition, of: participant, family, record, table,
          flames(condition.id))
      }, baseline: baseline)
  }

  /// What became of a condition's graph, as stored.
  package func flames(_ condition: Key<Condition>) -> Flames {
    let part = parts.first { $0.condition.id == condition }
    if let graph = part?.flameGraph { return .drawn(graph) }
    guard case .unavailable(let reason) = part?.unavailable[Part.graphKey] else {
      return .missing(reason: "")
    }
    return .missing(reason: reason)
  }
}

extension Profile.Part {
  /// The name of the graph among what is unavailable.
  package static let graphKey = "flameGraph"

  fileprivate init(
    _ condition: Condition, of participant: Key<Participant>, _ family: Family, _ record: RunRecord,
    _ table: Observations, _ flames: Profile.Flames
  ) {
    let primary = family.primary.compactMap(record.plan.measure)
    let trials = table.valid(participant, condition.id)
    let cell = table.cell(participant, condition, primary: primary)
    let workers = record.plan.load.workers
    var (values, absences): ([String: Double?], [String: Profile.Absence]) = ([:], [:])
    for figure in RuntimeFigure.all {
      let metric = record.metrics.first { metric in
        metric.role == figure.role && trials.contains { $0.metrics[metric.name] != nil }
      }
      for field in figure.fields {
        values[field.name] = .some(metric.flatMap { field.value(of: $0, over: trials, workers: workers) })
        if metric == nil { absences[field.name] = figure.absence(from: cell, record.metrics) }
      }
    }
    var graph: Profile.FlameGraph?
    switch flames {
    case .drawn(let drawn): graph = drawn
    case .missing(let reason): absences[Self.graphKey] = .unavailable(reason: reason)
    }
    let rates = trials.compactMap { trial in primary.first.flatMap { trial.figures[$0.id] } }
    self.init(
      condition: condition, cell: cell,
      interval: PairedBlocks(rates, over: rates.map { _ in 1 })?.interval(level: 0.95).map(Interval.init),
      metrics: values, unavailable: absences,
      telling: TellingFigure.most(of: trials, record.metrics, workers: workers), flameGraph: graph)
  }
}

extension RuntimeFigure.Field {
  fileprivate func value(of metric: MetricFacts, over trials: [Trial], workers: Int) -> Double? {
    trials.value(of: metric, inProportionTo: isProportion ? metric.basis : nil, workers: workers).map {
      $0 * scale
    }
  }
}

extension RuntimeFigure {
  fileprivate func absence(from cell: Cell, _ metrics: [MetricFacts]) -> Profile.Absence {
    guard cell.blocks > 0 else { return .noTrial }
    let reasons = cell.unavailable.reasons
    let reason = metrics.lazy.filter { $0.role == role }.compactMap { reasons[$0.name] }.first
    return reason.map { .unavailable(reason: $0) } ?? .nothing(role: role)
  }
}
