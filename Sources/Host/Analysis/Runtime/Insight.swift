package import Record
import Statistics

/// What a request of a participant costs in a category of workloads, and where the time goes.
package struct Insight: Codable, Equatable, Sendable {
  /// Who.
  package let participant: Key<Participant>
  /// The category of workloads.
  package let category: String
  /// Valid trials that it is from.
  package let trials: Int
  /// Processor time per answered request; nil when not told.
  package let cpuMicrosecondsPerRequest: Double?
  /// The share of that which is not the kernel's; nil when not told.
  package let userShare: Double?
  /// Memory, as `memoryMeasure` has it; nil when not told.
  package let memoryBytes: Double?
  /// Whether that is PSS, which every trial has, or RSS; nil when not told.
  package let memoryMeasure: Key<Measure>?
  /// What matters of its runtime: shares first, the largest first, then what is per request.
  package let figures: [MetricReading]
  /// What would matter and is not told, and why.
  package let unavailable: [MissingMetrics]
}

extension Insight {
  /// Everybody in every category, by the conditions of the first family.
  static func all(of record: RunRecord, _ table: Observations) -> [Insight] {
    let plan = record.plan
    guard let family = plan.families.first else { return [] }
    return plan.workloads.map(\.category).unique.flatMap { category in
      let workloads = Set(plan.workloads.filter { $0.category == category }.map(\.id))
      let own = record.conditions(of: family).filter { workloads.contains($0.workload) }
      return plan.compared.compactMap { participant in
        Insight(participant.id, category, own.flatMap { table.valid(participant.id, $0.id) }, record)
      }
    }
  }

  /// nil without a valid trial.
  init?(_ participant: Key<Participant>, _ category: String, _ trials: [Trial], _ record: RunRecord) {
    guard !trials.isEmpty else { return nil }
    let metrics = record.metrics.filter { metric in
      metric.role.flatMap(RuntimeFigure.of)?.isInsight ?? false
    }
    let readings = metrics.compactMap { metric -> MetricReading? in
      guard !trials.isDelay(metric, record.metrics) else { return nil }
      return MetricReading(metric, over: trials, workers: record.plan.load.workers)
    }
    let kernel = record.metrics.first { $0.role == .cpuKernel }
    let told = Set(metrics.map(\.name))
    let memories: [Key<Measure>] = [.proportionalMemory, .memory]
    let memory = memories.first { measure in trials.allSatisfy { $0.figures[measure] != nil } }
    self.init(
      participant: participant, category: category, trials: trials.count,
      cpuMicrosecondsPerRequest: mean(trials.compactMap { $0.figures[.cpu] }),
      userShare: kernel.flatMap {
        trials.value(of: $0, inProportionTo: .cpu, workers: 1).map { max(0, 1 - $0) }
      },
      memoryBytes: memory.flatMap { measure in mean(trials.compactMap { $0.figures[measure] }) },
      memoryMeasure: memory,
      figures: readings.filter { $0.basis != .request }.sorted { $0.value > $1.value }
        + readings.filter { $0.basis == .request },
      unavailable: MissingMetrics.grouped(trials.unavailable.reasons.filter { told.contains($0.key) }))
  }
}

extension [Trial] {
  /// Whether waits for the interpreter's lock are mostly waits for a processor by the thread that holds it: they say nothing of the lock.
  fileprivate func isDelay(_ metric: MetricFacts, _ metrics: [MetricFacts]) -> Bool {
    guard metric.role == .lockContended,
      let waits = metrics.first(where: { $0.role == .lockWait && first?.metrics[$0.name] != nil }),
      let delay = metrics.first(where: { $0.role == .runQueue })
    else { return false }
    let told = filter { $0.metrics[waits.name] != nil }
    let sum = { (name: String) in told.compactMap { $0.metrics[name] }.reduce(0, +) }
    return sum(delay.name) > 0 && sum(delay.name) >= sum(waits.name) / 2
  }
}
