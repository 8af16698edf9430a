/// A run and what happened in it: the fold of its journal's entries, in their order.
package struct RunRecord: Sendable {
  /// The run as it began.
  package let run: Run
  /// What each participant's app says of itself, twins left out.
  package private(set) var frameworks: [FrameworkFacts] = []
  /// What metrics mean, each once; the first word counts where several describe one.
  package private(set) var metrics: [MetricFacts] = []
  /// What verification found.
  package private(set) var conformance: [ConformanceRecord] = []
  /// How participants did before the blocks.
  package private(set) var pilots: [Pilot] = []
  /// What is measured and for how long; nil before that is known.
  package private(set) var design: Design?
  /// The processes that were measured, in the order they were warm.
  package private(set) var sessions: [Session] = []
  /// How the blocks ended; nil when they did not.
  package private(set) var end: BlocksEnd?
  /// Every trial, in the order they took place.
  package private(set) var trials: [Trial] = []
  /// How the run ended; nil while it goes on, and when it was killed.
  package private(set) var outcome: RunOutcome?
  /// What apps did during the windows of trials, in their order.
  package private(set) var series: [TrialSeries]

  /// A run with the entries of its journal.
  package init(_ run: Run, _ entries: some Sequence<RunEntry> = [], series: [TrialSeries] = []) {
    self.run = run
    self.series = series
    for entry in entries { apply(entry) }
  }

  /// Adds what happened.
  package mutating func apply(_ entry: RunEntry) {
    switch entry {
    case .framework(let facts): frameworks.append(facts)
    case .metrics(let facts): metrics += facts
    case .conformance(let record): conformance.append(record)
    case .pilot(let pilot): pilots.append(pilot)
    case .design(let design): self.design = design
    case .session(let session): sessions.append(session)
    case .trial(let trial): trials.append(trial)
    case .end(let end): self.end = end
    case .outcome(let outcome): self.outcome = outcome
    }
  }

  /// Adds the series of the trial that follows.
  package mutating func append(_ series: TrialSeries) { self.series.append(series) }
}

extension RunRecord {
  /// What was planned.
  package var plan: Plan { run.plan }

  /// The conditions of a family as they are measured; as they were planned before that is known.
  package func conditions(of family: Family) -> [Condition] {
    guard let design else { return family.conditions }
    let own = Set(family.conditions.map(\.id))
    return design.windows.map(\.condition).filter { own.contains($0.id) }
  }

  /// How many trials there are at least to be.
  package var fewestTrials: Int {
    plan.participants.count * plan.minimumBlocks * (design?.windows.count ?? plan.conditions.count)
  }

  /// How a participant did before the blocks, its original for a twin; nil where there is no pilot.
  package func pilot(of participant: Participant) -> Pilot? {
    pilots.first { $0.participant == participant.original }
  }

  /// Who is refused under what.
  package var refusals: Refusals { Refusals(conformance, of: plan) }

  /// What metrics mean, by name.
  package var metricsByName: [String: MetricFacts] {
    Dictionary(metrics.map { ($0.name, $0) }) { first, _ in first }
  }

  /// The names of the metrics whose stored values are increases.
  package var counters: Set<String> { Set(metrics.filter { $0.kind == .counter }.map(\.name)) }

  /// The series of each trial that has one.
  package var seriesByTrial: [TrialKey: TrialSeries] {
    Dictionary(series.map { ($0.key, $0) }) { first, _ in first }
  }

  /// How the generator asked the kernel for events; nil before the first trial that was measured.
  package var poller: String? { trials.lazy.compactMap { $0.load?.generator.poller }.first }

  /// The same run as if only some of its trials had taken place.
  package func only(_ belongs: (Trial) -> Bool) -> RunRecord {
    var record = self
    record.trials = trials.filter(belongs)
    return record
  }
}
