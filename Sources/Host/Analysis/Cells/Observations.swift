import Record

/// A run's trials by participant and condition.
struct Observations {
  private let trials: [CellRules.Place: [Trial]]
  private let refusals: Refusals
  let rules: CellRules
  let participants: [Key<Participant>]

  init(of record: RunRecord) {
    let counted = record.countedBlocks
    trials = Dictionary(
      grouping: record.trials.filter { counted.contains($0.block) }.sorted { $0.block < $1.block },
      by: CellRules.Place.init)
    refusals = record.refusals
    rules = CellRules(record)
    participants = record.plan.participants.map(\.id)
  }

  /// The trials of a participant under a condition, by block.
  func trials(_ participant: Key<Participant>, _ condition: Key<Condition>) -> [Trial] {
    trials[CellRules.Place(participant: participant, condition: condition)] ?? []
  }

  /// Those of them that are observations.
  func valid(_ participant: Key<Participant>, _ condition: Key<Condition>) -> [Trial] {
    trials(participant, condition).filter { $0.isValid(tolerating: rules.tolerated) }
  }

  /// Whether anything was measured there, valid or not.
  func isMeasured(_ participant: Key<Participant>, _ condition: Key<Condition>) -> Bool {
    trials(participant, condition).contains { $0.failure == nil }
  }

  /// Whether anybody told a measure there, valid or not.
  func isTold(_ measure: Key<Measure>, _ condition: Key<Condition>) -> Bool {
    participants.contains { trials($0, condition).contains { $0.figures[measure] != nil } }
  }

  /// Whether a participant does not serve a condition's workload as the contract says.
  func isRefused(_ participant: Key<Participant>, _ condition: Condition) -> Bool {
    refusals[participant, condition.workload] != nil
  }

  /// The fewest requests that a window of it had answered; 0 without one.
  func fewestRequests(_ participant: Key<Participant>, _ condition: Key<Condition>) -> Int {
    valid(participant, condition).map { $0.load?.answered ?? 0 }.min() ?? 0
  }

  /// The blocks in which anything was tried under a condition.
  func blocks(under condition: Key<Condition>) -> [Int] {
    participants.flatMap { trials($0, condition).map(\.block) }
  }

  /// What became of a participant under a condition.
  func cell(_ participant: Key<Participant>, _ condition: Condition, primary: [Measure]) -> Cell {
    Cell(
      participant, condition, trials(participant, condition.id),
      refusal: refusals[participant, condition.workload], primary: primary, by: rules)
  }

  /// Each participant's observations of a measure under a condition, by block; only what has a logarithm.
  func values(of measure: Key<Measure>, under condition: Key<Condition>) -> [Key<Participant>: [Int: Double]]
  {
    participants.reduce(into: [:]) { all, participant in
      let observed = valid(participant, condition).compactMap { trial -> (Int, Double)? in
        trial.figures[measure].flatMap { $0 > 0 && $0.isFinite ? (trial.block, $0) : nil }
      }
      all[participant] = Dictionary(observed) { first, _ in first }
    }
  }
}
