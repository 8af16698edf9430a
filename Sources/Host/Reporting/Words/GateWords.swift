import Analysis
import Record

/// What validity gates found, in words.
enum GateWords {
  private static let gates = Dictionary(uniqueKeysWithValues: Gate.all.map { ($0.name, $0) })

  /// The gate of a name; nil when this harness has none.
  static func gate(_ name: String) -> Gate? { gates[name] }

  /// A gate's figure, e.g. `12.3 %`, or `4` for a number of things.
  static func figure(_ value: Double, of gate: String) -> String {
    gates[gate]?.isShare ?? false
      ? Figures.fixed(value * 100, 1) + " %" : Figures.count(Int(value.rounded()))
  }

  /// What failed, with its figure and its limit, e.g. `generator-cpu 93.1 % (limit 80.0 %)`.
  static func failure(_ gate: String, worst: Double, limit: Double) -> String {
    "\(gate) \(figure(worst, of: gate)) (limit \(figure(limit, of: gate)))"
  }

  /// What of a cell's gates failed; nil: nothing did.
  static func failures(_ gates: [GateSummary]) -> String? {
    let failed = gates.filter { $0.failed > 0 }.map {
      "\($0.failed) × \(failure($0.gate, worst: $0.worst, limit: $0.limit))"
    }
    return failed.isEmpty ? nil : failed.joined(separator: "; ")
  }

  /// What the gates of all cells found; nil when none was read.
  static func sentence(_ found: [GateSummary]) -> String? {
    guard !found.isEmpty else { return nil }
    let byGate = Dictionary(grouping: found.filter { $0.failed > 0 }, by: \.gate)
    let failed = Gate.all.compactMap { gate -> String? in
      guard let own = byGate[gate.name], let worst = own.max(by: { $0.worst < $1.worst }) else { return nil }
      let trials = own.reduce(0) { $0 + $1.failed }
      let text = failure(gate.name, worst: worst.worst, limit: worst.limit)
      return "\(trials) × \(text)\(worst.isTolerated ? ", tolerated" : "")"
    }
    return failed.isEmpty
      ? "Every trial passed every validity gate."
      : "Validity gates that trials failed: \(failed.joined(separator: "; "))."
  }
}
