package import Foundation

/// One framework under one workload in one block, in the latency half at one rate: an observation, or the reason why there is none.
/// One line of `trials.jsonl`.
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

  /// The block (round), from 0.
  package let block: Int
  /// The framework's name in the plan.
  package let framework: String
  /// The workload's name.
  package let workload: String
  /// Requests per second that were due in an open loop; nil in the closed loop of the capacity half.
  package let offeredRate: Double?
  /// When the trial began.
  package let startedAt: Date
  /// Time from the app's spawn to its first healthy answer; the same for all trials of a session.
  package let startupNanoseconds: Int?
  /// What happened before the measured window; nil when the trial failed before its end, and in runs that warmed up for a
  /// fixed time.
  package let steadyState: WarmupRecord?
  /// The warm-up of runs that warmed up for a fixed time.
  package let warmup: LoadFigures?
  /// What the load engine measured; nil when the trial failed.
  package let load: LoadFigures?
  /// What the machine did beside the window; nil when the trial failed.
  package let system: SystemUse?
  /// What the validity gates found; nil when the trial failed, and in runs that are older than gates.
  package let gates: [GateReading]?
  /// The adapter's metrics by name: increase over the window for counters, state at its end for gauges.
  package let metrics: [String: Double]
  /// The adapter's metrics that there are not, and why; nil when there are all, when the trial failed, and in older runs.
  package let unavailable: [MissingMetrics]?
  /// How many of the app's processes ended unasked between the readings of the metrics; nil: none, or not known.
  package let vanished: Int?
  /// Why there is no number; nil for a good trial.
  package let failure: Failure?

  /// A trial that was measured or failed.
  package init(
    block: Int, framework: String, workload: String, offeredRate: Double? = nil, startedAt: Date,
    startupNanoseconds: Int? = nil,
    steadyState: WarmupRecord? = nil, load: LoadFigures? = nil, system: SystemUse? = nil,
    gates: [GateReading]? = nil, metrics: [String: Double] = [:], unavailable: [MissingMetrics]? = nil,
    vanished: Int? = nil, failure: Failure? = nil
  ) {
    self.block = block
    self.framework = framework
    self.workload = workload
    self.offeredRate = offeredRate
    self.startedAt = startedAt
    self.startupNanoseconds = startupNanoseconds
    self.steadyState = steadyState
    warmup = nil
    self.load = load
    self.system = system
    self.gates = gates
    self.metrics = metrics
    self.unavailable = unavailable
    self.vanished = vanished
    self.failure = failure
  }

  /// Whether it is an observation: it was measured, and every gate passed that is not among the `tolerated`.
  package func isValid(tolerating tolerated: [String]) -> Bool {
    failure == nil && load != nil
      && (gates ?? []).allSatisfy { $0.passed || tolerated.contains($0.gate) }
  }

  /// The app's processor time per request in microseconds; nil without an observation or without the metric.
  package var cpuMicrosecondsPerRequest: Double? {
    guard let load, load.answered > 0, let nanoseconds = metrics["cpu.total"] else { return nil }
    return nanoseconds / 1000 / Double(load.answered)
  }
}
