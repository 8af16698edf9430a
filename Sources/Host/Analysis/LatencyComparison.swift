package import Record
import Statistics

/// The latency half: all frameworks under the same offered rates, compared by their p99.
package struct LatencyComparison: Codable, Equatable, Sendable {
  /// All frameworks under one workload at one offered rate.
  package struct Point: Codable, Equatable, Sendable {
    /// The workload's name.
    package let workload: String
    /// Requests per second that were due.
    package let rate: Double
    /// The rate as a share of the slowest framework's capacity; nil when it was given.
    package let share: Double?
    /// The reference against itself; nil when the run had no twin.
    package let twin: Comparison.Twin?
    /// What was measured of the twin.
    package let twinCell: LatencyCell?
    /// Differences of p99 up to this share count as equal here.
    package let delta: Double
    /// One cell per framework, in the plan's order.
    package let cells: [LatencyCell]
    /// Every pair that can be compared, by the ratio of their p99: the lower one is faster.
    package let pairs: [Pair]
    /// Rank by framework, 1 the lowest p99; frameworks that cannot be told apart share one.
    package let ranks: [String: Int]
    /// The framework whose p99 is lower than every other one's; nil when that cannot be said.
    package let winner: String?

    /// The cells of all frameworks and of the twin.
    package var allCells: [LatencyCell] { cells + [twinCell].compactMap(\.self) }
  }

  /// How the conclusions were drawn.
  package let method: Comparison.Method
  /// How requests were spread within a rate.
  package let arrivals: Plan.Latency.Arrivals
  /// Every workload at every rate, in the plan's order.
  package let points: [Point]
  /// All points together, one row per framework: geometric mean of the p99 ratios, points in common, points won.
  package let overall: [Comparison.Overall]

  /// What the run cannot tell apart, as a share: the smallest and the largest noise floor of its points.
  package var noiseFloor: (least: Double, most: Double)? {
    let floors = points.compactMap { $0.twin?.noiseFloor }
    guard let least = floors.min(), let most = floors.max() else { return nil }
    return (least, most)
  }
}

/// One framework under one workload at one offered rate, over all blocks.
package struct LatencyCell: Codable, Equatable, Sendable {
  /// The framework's name.
  package let framework: String
  /// The workload's name.
  package let workload: String
  /// Requests per second that were due.
  package let rate: Double
  /// Whether there are numbers.
  package let state: Cell.State
  /// Why there are none, or not in every block; nil when all went well.
  package let reason: String?
  /// Blocks with a p99 that passed every gate.
  package let blocks: Int
  /// The p99 from the due time in nanoseconds, one number per block.
  package let p99: Cell.Spread?
  /// Latency from when requests were due, of all valid blocks together.
  package let corrected: Percentiles?
  /// Latency from when requests were written: what a client that waits its turn would have reported.
  package let uncorrected: Percentiles?
  /// What the validity gates found.
  package let gates: [GateSummary]
  /// Requests that were answered, in trials that failed a gate too.
  package let requests: Int
  /// Requests that were due and never sent.
  package let unsent: Int
  /// Requests that failed, by kind; empty when none did.
  package let errors: [String: Int]
  /// Answers compared in full.
  package let answersChecked: Int
  /// Those that were wrong.
  package let wrongAnswers: Int
}
