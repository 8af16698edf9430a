import Record
import Statistics

extension Cell {
  /// What `trials` of a participant under a condition say.
  init(
    _ participant: Key<Participant>, _ condition: Condition, _ trials: [Trial], refusal: ConformanceRecord?,
    primary: [Measure], by rules: CellRules
  ) {
    let tried = trials.filter { $0.failure == nil }
    let valid = tried.filter { $0.isValid(tolerating: rules.tolerated) }
    let gates = GateSummary.all(of: tried, tolerated: rules.tolerated)
    let failures = trials.compactMap(\.failure)
    let observed = valid.filter { trial in primary.contains { trial.figures[$0.id] != nil } }
    self.participant = participant
    self.condition = condition.id
    state =
      if !observed.isEmpty {
        .measured
      } else if !tried.isEmpty, valid.isEmpty {
        .invalid
      } else {
        refusal.map { $0.isAbsent == true ? .absent : .refused } ?? .failed
      }
    reason =
      if !tried.isEmpty, valid.isEmpty {
        .gates(gates.filter(\.invalidates).map(\.gate))
      } else if refusal?.isAbsent == true, tried.isEmpty {
        .absent
      } else if let refusal, let first = refusal.failures.first, tried.isEmpty {
        .refused(first, others: refusal.failures.count - 1)
      } else if let failure = failures.first(where: { $0.stage == .start }) {
        .failed(failure)
      } else if let scarce = primary.first(where: { measure in
        measure.fewestSamples > 1 && valid.contains { $0.figures[measure.id] == nil }
      }) {
        .tooFewRequests(measure: scarce.id, needed: scarce.fewestSamples)
      } else if let failure = failures.first {
        .failed(failure)
      } else {
        tried.isEmpty ? .notReached : nil
      }
    blocks = valid.count
    self.gates = gates
    generator = valid.generator(by: rules)
    figures = Aggregate.all(of: valid, rules.measures, bounds: valid.lowerBounds(generator))
    let loads = tried.compactMap(\.load)
    requests = loads.reduce(0) { $0 + $1.answered }
    unsent = loads.reduce(0) { $0 + ($1.openLoop?.unsent ?? 0) }
    errors = loads.reduce(into: [:]) { $0.merge($1.errors, uniquingKeysWith: +) }
    answersChecked = loads.reduce(0) { $0 + $1.canaries.checked }
    wrongAnswers = loads.reduce(0) { $0 + $1.canaries.wrong }
    parts = PartSummary.all(of: valid)
    metrics = valid.meanMetrics(counters: rules.counters)
    unavailable = valid.unavailable
  }
}

/// What holds for all cells of a run.
struct CellRules {
  /// A participant under a condition.
  struct Place: Hashable, Sendable {
    let participant: Key<Participant>
    let condition: Key<Condition>
  }

  let measures: [Measure]
  let counters: Set<String>
  let tolerated: [String]
  let connections: Int
  let appProcessors: Int
  /// What the pilots found where the generator was busy.
  let confirmations: [Place: Pilot.Confirmation]

  init(_ record: RunRecord) {
    measures = record.plan.measures
    counters = record.counters
    tolerated = record.plan.toleratedGates
    let load = record.plan.load
    connections = load.connections
    confirmations = record.plan.participants.reduce(into: [:]) { all, participant in
      for confirmation in record.pilot(of: participant)?.confirmations ?? [] {
        for condition in record.plan.conditions
        where condition.kind == .capacity && condition.workload == confirmation.workload {
          all[Place(participant: participant.id, condition: condition.id)] = confirmation
        }
      }
    }
    appProcessors = load.appCPUs.isEmpty ? record.run.environment.cpus.count : load.appCPUs.count
  }
}

extension CellRules.Place {
  /// Where a trial belongs.
  init(_ trial: Trial) { self.init(participant: trial.participant, condition: trial.condition) }
}

extension Cell.Aggregate {
  /// What trials say of each measure; `bounds`: how many of them have a lower bound of it.
  fileprivate static func all(
    of trials: [Trial], _ measures: [Measure], bounds: [Key<Measure>: Int]
  ) -> [Key<Measure>: Self] {
    var merged: [Key<Histogram>: Histogram] = [:]
    for load in trials.compactMap(\.load) {
      for (name, histogram) in load.histograms { merged[name, default: Histogram()].merge(histogram) }
    }
    let censored = trials.reduce(0) { $0 + ($1.load?.censored ?? 0) }
    return measures.reduce(into: [:]) { all, measure in
      // Blocks with too few requests each may have enough together.
      let published = HTTPMeasures.percentile(measure, of: merged, censored: censored)
      let values = trials.compactMap { $0.figures[measure.id] }
      all[measure.id] = Self(
        values.isEmpty ? published.map { [Double($0.bound)] } ?? [] : values,
        published: published.map { Double($0.bound) }, blocks: values.count,
        isLowerBound: published?.isLowerBound, boundedBlocks: bounds[measure.id] ?? 0)
    }
  }

  /// A summary of values, some of which may be bounds; what is `published` is their mean, unless it is given. nil of no values.
  init?(
    _ values: [Double], published: Double? = nil, blocks: Int? = nil, isLowerBound: Bool? = nil,
    boundedBlocks: Int = 0
  ) {
    guard let summary = Summary(of: values) else { return nil }
    self.init(
      value: published ?? summary.mean, isLowerBound: isLowerBound ?? (boundedBlocks > 0),
      blocks: blocks ?? values.count,
      boundedBlocks: boundedBlocks, mean: summary.mean, median: summary.median, minimum: summary.minimum,
      maximum: summary.maximum, coefficientOfVariation: summary.coefficientOfVariation)
  }
}

extension [Trial] {
  /// Means over the trials that told a metric: counters per answered request, gauges as they were.
  fileprivate func meanMetrics(counters: Set<String>) -> [String: Double] {
    var sums: [String: (sum: Double, count: Int)] = [:]
    for trial in self {
      let answered = Double(trial.load?.answered ?? 0)
      for (name, value) in trial.metrics where !counters.contains(name) || answered > 0 {
        let before = sums[name] ?? (0, 0)
        sums[name] = (before.sum + (counters.contains(name) ? value / answered : value), before.count + 1)
      }
    }
    return sums.mapValues { $0.sum / Double($0.count) }
  }

  /// The metrics that none of the trials could tell, and the first reason that was given.
  var unavailable: [MissingMetrics] {
    let reasons = reduce(into: [:]) { $0.merge($1.unavailable.reasons) { first, _ in first } }
    let known = Set(flatMap(\.metrics.keys))
    return MissingMetrics.grouped(reasons.filter { !known.contains($0.key) })
  }
}
