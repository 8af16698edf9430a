package import Foundation

/// Everything that one participant did under one condition in one block: an observation of every measure, or the reason why there is
/// none.
package struct Trial: Codable, Equatable, Sendable {
  /// Why a trial gave no number.
  package struct Failure: Error, Codable, Equatable, Sendable {
    /// Where in the trial it went wrong.
    package enum Stage: String, Codable, Sendable {
      case prepare, start, verify, warmup, measure, stop
    }
    /// Where it went wrong.
    package let stage: Stage
    /// What failed, and what would help.
    package let reason: String
    /// The last lines that the app or the adapter wrote to its standard error.
    package let standardError: [String]

    /// A failure at a stage.
    package init(stage: Stage, reason: String, standardError: [String] = []) {
      self.stage = stage
      self.reason = reason
      self.standardError = standardError
    }
  }

  /// The block, from 0.
  package let block: Int
  /// Who was measured.
  package let participant: Key<Participant>
  /// Under what.
  package let condition: Key<Condition>
  /// When the trial began.
  package let startedAt: Date
  /// Time from the app's spawn to its first healthy answer, the same for all trials of a session; nil when it was not started.
  package let startupNanoseconds: Int?
  /// An observation of each measure; what cannot be told is left out. Empty when the trial failed.
  package let figures: [Key<Measure>: Double]
  /// What the load engine measured; nil when the trial failed.
  package let load: LoadFigures?
  /// What the machine did beside the window; nil when the trial failed.
  package let system: SystemUse?
  /// What the validity gates found; empty when the trial failed.
  package let gates: [GateReading]
  /// Metrics by name: increase over the window for counters, state at its end for gauges.
  package let metrics: [String: Double]
  /// The metrics that there are not, and why.
  package let unavailable: [MissingMetrics]
  /// How many of the app's processes ended unasked during the window.
  package let vanished: Int
  /// How many of the app's processes were in the background when the window had ended, not below its first process; nil: none.
  package let orphans: Int?
  /// Why there is no number; nil for a good trial.
  package let failure: Failure?

  /// A trial that was measured or failed.
  package init(
    block: Int, participant: Key<Participant>, condition: Key<Condition>, startedAt: Date,
    startupNanoseconds: Int? = nil, figures: [Key<Measure>: Double] = [:],
    load: LoadFigures? = nil, system: SystemUse? = nil, gates: [GateReading] = [],
    metrics: [String: Double] = [:], unavailable: [MissingMetrics] = [], vanished: Int = 0,
    orphans: Int? = nil, failure: Failure? = nil
  ) {
    self.block = block
    self.participant = participant
    self.condition = condition
    self.startedAt = startedAt
    self.startupNanoseconds = startupNanoseconds
    self.figures = figures
    self.load = load
    self.system = system
    self.gates = gates
    self.metrics = metrics
    self.unavailable = unavailable
    self.vanished = vanished
    self.orphans = orphans
    self.failure = failure
  }

  /// Whether it is an observation: it was measured, and every gate of integrity passed that is not among the `tolerated`.
  package func isValid(tolerating tolerated: [String]) -> Bool {
    failure == nil && gates.allSatisfy { $0.passed || $0.kind == .environment || tolerated.contains($0.gate) }
  }
}
