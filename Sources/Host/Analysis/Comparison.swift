package import Record

/// What a run says: who is ahead of whom, by how much, how surely, at what cost, why, and with what doubts. A pure function of the
/// record.
package struct Comparison: Codable, Equatable, Sendable {
  /// The version of the stored form that this code writes and reads.
  package static let currentSchemaVersion = 6

  /// The version of the stored form.
  package let schemaVersion: Int
  /// The run's id.
  package let run: String
  /// Who is compared, in the plan's order.
  package let participants: [Key<Participant>]
  /// Who ratios are relative to.
  package let reference: Key<Participant>
  /// What was measured.
  package let measures: [Measure]
  /// What each family says of which anything is measured, in the plan's order.
  package let families: [FamilyComparison]
  /// What validation and open connections cost everybody, where workloads were measured with and without.
  package let overheads: [Overhead]
  /// Where the time goes, for each participant and category of workloads, in the first family.
  package let insights: [Insight]
  /// Whether throughput depends on when in its session it was measured, for each participant and family of closed loops.
  package let drifts: [Drift]
  /// From cold start to steady state, for each participant.
  package let warmups: [WarmupSummary]
  /// Whether memory grows.
  package let memory: [MemoryVerdict]
  /// What the slowest requests met.
  package let tails: [TailAttribution]
  /// Every doubt about the numbers.
  package let warnings: [Warning]

  /// Every cell, twins' included, with its condition.
  package var cells: [(condition: Condition, cell: Cell)] {
    families.flatMap(\.points).flatMap { point in point.allCells.map { (point.condition, $0) } }
  }

  /// Whether everything has a number that was asked for and can be had, and every session was begun, whatever doubts there are.
  package var isComplete: Bool {
    let isStopped = warnings.contains { if case .incomplete = $0 { true } else { false } }
    let measured = Set(cells.map(\.cell).filter { $0.state == .measured }.map(\.participant))
    return !isStopped && measured.isSuperset(of: participants)
      && cells.map(\.cell).allSatisfy {
        $0.state == .absent || $0.state == .measured && $0.reason?.isWithoutSession != true
      }
  }

  /// The measure of this id; nil when there is none.
  package func measure(_ id: Key<Measure>) -> Measure? { measures.first { $0.id == id } }
}

extension Comparison {
  /// What a record says.
  package init(of record: RunRecord) {
    let plan = record.plan
    let table = Observations(of: record)
    let begun = record.design == nil ? [] : plan.families.filter { !record.conditions(of: $0).isEmpty }
    let drifts = Drift.all(of: record, table)
    let unsteady = record.neverSteady.union(drifts.filter(\.isDrifting).map(\.participant))
    let families = begun.map { FamilyComparison($0, of: record, table, unsteady: unsteady) }
    let trials = Dictionary(grouping: record.trials, by: \.participant)
    let warmups = plan.compared.compactMap { WarmupSummary($0, of: record) }
    self.init(
      schemaVersion: Self.currentSchemaVersion, run: record.run.id, participants: plan.compared.map(\.id),
      reference: plan.reference, measures: plan.measures, families: families,
      overheads: Overhead.all(of: record, table),
      insights: Insight.all(of: record, table), drifts: drifts, warmups: warmups,
      memory: MemoryVerdict.all(of: record), tails: TailAttribution.all(of: record),
      warnings: Warning.all(about: families, drifts, trials, of: record))
  }
}
