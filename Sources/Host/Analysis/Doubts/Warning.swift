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
  /// Generator and apps had processors that are threads of one core: these.
  case sharedCores(processors: [Int])
  /// A participant's throughput grew by `growth` from the first third of its sessions to the last, so that there is no verdict with it.
  case drift(participant: Key<Participant>, family: Key<Family>, growth: Double, p: Double)
  /// The same app measured twice differed, by `resolution` at most.
  case twinDiffers(
    family: Key<Family>, measure: Key<Measure>, conditions: [Key<Condition>], resolution: Double)
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
  /// An app, or nobody knows which, had up to so many processes in the background, in `windows` of so many windows.
  case orphaned(participant: Key<Participant>?, processes: Int, windows: Int, of: Int)
  /// A participant never found its pace in so many seconds before the blocks.
  case neverSteady(participant: Key<Participant>, seconds: Double)
  /// Conditions that were asked for are not measured.
  case omitted(conditions: [Key<Condition>], reason: Design.Omission)

  private enum DisturbedCodingKeys: String, CodingKey { case _0 = "by" }
}
