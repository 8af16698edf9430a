package import Record
import SeededRandom

/// The order in which conditions are measured.
package enum Schedule {
  /// Every participant once per block in a random order, each in a fresh process with every workload in a random order; so slow drifts
  /// of the machine hit all participants alike (Abedi & Brecht, ICPE 2017). The conditions of a workload follow each other as given.
  /// The same seed and stream give the same order.
  package static func sessions(
    blocks: Int, participants: [Key<Participant>], conditions: [Condition], seed: UInt64, stream: String
  ) -> [Family.Session] {
    var random = SeededGenerator(seed: seed, stream: stream)
    let byWorkload = Dictionary(grouping: conditions, by: \.workload).mapValues { $0.map(\.id) }
    var workloads: [Key<Plan.Workload>] = []
    for condition in conditions where !workloads.contains(condition.workload) {
      workloads.append(condition.workload)
    }
    return (0..<blocks).flatMap { block in
      random.shuffled(participants).map { participant in
        Family.Session(
          block: block, participant: participant,
          conditions: random.shuffled(workloads).flatMap { byWorkload[$0] ?? [] })
      }
    }
  }
}
