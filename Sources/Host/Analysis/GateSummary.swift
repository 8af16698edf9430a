import Record

/// What a gate found over the trials of a cell.
package struct GateSummary: Codable, Equatable, Sendable {
  /// The gate's name.
  package let gate: String
  /// The largest figure that passes.
  package let limit: Double
  /// The largest figure found.
  package let worst: Double
  /// Trials that failed it.
  package let failed: Int
  /// Whether the run was told to keep such trials.
  package let isTolerated: Bool

  /// Sums up the readings of every gate, in the order of `Gate.all`; those that found nothing are left out.
  static func all(of trials: [Trial], tolerated: [String]) -> [GateSummary] {
    let readings = Dictionary(grouping: trials.flatMap { $0.gates ?? [] }, by: \.gate)
    return Gate.all.compactMap { gate in
      guard let own = readings[gate.name], let worst = own.max(by: { $0.value < $1.value }) else {
        return nil
      }
      return GateSummary(
        gate: gate.name, limit: worst.limit, worst: worst.value, failed: own.count { !$0.passed },
        isTolerated: tolerated.contains(gate.name))
    }
  }

  /// What failed, with its figure and its limit, e.g. `generator-cpu 93.1 % (limit 80.0 %)`.
  package var text: String {
    guard let rule = Gate.all.first(where: { $0.name == gate }) else { return gate }
    return "\(gate) \(rule.text(worst)) (limit \(rule.text(limit)))"
  }

  /// What would help; nil for a gate that this harness does not have.
  package var help: String? { Gate.all.first { $0.name == gate }?.help }
}
