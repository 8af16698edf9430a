import Statistics

/// A figure of a trial, and the most that it may be.
package struct Gate: Sendable {
  /// What it means when the figure is more.
  package enum Kind: String, Codable, Sendable {
    /// The trial did not measure what it was to measure: it is no observation.
    case integrity
    /// The machine did something else meanwhile: the trial is an observation, but a disturbed one.
    case environment
  }

  /// What a gate looks at.
  struct Input {
    let load: LoadFigures
    let system: SystemUse?
    /// Connections of the load.
    let connections: Int
  }

  /// The gate's name, as in records and in `--tolerate`.
  package let name: String
  /// What it means when it fails.
  package let kind: Kind
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
  package static let all = integrity + environment

  /// The gate of a name; nil when there is none.
  package static func named(_ name: String) -> Gate? { byName[name] }

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  private static let integrity = [
    Gate(
      name: "errors", kind: .integrity, figure: "failed requests", limit: 0, isShare: false,
      help: "see what the app writes to its standard error",
      value: { Double($0.load.errorCount) }),
    Gate(
      name: "canaries", kind: .integrity, figure: "wrong answers", limit: 0, isShare: false,
      help: "`harness verify` shows them",
      value: { Double($0.load.canaries.wrong) }),
    Gate(
      name: "littles-law", kind: .integrity,
      figure: "distance of the requests under way from the connections",
      limit: 0.05, isShare: true,
      help: "fewer --connections", value: littlesLaw),
    Gate(
      name: "ports", kind: .integrity, figure: "ephemeral ports taken", limit: 0.8, isShare: true,
      help: "wait until sockets in TIME_WAIT are gone, or widen net.ipv4.ip_local_port_range",
      value: { input in
        guard let taken = input.system?.portsTaken, let ports = input.system?.ports else { return nil }
        return Double(taken) / Double(max(1, ports))
      }),
    Gate(
      name: "connections", kind: .integrity, figure: "connections that were never open", limit: 0,
      isShare: false, help: "fewer --connections, or more files that the app may open",
      value: { $0.load.connections.map { Double($0.asked - $0.open) } }),
    Gate(
      name: "held", kind: .integrity, figure: "open connections that were lost, and events of theirs",
      limit: 0, isShare: false, help: "see what the app writes to its standard error",
      value: { $0.load.held.map { Double($0.lost + $0.misplaced) } }),
  ]

  private static let environment = [
    Gate(
      name: "steal", kind: .environment, figure: "processor time that the hypervisor took", limit: 0.05,
      isShare: true, help: "a machine of one's own", value: { $0.system?.stealShare }),
    Gate(
      name: "other-load", kind: .environment, figure: "processor time of other processes", limit: 0.05,
      isShare: true, help: "end what else runs on the machine", value: { $0.system?.otherShare }),
    Gate(
      name: "throttling", kind: .environment, figure: "times that processors were slowed down or stopped",
      limit: 0, isShare: false, help: "better cooling, or no quota of processor time",
      value: { $0.system?.throttlings.map { Double($0) } }),
  ]

  /// In a closed loop N connections always have a request under way, so that the latencies within the window add up to N times its
  /// length (Little, "A proof for the queuing formula L = λW", 1961, without the means, which are exact for long windows only);
  /// otherwise one of the three was measured wrongly.
  private static func littlesLaw(_ input: Input) -> Double? {
    guard input.load.openLoop == nil, let underWay = input.load.requestsUnderWay else { return nil }
    let inFlight = Double(input.connections) * Double(input.load.pipelineDepth ?? 1)
    return abs(inFlight - underWay) / inFlight
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

  /// Whether the figure is within its limit.
  package var passed: Bool { value <= limit }

  /// What it means when it is not; of a gate that this harness does not have, the worse.
  package var kind: Gate.Kind { Gate.named(gate)?.kind ?? .integrity }

  /// What every gate that applies says of a load.
  package static func all(of load: LoadFigures, _ system: SystemUse?, connections: Int) -> [GateReading] {
    let input = Gate.Input(load: load, system: system, connections: connections)
    return Gate.all.compactMap { gate in
      gate.value(input).map { GateReading(gate: gate.name, value: $0, limit: gate.limit) }
    }
  }
}
