package import Record

/// What participants did under each condition, block by block.
package struct BlockTable: Sendable {
  /// One block of a participant under a condition.
  package struct Entry: Sendable {
    /// The trial that took place.
    package let trial: Trial
    /// Whether it is an observation: every gate of integrity passed, and its block counts.
    package let isObservation: Bool
  }

  private let entries: [CellRules.Place: [Entry]]

  /// The trials of a record that were measured, by block.
  package init(of record: RunRecord) {
    let (counted, tolerated) = (record.countedBlocks, record.plan.toleratedGates)
    let measured = record.trials.filter { $0.failure == nil }.sorted { $0.block < $1.block }
    entries = Dictionary(grouping: measured, by: CellRules.Place.init).mapValues { trials in
      trials.map { trial in
        Entry(
          trial: trial,
          isObservation: counted.contains(trial.block) && trial.isValid(tolerating: tolerated))
      }
    }
  }

  /// The blocks of a participant under a condition, in their order.
  package subscript(_ participant: Key<Participant>, _ condition: Key<Condition>) -> [Entry] {
    entries[CellRules.Place(participant: participant, condition: condition)] ?? []
  }
}
