import Statistics

/// A condition without which a trial is no observation: a figure of the trial, and the most that it may be.
package struct Gate: Sendable {
  /// What a gate looks at.
  struct Input {
    let load: LoadFigures
    let system: SystemUse?
    /// Connections of the load.
    let connections: Int
  }

  /// The gate's name, as in records and in `--tolerate`.
  package let name: String
  /// What its figure is, in a few words.
  package let figure: String
  /// The largest figure that passes.
  package let limit: Double
  /// Whether the figure is a share of 1, otherwise it is a number of things.
  package let isShare: Bool
  /// What would help when it fails.
  package let help: String
  /// The figure; nil where the gate does not apply or the kernel does not tell.
  let value: @Sendable (Input) -> Double?

  /// Every gate there is; a new one is an entry here.
  package static let all = [
    Gate(
      name: "errors", figure: "failed requests", limit: 0, isShare: false,
      help: "see what the app writes to its standard error",
      value: { Double($0.load.errorCount) }),
    Gate(
      name: "canaries", figure: "wrong answers", limit: 0, isShare: false,
      help: "`harness verify` shows them",
      value: { Double($0.load.canaries.wrong) }),
    Gate(
      name: "generator-cpu", figure: "time that the load generator worked or waited for its processor",
      limit: 0.8, isShare: true,
      help: "a machine with more processors, or workloads with more work per request",
      value: { $0.load.generatorDemand }),
    Gate(
      name: "littles-law", figure: "distance of N from X·R", limit: 0.05, isShare: true,
      help: "a longer --duration, or fewer --connections", value: littlesLaw),
    Gate(
      name: "ports", figure: "ephemeral ports taken", limit: 0.8, isShare: true,
      help: "wait until sockets in TIME_WAIT are gone, or widen net.ipv4.ip_local_port_range",
      value: { input in
        guard let taken = input.system?.portsTaken, let ports = input.system?.ports else { return nil }
        return Double(taken) / Double(max(1, ports))
      }),
    Gate(
      name: "steal", figure: "processor time that the hypervisor took", limit: 0.05, isShare: true,
      help: "a machine of one's own",
      value: { input in input.system?.share(input.system?.stolenNanoseconds) }),
    Gate(
      name: "other-load", figure: "processor time of other processes", limit: 0.05, isShare: true,
      help: "end what else runs on the machine",
      value: { input in input.system?.share(input.system?.otherCPUNanoseconds) }),
    Gate(
      name: "missed-schedule", figure: "due requests that were never sent", limit: 0.01, isShare: true,
      help: "a lower --rate, or more --connections",
      value: { input in
        guard let unsent = input.load.openLoop?.unsent else { return nil }
        return Double(unsent) / Double(max(1, input.load.sent + unsent))
      }),
  ]

  /// In a closed loop N connections are always under way, so N = X·R for the throughput X and the mean latency R
  /// (Little, "A proof for the queuing formula L = λW", 1961); otherwise one of the three was measured wrongly.
  private static func littlesLaw(_ input: Input) -> Double? {
    guard input.load.openLoop == nil, let mean = input.load.latency.mean else { return nil }
    let inFlight = Double(input.connections) * Double(input.load.pipelineDepth ?? 1)
    return abs(inFlight - input.load.requestsPerSecond * mean / 1e9) / inFlight
  }
}

/// What a gate found in one trial.
package struct GateReading: Codable, Equatable, Sendable {
  /// The gate's name.
  package let gate: String
  /// Its figure: a share of 1 or a number of things.
  package let value: Double
  /// The largest figure that passes.
  package let limit: Double

  /// A figure and its limit.
  package init(gate: String, value: Double, limit: Double) {
    self.gate = gate
    self.value = value
    self.limit = limit
  }

  /// Whether the trial may count.
  package var passed: Bool { value <= limit }

  /// What every gate that applies says of a load.
  package static func all(of load: LoadFigures, _ system: SystemUse?, connections: Int) -> [GateReading] {
    let input = Gate.Input(load: load, system: system, connections: connections)
    return Gate.all.compactMap { gate in
      gate.value(input).map { GateReading(gate: gate.name, value: $0, limit: gate.limit) }
    }
  }
}
