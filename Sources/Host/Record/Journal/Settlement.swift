import Statistics

extension RunRecord {
  /// The conditions of a family with the numbers that follow from the trials before it: offered shares become rates of the slowest
  /// participant's mean throughput in closed loops. Trials that failed a gate count too: a rate need not be exact, only the same for all. An
  /// offered workload that nobody was measured with has no rate, and is not among them.
  package func settled(_ family: Family) -> FamilyConditions {
    let capacities = capacityByWorkload
    return FamilyConditions(
      family: family.id,
      conditions: family.conditions.compactMap { condition in
        guard condition.kind == .offered else { return condition }
        return capacities[condition.workload].map(condition.settled)
      })
  }

  /// The slowest compared participant's mean throughput in the closed loops of each workload, in requests per second.
  private var capacityByWorkload: [Key<Plan.Workload>: Double] {
    let closed = plan.families.flatMap(\.conditions).filter { $0.kind == .capacity }
    let workloads = Dictionary(closed.map { ($0.id, $0.workload) }) { first, _ in first }
    let compared = Set(plan.compared.map(\.id))
    var rates: [Key<Plan.Workload>: [Key<Participant>: [Double]]] = [:]
    for trial in trials {
      guard let workload = workloads[trial.condition], compared.contains(trial.participant),
        let rate = trial.figures[.throughput]
      else { continue }
      rates[workload, default: [:]][trial.participant, default: []].append(rate)
    }
    return rates.compactMapValues { $0.values.compactMap(mean).min() }
  }
}
