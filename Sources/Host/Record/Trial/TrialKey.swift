/// Which trial of a run something belongs to.
package struct TrialKey: Hashable, Sendable {
  /// The block, from 0.
  package let block: Int
  /// Who was measured.
  package let participant: Key<Participant>
  /// Under what.
  package let condition: Key<Condition>

  /// The trial of a participant under a condition in a block.
  package init(block: Int, participant: Key<Participant>, condition: Key<Condition>) {
    self.block = block
    self.participant = participant
    self.condition = condition
  }
}

extension Trial {
  /// Which trial it is.
  package var key: TrialKey { TrialKey(block: block, participant: participant, condition: condition) }
}

extension TrialSeries {
  /// The trial it belongs to.
  package var key: TrialKey { TrialKey(block: block, participant: participant, condition: condition) }
}
