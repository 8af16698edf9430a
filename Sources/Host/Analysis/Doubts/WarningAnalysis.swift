import Record

extension Warning {
  /// Every doubt about a run, the most important first: what is missing or wrong, then what is doubtful. Doubts of one kind about one
  /// participant are one.
  static func all(
    about families: [FamilyComparison], _ drifts: [Drift], _ trials: [Key<Participant>: [Trial]],
    of record: RunRecord
  ) -> [Warning] {
    let own = Dictionary(grouping: families.flatMap(\.points).flatMap(\.allCells), by: \.participant)
    let participants = record.plan.participants.map { (id: $0.id, cells: own[$0.id] ?? []) }
    let primary = Set(families.flatMap { $0.standings.map(\.measure) })
    return ofRun(record) + record.plan.participants.compactMap { neverSteady($0.id, record) }
      + drifts.compactMap(drift) + participants.flatMap { missing($0.cells, $0.id) }
      + participants.flatMap { wrong($0.cells, $0.id) }
      + participants.flatMap { failedGates($0.cells, $0.id) }
      + participants.compactMap { vanished($0.id, trials[$0.id] ?? []) }
      + participants.compactMap { orphaned($0.id, trials[$0.id] ?? [], \.orphans) }
      + [orphaned(nil, record.trials, \.system?.strays)].compactMap(\.self)
      + families.compactMap { fewBlocks($0, record.plan) }
      + participants.flatMap { bounds($0.cells, $0.id, primary) } + families.flatMap(twinDiffers)
      + Disturbance.all(of: record).map { .disturbed($0) } + omitted(record)
  }

  private static func fewBlocks(_ family: FamilyComparison, _ plan: Plan) -> Warning? {
    let needed = family.method.blocksNeeded
    guard plan.compared.count > 1, family.method.blocks < needed else { return nil }
    return .fewBlocks(family: family.family, blocks: family.method.blocks, needed: needed)
  }

  private static func ofRun(_ record: RunRecord) -> [Warning] {
    let load = record.plan.load
    let cores = record.run.environment.sharedCores ?? []
    let mixed = cores.filter { core in
      !Set(core).isDisjoint(with: load.appCPUs) && !Set(core).isDisjoint(with: load.generatorCPUs)
    }.flatMap(\.self)
    let isShared = load.appCPUs.isEmpty || !Set(load.appCPUs).isDisjoint(with: load.generatorCPUs)
    return [
      record.outcome?.kind == .complete
        ? nil : .incomplete(trials: record.trials.count, planned: record.fewestTrials),
      isShared ? .sharedProcessors : mixed.isEmpty ? nil : .sharedCores(processors: mixed),
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

  /// What cells lack, a doubt for each reason, in the order of the first cell that has it.
  private static func missing(_ cells: [Cell], _ participant: Key<Participant>) -> [Warning] {
    var groups: [(state: Cell.State, reason: Cell.Reason, conditions: [Key<Condition>])] = []
    for cell in cells where cell.state != .invalid {
      guard let reason = cell.reason else { continue }
      if let index = groups.firstIndex(where: { $0.state == cell.state && $0.reason == reason }) {
        groups[index].conditions.append(cell.condition)
      } else {
        groups.append((cell.state, reason, [cell.condition]))
      }
    }
    return groups.map {
      .missing(participant: participant, conditions: $0.conditions, state: $0.state, reason: $0.reason)
    }
  }

  /// Answers that were wrong and requests that failed.
  private static func wrong(_ cells: [Cell], _ participant: Key<Participant>) -> [Warning] {
    let (wrong, failed) = (cells.filter { $0.wrongAnswers > 0 }, cells.filter { !$0.errors.isEmpty })
    return [
      wrong.isEmpty
        ? nil
        : .wrongAnswers(
          participant: participant, conditions: wrong.map(\.condition),
          wrong: wrong.reduce(0) { $0 + $1.wrongAnswers }, checked: wrong.reduce(0) { $0 + $1.answersChecked }
        ),
      failed.isEmpty
        ? nil
        : .errors(
          participant: participant, conditions: failed.map(\.condition),
          kinds: failed.reduce(into: [:]) { $0.merge($1.errors, uniquingKeysWith: +) }),
    ].compactMap(\.self)
  }

  private static func failedGates(_ cells: [Cell], _ participant: Key<Participant>) -> [Warning] {
    Gate.all.filter { $0.kind == .integrity }.compactMap { gate in
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

  /// Values that verdicts are about and that are lower bounds.
  private static func bounds(
    _ cells: [Cell], _ participant: Key<Participant>, _ primary: Set<Key<Measure>>
  ) -> [Warning] {
    let limited = cells.filter { $0.generator?.isEnough == false }
    let unserved = cells.filter { cell in
      cell.unsent > 0 && primary.contains { cell.figures[$0]?.boundedBlocks ?? 0 > 0 }
    }
    return [
      limited.compactMap { $0.generator?.demand }.max().map {
        .generatorLimited(participant: participant, conditions: limited.map(\.condition), demand: $0)
      },
      unserved.isEmpty
        ? nil
        : .cannotServe(
          participant: participant, conditions: unserved.map(\.condition),
          unsent: unserved.reduce(0) { $0 + $1.unsent }, answered: unserved.reduce(0) { $0 + $1.requests }),
    ].compactMap(\.self)
  }

  private static func vanished(_ participant: Key<Participant>, _ trials: [Trial]) -> Warning? {
    let windows = trials.filter { $0.failure == nil }
    let hit = windows.filter { $0.vanished > 0 }
    guard !hit.isEmpty else { return nil }
    return .vanished(
      participant: participant, processes: hit.reduce(0) { $0 + $1.vanished }, windows: hit.count,
      of: windows.count)
  }

  private static func orphaned(
    _ participant: Key<Participant>?, _ trials: [Trial], _ processes: (Trial) -> Int?
  ) -> Warning? {
    let counts = trials.compactMap(processes)
    return counts.max().map {
      .orphaned(
        participant: participant, processes: $0, windows: counts.count,
        of: trials.count { $0.failure == nil })
    }
  }

  private static func neverSteady(_ participant: Key<Participant>, _ record: RunRecord) -> Warning? {
    guard record.neverSteady.contains(participant),
      let pilot = record.pilots.first(where: { $0.participant == participant })
    else { return nil }
    return .neverSteady(
      participant: participant, seconds: Double(pilot.windows.last?.endNanoseconds ?? 0) / 1e9)
  }

  private static func omitted(_ record: RunRecord) -> [Warning] {
    let reasons = record.design?.omitted ?? [:]
    return Design.Omission.allCases.compactMap { reason in
      let conditions = record.plan.conditions.map(\.id).filter { reasons[$0] == reason }
      return conditions.isEmpty ? nil : .omitted(conditions: conditions, reason: reason)
    }
  }
}
