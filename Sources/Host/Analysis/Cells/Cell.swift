package import Record

/// One participant under one condition: what became of it over all blocks.
package struct Cell: Codable, Equatable, Sendable {
  /// What became of it.
  package enum State: String, Codable, Sendable {
    /// At least one trial is an observation of a primary measure.
    case measured
    /// Trials were measured, but none of them passed every gate of integrity.
    case invalid
    /// The app does not serve the workload as the contract says.
    case refused
    /// The app has no route for the workload, and need not.
    case absent
    /// No trial gave a number.
    case failed
  }

  /// Why there is no number, or not one for every block.
  package enum Reason: Codable, Equatable, Sendable {
    /// The gates of these names failed, as `gates` says.
    case gates([String])
    /// The first check that failed, and how many others did.
    case refused(ConformanceRecord.Failure, others: Int)
    /// The app has no such route.
    case absent
    /// The first failure of an app to start, otherwise the first.
    case failed(Trial.Failure)
    /// Blocks had fewer requests than a primary measure needs.
    case tooFewRequests(measure: Key<Measure>, needed: Int)
    /// The run ended before.
    case notReached

    /// Whether an app did not start, so that there was no session.
    var isWithoutSession: Bool {
      if case .failed(let failure) = self { failure.stage == .start } else { false }
    }

    private enum GatesCodingKeys: String, CodingKey { case _0 = "names" }
    private enum RefusedCodingKeys: String, CodingKey { case _0 = "check", others }
    private enum FailedCodingKeys: String, CodingKey { case _0 = "failure" }
  }

  /// What several blocks say of a measure.
  package struct Aggregate: Codable, Equatable, Sendable {
    /// The value that is published: what the measure's aggregation makes of the blocks.
    package let value: Double
    /// Whether the true value is larger, nobody knows by how much: the generator held a closed loop up, or a percentile falls among
    /// requests that were never sent.
    package let isLowerBound: Bool
    /// How many blocks have it.
    package let blocks: Int
    /// Those of them whose values are lower bounds.
    package let boundedBlocks: Int
    /// Mean of the blocks.
    package let mean: Double
    /// Median of the blocks.
    package let median: Double
    /// The least of them.
    package let minimum: Double
    /// The greatest of them.
    package let maximum: Double
    /// Standard deviation over mean; nil of one block.
    package let coefficientOfVariation: Double?
  }

  /// Who.
  package let participant: Key<Participant>
  /// Under what.
  package let condition: Key<Condition>
  /// What became of it.
  package let state: State
  /// Why there is no number, or why one is missing although the cell is measured; nil: nothing is missing.
  package let reason: Reason?
  /// Valid trials.
  package let blocks: Int
  /// What the validity gates found.
  package let gates: [GateSummary]
  /// Whether a closed loop's throughput is the app's; nil of an open loop, and without a valid trial.
  package let generator: GeneratorHeadroom?
  /// What valid trials say of each measure; one that nobody told is left out.
  package let figures: [Key<Measure>: Aggregate]
  /// Requests answered in measured trials, valid or not.
  package let requests: Int
  /// Requests that were due and never sent.
  package let unsent: Int
  /// Failed requests by kind.
  package let errors: [String: Int]
  /// Answers compared in full.
  package let answersChecked: Int
  /// How many of those were wrong.
  package let wrongAnswers: Int
  /// What each part of a mix says; nil of other workloads.
  package let parts: [PartSummary]?
  /// Metrics by name, means over valid trials: counters per answered request, gauges as they were.
  package let metrics: [String: Double]
  /// The metrics that no valid trial could tell, and why.
  package let unavailable: [MissingMetrics]
}
