package import Record

/// A doubt about the numbers of a run, with those that it rests on.
package enum Warning: Codable, Equatable, Sendable {
  /// Trials were disturbed by what else happened on the machine.
  case disturbed(Disturbance)
  /// Blocks of a family are too few for any verdict.
  case fewBlocks(family: Key<Family>, blocks: Int, needed: Int)
  /// The run was stopped before its end.
  case incomplete(trials: Int, planned: Int)
  /// Generator and apps shared processors.
  case sharedProcessors
  /// The same app measured twice differed by more than what matters, by `floor` at most.
  case noisy(family: Key<Family>, measure: Key<Measure>, conditions: [Key<Condition>], floor: Double)
  /// Cells have no number, or not one for every block, for the same reason.
  case missing(
    participant: Key<Participant>, conditions: [Key<Condition>], state: Cell.State, reason: Cell.Reason)
  /// Requests failed, by kind.
  case errors(participant: Key<Participant>, conditions: [Key<Condition>], kinds: [String: Int])
  /// Answers were wrong.
  case wrongAnswers(participant: Key<Participant>, conditions: [Key<Condition>], wrong: Int, checked: Int)
  /// The generator held closed loops up, in which it was as busy as `demand` at the most: their throughputs are lower bounds.
  case generatorLimited(participant: Key<Participant>, conditions: [Key<Condition>], demand: Double)
  /// An app did not take the requests that were offered: percentiles that verdicts are about are lower bounds.
  case cannotServe(participant: Key<Participant>, conditions: [Key<Condition>], unsent: Int, answered: Int)
  /// Trials failed a gate.
  case gate(
    gate: String, participant: Key<Participant>, conditions: [Key<Condition>], trials: Int, worst: Double,
    limit: Double, isTolerated: Bool)
  /// Processes of an app ended unasked, in `windows` of so many windows.
  case vanished(participant: Key<Participant>, processes: Int, windows: Int, of: Int)
  /// Warm-ups reached no steady state.
  case notSteady(participant: Key<Participant>, warmups: Int, of: Int)

  private enum DisturbedCodingKeys: String, CodingKey { case _0 = "by" }
}
