import Record
import Statistics

/// What a gate of the environment found in a run: figures of disturbed trials are held against each other block by block, where both
/// sides were disturbed alike, but not against those of another run.
package struct Disturbance: Codable, Equatable, Sendable {
  /// The gate's name.
  package let gate: String
  /// Trials above its limit.
  package let trials: Int
  /// Trials that have its figure.
  package let of: Int
  /// The median of their figures.
  package let median: Double
  /// The worst of them.
  package let worst: Double
  /// The largest figure of an undisturbed trial.
  package let limit: Double

  /// What a gate found.
  package init(gate: String, trials: Int, of: Int, median: Double, worst: Double, limit: Double) {
    self.gate = gate
    self.trials = trials
    self.of = of
    self.median = median
    self.worst = worst
    self.limit = limit
  }

  /// What disturbed a run, in the order of the gates; empty when nothing did.
  static func all(of record: RunRecord) -> [Disturbance] {
    let readings = Dictionary(grouping: record.trials.flatMap(\.gates), by: \.gate)
    return Gate.all.filter { $0.kind == .environment }.compactMap { gate in
      let own = readings[gate.name] ?? []
      let trials = own.count { !$0.passed }
      guard trials > 0, let median = own.map(\.value).median,
        let worst = own.max(by: { $0.value < $1.value })
      else { return nil }
      return Disturbance(
        gate: gate.name, trials: trials, of: own.count, median: median, worst: worst.value, limit: worst.limit
      )
    }
  }
}
