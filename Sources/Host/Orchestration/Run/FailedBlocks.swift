import Record

/// Where participants failed, and what is therefore not tried again.
struct FailedBlocks {
  /// A workload that failed in so many blocks is given up.
  private static let mostTried = 2

  private struct Place: Hashable {
    let participant: Key<Participant>
    let workload: Key<Plan.Workload>
  }

  private struct Failures {
    let first: Trial.Failure
    var blocks: Set<Int>
  }

  private var failures: [Place: Failures] = [:]
  /// Participants of which there is no app at all.
  private var absent: [Key<Participant>: Trial.Failure] = [:]

  /// Takes note of a failure; several in one block are one block's.
  mutating func note(
    _ failure: Trial.Failure, of participant: Key<Participant>, under workload: Key<Plan.Workload>,
    inBlock number: Int
  ) {
    let place = Place(participant: participant, workload: workload)
    failures[place, default: Failures(first: failure, blocks: [])].blocks.insert(number)
  }

  /// Takes note that there is no app of a participant.
  mutating func giveUp(_ participant: Key<Participant>, _ failure: Trial.Failure) {
    absent[participant] = failure
  }

  /// Why a participant is not tried again under a workload; nil: it is. A twin is given up with its original.
  func reason(_ participant: Participant, under workload: Key<Plan.Workload>) -> Trial.Failure? {
    for id in [participant.id, participant.original] {
      if let failure = absent[id] { return failure }
      if let failures = failures[Place(participant: id, workload: workload)],
        failures.blocks.count >= Self.mostTried
      {
        return failures.first
      }
    }
    return nil
  }
}
