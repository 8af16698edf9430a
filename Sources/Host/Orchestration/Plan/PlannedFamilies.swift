import Contract
import Record

/// The families that a plan is made of.
extension PlanRequest {
  /// Everything that is measured.
  var families: [Family] { [capacity, events, messages, held, flows, latency].compactMap(\.self) }

  /// What apps can do.
  private var capacity: Family? {
    closed(
      .capacity, "Capacity",
      of: workloads.filter { $0.exchange == nil && $0.held == nil && $0.scenario == nil },
      telling: [.p50, .p90, .p99, .maximum])
  }

  /// What apps can do that serve event streams, of which each is a request.
  private var events: Family? {
    let workloads = workloads.filter { if case .events = $0.exchange { true } else { false } }
    return closed(.events, "Event streams", of: workloads, telling: HTTPMeasures.events.map(\.id))
  }

  /// What apps can do that serve WebSockets, of which each message with its answer is a request.
  private var messages: Family? {
    let workloads = workloads.filter { if case .messages = $0.exchange { true } else { false } }
    return closed(
      .messages, "WebSocket messages", of: workloads,
      telling: [.p50, .p90, .p99, .maximum] + HTTPMeasures.handshakes.map(\.id))
  }

  /// What apps can do beside connections that are held open.
  private var held: Family? {
    closed(
      .held, "Beside open connections", of: workloads.filter { $0.held != nil },
      telling: [.p50, .p90, .p99, .maximum] + (HTTPMeasures.held + HTTPMeasures.gaps).map(\.id))
  }

  /// What apps can do for users, whose flows are its requests.
  private var flows: Family? {
    closed(
      .flows, "Flows of users", of: workloads.filter { $0.scenario != nil },
      by: [.flowRate, .flowCPU], telling: [.p50, .p90, .p99, .maximum, .throughput])
  }

  /// Closed loops; nil without workloads.
  private func closed(
    _ id: Key<Family>, _ title: String, of workloads: [Workload],
    by primary: [Key<Measure>] = [.throughput, .cpu], telling times: [Key<Measure>]
  ) -> Family? {
    guard !workloads.isEmpty else { return nil }
    return Family(
      id: id, title: title, primary: primary,
      shown: primary + times + [
        tellsProportionalMemory ? .proportionalMemory : .memory,
        tellsProportionalMemory ? .proportionalMemoryTime : .memoryTime, .startup, .generator,
      ], delta: delta,
      conditions: workloads.map {
        .capacity(Key($0.name), beside: $0.held?.description.connections)
      })
  }

  /// How long answers take at the same rates; nil when none are offered. Many messages under way on a connection are due at no rate, and what
  /// is beside open connections is told by the closed loops.
  private var latency: Family? {
    let workloads = workloads.filter {
      if case .messages(_, _, let underWay) = $0.exchange { underWay == 1 } else { $0.held == nil }
    }
    guard let offer, !workloads.isEmpty else { return nil }
    return Family(
      id: .latency, title: "Latency at equal offered rates", primary: [.p50, .p90],
      shown: [.p50, .p90, .p95, .p99, .p999, .maximum] + HTTPMeasures.uncorrected.map(\.id),
      delta: latencyDelta,
      conditions: workloads.flatMap { offer.conditions(of: Key($0.name)) })
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
