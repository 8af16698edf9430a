import Contract
import Record

/// The families that a plan is made of.
extension PlanRequest {
  /// What apps can do.
  var capacity: Family {
    Family(
      id: .capacity, title: "Capacity", primary: [.throughput, .cpu],
      shown: [
        .throughput, .cpu, .p50, .p90, .p99, .maximum,
        tellsProportionalMemory ? .proportionalMemory : .memory,
        tellsProportionalMemory ? .proportionalMemoryTime : .memoryTime, .startup, .generator,
      ], delta: delta, conditions: workloads.map { .capacity(Key($0.name)) })
  }

  /// How long answers take at the same rates; nil when none are offered.
  var latency: Family? {
    offer.map { offer in
      Family(
        id: .latency, title: "Latency at equal offered rates", primary: [.p50, .p90],
        shown: [.p50, .p90, .p95, .p99, .p999, .maximum] + HTTPMeasures.uncorrected.map(\.id),
        delta: latencyDelta,
        conditions: workloads.flatMap { offer.conditions(of: Key($0.name)) })
    }
  }
}

extension PlanRequest.Offer {
  /// What a workload is offered, the least first.
  fileprivate func conditions(of workload: Key<Plan.Workload>) -> [Condition] {
    switch self {
    case .shares(let shares): shares.sorted().map { .offered(workload, share: $0) }
    case .rates(let rates): rates.sorted().map { .offered(workload, rate: $0) }
    }
  }
}
