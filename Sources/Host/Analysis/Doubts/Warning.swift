package import Record

/// A doubt about the numbers of a run, with those that it rests on.
package enum Warning: Codable, Equatable, Sendable {
  /// Blocks of a family are too few for any verdict.
  case fewBlocks(family: Key<Family>, blocks: Int, needed: Int)
  /// The run was stopped before its end.
  case incomplete(trials: Int, planned: Int)
  /// Generator and apps shared processors.
  case sharedProcessors
  /// A participant's throughput grew by `growth` from the first third of its sessions to the last, so that there is no verdict with it.
  case drift(participant: Key<Participant>, family: Key<Family>, growth: Double, p: Double)
  /// The same app measured twice differed, by `resolution` at most.
  case twinDiffers(
    family: Key<Family>, measure: Key<Measure>, conditions: [Key<Condition>], resolution: Double)
  /// A cell has no number, or not one for every block.
  case missing(
    participant: Key<Participant>, condition: Key<Condition>, state: Cell.State, reason: Cell.Reason)
  /// Requests failed, by kind.
  case errors(participant: Key<Participant>, condition: Key<Condition>, kinds: [String: Int])
  /// Answers were wrong.
  case wrongAnswers(participant: Key<Participant>, condition: Key<Condition>, wrong: Int, checked: Int)
  /// Trials failed a gate.
  case gate(
    gate: String, participant: Key<Participant>, conditions: [Key<Condition>], trials: Int, worst: Double,
    limit: Double, isTolerated: Bool)
  /// Processes of an app ended unasked, in `windows` of so many windows.
  case vanished(participant: Key<Participant>, processes: Int, windows: Int, of: Int)
  /// Warm-ups reached no steady state.
  case notSteady(participant: Key<Participant>, warmups: Int, of: Int)
}
