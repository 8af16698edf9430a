package import Record

extension RunRecord {
  /// The same record with some of its parts changed.
  package func with(
    plan: Plan? = nil, trials: [Trial]? = nil, series: [TrialSeries]? = nil, metrics: [MetricFacts]? = nil,
    frameworks: [FrameworkFacts]? = nil, conformance: [ConformanceRecord]? = nil,
    pilots: [Pilot]? = nil, design: Design?? = nil, sessions: [Session]? = nil, end: BlocksEnd?? = nil,
    outcome: RunOutcome?? = nil, environment: Environment? = nil
  ) -> RunRecord {
    let run = Run(
      id: run.id, harnessVersion: run.harnessVersion, command: run.command, startedAt: run.startedAt,
      plan: plan ?? run.plan, environment: environment ?? run.environment)
    var entries: [RunEntry] = (frameworks ?? self.frameworks).map { .framework($0) }
    entries.append(.metrics(metrics ?? self.metrics))
    entries += (conformance ?? self.conformance).map { .conformance($0) }
    entries += (pilots ?? self.pilots).map { .pilot($0) }
    if let design = design ?? self.design { entries.append(.design(design)) }
    entries += (sessions ?? self.sessions).map { .session($0) }
    entries += (trials ?? self.trials).map { .trial($0) }
    if let end = end ?? self.end { entries.append(.end(end)) }
    if let outcome = outcome ?? self.outcome { entries.append(.outcome(outcome)) }
    return RunRecord(run, entries, series: series ?? self.series)
  }
}

extension Trial {
  /// The same trial with some of its parts changed; figures and gates follow from the load.
  package func with(
    load: LoadFigures? = nil, system: SystemUse? = nil, metrics: [String: Double]? = nil,
    unavailable: [String: String]? = nil, vanished: Int? = nil, orphans: Int? = nil,
    failure: Failure? = nil
  ) -> Trial {
    let (load, system) = failure == nil ? (load ?? self.load, system ?? self.system) : (nil, nil)
    let metrics = metrics ?? self.metrics
    return Trial(
      block: block, participant: participant, condition: condition, startedAt: startedAt,
      startupNanoseconds: startupNanoseconds,
      figures: load.map {
        HTTPMeasures.figures(of: $0, metrics: metrics, startupNanoseconds: startupNanoseconds)
      } ?? [:], load: load, system: system,
      gates: load.map { GateReading.all(of: $0, system, connections: SampleRun.connections) } ?? [],
      metrics: metrics, unavailable: unavailable.map(MissingMetrics.grouped) ?? self.unavailable,
      vanished: vanished ?? self.vanished, orphans: orphans ?? self.orphans, failure: failure ?? self.failure)
  }
}
