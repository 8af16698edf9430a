package import Record
import SeededRandom

/// The order in which cells are measured.
package enum Schedule {
  /// Every framework once per block in a random order, each in a fresh process with every workload in a random order;
  /// so slow drifts of the machine hit all frameworks alike (Abedi & Brecht, ICPE 2017). The same seed gives the same order.
  package static func blocks(
    rounds: Int, frameworks: [String], workloads: [String], seed: UInt64, stream: String = "schedule"
  ) -> [Plan
    .Session]
  {
    var random = SeededGenerator(seed: seed, stream: stream)
    return (0..<rounds).flatMap { block in
      random.shuffled(frameworks).map {
        Plan.Session(block: block, framework: $0, workloads: random.shuffled(workloads))
      }
    }
  }
}
