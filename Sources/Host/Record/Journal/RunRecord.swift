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
  /// The conditions of each family that has begun.
  package private(set) var begun: [FamilyConditions] = []
  /// How families ended, in their order.
  package private(set) var ends: [FamilyEnd] = []
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
    case .conditions(let conditions): begun.append(conditions)
    case .trial(let trial): trials.append(trial)
    case .end(let end): ends.append(end)
    case .outcome(let outcome): self.outcome = outcome
    }
  }

  /// Adds the series of the trial that follows.
  package mutating func append(_ series: TrialSeries) { self.series.append(series) }
}

extension RunRecord {
  /// What was planned.
  package var plan: Plan { run.plan }

  /// The conditions of a family as they are measured; as they were planned before it begins.
  package func conditions(of family: Family) -> [Condition] {
    begun.first { $0.family == family.id }?.conditions ?? family.conditions
  }

  /// How a family ended; nil when it did not.
  package func end(of family: Key<Family>) -> FamilyEnd? { ends.first { $0.family == family } }

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
