import Contract
import Record
import SeededRandom

/// The order in which everything is measured.
extension PlanRequest {
  /// Every participant is started in a random order, and the workloads are measured in a random order, so slow drifts of the machine hit all
  /// alike (Abedi & Brecht, ICPE 2017). The conditions of a workload follow each other as given: a closed loop first, then what is offered,
  /// the least first, since an app that cannot keep up is not measured any better with what is left of it. The same seed gives the same order.
  func blocks(of families: [Family]) -> [Plan.Block] {
    var random = SeededGenerator(seed: seed, stream: "blocks")
    let conditions = Dictionary(grouping: families.flatMap(\.conditions), by: \.workload)
    return (0..<rounds.limits(isCompared: participants.count > 1).maximum).map { _ in
      let participants = random.shuffled(everybody.map(\.id))
      let workloads = random.shuffled(workloads.map { Key<Plan.Workload>($0.name) })
      return Plan.Block(
        participants: participants, conditions: workloads.flatMap { conditions[$0] ?? [] }.map(\.id))
    }
  }
}

extension Plan {
  /// Whose turn it is under a condition in a block: everybody, given by place among `count`, once in each of so many rounds, in a random
  /// order.
  func turns(of count: Int, rounds: Int, under condition: Key<Condition>, inBlock block: Int) -> [Int] {
    var random = SeededGenerator(seed: seed, stream: "turns \(block) \(condition)")
    return (0..<rounds).flatMap { _ in random.shuffled(Array(0..<count)) }
  }
}
