import Contract
import Record

/// The families that a plan is made of.
extension PlanRequest {
  /// What apps can do.
  var capacity: Family {
    family(
      .capacity, "Capacity", primary: [.throughput],
      shown: [
        .throughput, .p50, .p90, .p99, .maximum, .cpu, .memory, .memoryTime, .startup, .generator,
      ],
      delta, workloads.map { .capacity(Key($0.name)) }, window)
  }

  /// How long answers take at the same rates; nil when none are offered.
  var latency: Family? {
    offer.map { offer in
      family(
        .latency, "Latency at equal offered rates", primary: [.p50, .p90],
        shown: [.p50, .p90, .p95, .p99, .p999, .maximum] + HTTPMeasures.uncorrected.map(\.id),
        latencyDelta, workloads.flatMap { offer.conditions(of: Key($0.name)) }, offer.window)
    }
  }

  private func family(
    _ id: Key<Family>, _ title: String, primary: [Key<Measure>], shown: [Key<Measure>],
    _ delta: Double, _ conditions: [Condition], _ window: Window
  ) -> Family {
    let blocks = rounds.limits(isCompared: participants.count > 1)
    return Family(
      id: id, title: title, primary: primary, shown: shown, delta: delta, conditions: conditions,
      window: window, minimumBlocks: blocks.minimum, maximumBlocks: blocks.maximum,
      schedule: Schedule.sessions(
        blocks: blocks.maximum, participants: everybody.map(\.id), conditions: conditions, seed: seed,
        stream: "\(id) schedule"))
  }
}

extension PlanRequest.Offer {
  /// What a workload is offered, the least first: an app that cannot keep up is not measured any better with what is left of it.
  fileprivate func conditions(of workload: Key<Plan.Workload>) -> [Condition] {
    switch levels {
    case .shares(let shares): shares.sorted().map { .offered(workload, share: $0) }
    case .rates(let rates): rates.sorted().map { .offered(workload, rate: $0) }
    }
  }
}
