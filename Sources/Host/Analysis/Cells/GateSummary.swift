package import Record

/// What one validity gate found in the trials of a cell.
package struct GateSummary: Codable, Equatable, Sendable {
  /// The gate's name.
  package let gate: String
  /// What it means when it fails.
  package let kind: Gate.Kind
  /// The largest figure that passes.
  package let limit: Double
  /// The worst figure of all trials.
  package let worst: Double
  /// How many trials failed it.
  package let failed: Int
  /// Whether such trials count all the same because the plan says so.
  package let isTolerated: Bool

  /// Whether trials are no observations because of it.
  package var invalidates: Bool { failed > 0 && kind == .integrity && !isTolerated }

  /// What each gate found that applied to any of the trials.
  static func all(of trials: [Trial], tolerated: [String]) -> [GateSummary] {
    let readings = Dictionary(grouping: trials.flatMap(\.gates), by: \.gate)
    return Gate.all.compactMap { gate in
      guard let own = readings[gate.name], let worst = own.max(by: { $0.value < $1.value }) else {
        return nil
      }
      return GateSummary(
        gate: gate.name, kind: gate.kind, limit: worst.limit, worst: worst.value,
        failed: own.count { !$0.passed },
        isTolerated: tolerated.contains(gate.name))
    }
  }
}
