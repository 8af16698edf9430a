import Record

extension Warning {
  /// Every doubt about a run, in the order of what they touch: the whole run, cells, participants.
  static func all(
    about families: [FamilyComparison], _ drifts: [Drift], _ warmups: [WarmupSummary],
    _ trials: [Key<Participant>: [Trial]], of record: RunRecord
  ) -> [Warning] {
    let cells = families.flatMap(\.points).flatMap(\.allCells)
    let byParticipant = Dictionary(grouping: cells, by: \.participant)
    let participants = record.plan.participants.map(\.id)
    return families.compactMap { fewBlocks($0, record.plan) } + ofRun(record) + drifts.compactMap(drift)
      + families.flatMap(twinDiffers)
      + cells.flatMap(ofCell) + participants.flatMap { failedGates(byParticipant[$0] ?? [], $0) }
      + participants.compactMap { vanished($0, trials[$0] ?? []) } + warmups.compactMap(notSteady)
  }

  private static func fewBlocks(_ family: FamilyComparison, _ plan: Plan) -> Warning? {
    let needed = family.method.blocksNeeded
    guard plan.compared.count > 1, family.method.blocks < needed else { return nil }
    return .fewBlocks(family: family.family, blocks: family.method.blocks, needed: needed)
  }

  private static func ofRun(_ record: RunRecord) -> [Warning] {
    let load = record.plan.load
    let isShared = load.appCPUs.isEmpty || !Set(load.appCPUs).isDisjoint(with: load.generatorCPUs)
    return [
      record.outcome?.kind == .complete
        ? nil : .incomplete(trials: record.trials.count, planned: record.plan.fewestTrials),
      isShared ? .sharedProcessors : nil,
    ].compactMap(\.self)
  }

  private static func drift(_ drift: Drift) -> Warning? {
    guard drift.isDrifting else { return nil }
    return .drift(
      participant: drift.participant, family: drift.family, growth: drift.growth, p: drift.p)
  }

  private static func twinDiffers(_ family: FamilyComparison) -> [Warning] {
    family.standings.map(\.measure).compactMap { measure in
      let found = family.points.compactMap { point in
        point.contests.first { $0.measure == measure && $0.twin?.differs == true }.map {
          (point.condition.id, $0.twin?.resolution ?? 0)
        }
      }
      guard let most = found.map(\.1).max() else { return nil }
      return .twinDiffers(
        family: family.family, measure: measure, conditions: found.map(\.0), resolution: most)
    }
  }

  private static func ofCell(_ cell: Cell) -> [Warning] {
    var found: [Warning] = []
    if let reason = cell.reason, cell.state != .invalid {
      found.append(
        .missing(
          participant: cell.participant, condition: cell.condition, state: cell.state, reason: reason))
    }
    if !cell.errors.isEmpty {
      found.append(.errors(participant: cell.participant, condition: cell.condition, kinds: cell.errors))
    }
    if cell.wrongAnswers > 0 {
      found.append(
        .wrongAnswers(
          participant: cell.participant, condition: cell.condition, wrong: cell.wrongAnswers,
          checked: cell.answersChecked))
    }
    return found
  }

  private static func failedGates(_ cells: [Cell], _ participant: Key<Participant>) -> [Warning] {
    Gate.all.compactMap { gate in
      let failed = cells.compactMap { cell in
        cell.gates.first { $0.gate == gate.name && $0.failed > 0 }.map { (cell.condition, $0) }
      }
      guard let worst = failed.map(\.1).max(by: { $0.worst < $1.worst }) else { return nil }
      return .gate(
        gate: gate.name, participant: participant, conditions: failed.map(\.0),
        trials: failed.reduce(0) { $0 + $1.1.failed }, worst: worst.worst, limit: worst.limit,
        isTolerated: worst.isTolerated)
    }
  }

  private static func vanished(_ participant: Key<Participant>, _ trials: [Trial]) -> Warning? {
    let windows = trials.filter { $0.failure == nil }
    let hit = windows.filter { $0.vanished > 0 }
    guard !hit.isEmpty else { return nil }
    return .vanished(
      participant: participant, processes: hit.reduce(0) { $0 + $1.vanished }, windows: hit.count,
      of: windows.count)
  }

  private static func notSteady(_ summary: WarmupSummary) -> Warning? {
    let without = summary.warmups - summary.steadyWarmups
    guard without > 0 else { return nil }
    return .notSteady(participant: summary.participant, warmups: without, of: summary.warmups)
  }
}
