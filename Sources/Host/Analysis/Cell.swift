package import Record

/// What all cells have in common.
package protocol MeasuredCell {
  /// The framework's name.
  var framework: String { get }
  /// Under what it was measured, in words.
  var condition: String { get }
  /// Whether there are numbers.
  var state: Cell.State { get }
  /// Why there are none, or not in every block; nil when all went well.
  var reason: String? { get }
  /// Blocks with a number.
  var blocks: Int { get }
  /// What the validity gates found.
  var gates: [GateSummary] { get }
  /// Requests that were answered.
  var requests: Int { get }
  /// Requests that failed, by kind.
  var errors: [String: Int] { get }
  /// Answers compared in full.
  var answersChecked: Int { get }
  /// Those that were wrong.
  var wrongAnswers: Int { get }
}

extension MeasuredCell {
  /// Whether it has a number and no request went wrong.
  package var isClean: Bool { state == .measured && errors.isEmpty && wrongAnswers == 0 }
}

extension Cell: MeasuredCell {
  package var condition: String { workload }
}

extension LatencyCell: MeasuredCell {
  package var condition: String { "\(workload) at \(Int(min(rate, 1e15)))/s" }
}

/// One framework under one workload, over all blocks.
package struct Cell: Codable, Equatable, Sendable {
  /// Whether there are numbers.
  package enum State: String, Codable, Sendable {
    /// At least one block gave a number.
    case measured
    /// Every block that gave a number failed a validity gate, so there is no number and no verdict.
    case invalid
    /// Verification found that it does not do the same work, so it was not measured.
    case refused
    /// No block gave a number.
    case failed
  }

  /// The spread of one number per block.
  package struct Spread: Codable, Equatable, Sendable {
    package let mean: Double
    package let median: Double
    package let minimum: Double
    package let maximum: Double
    /// Standard deviation over the mean; nil with one block.
    package let coefficientOfVariation: Double?
  }

  /// Percentiles of the merged histograms of all blocks, in nanoseconds.
  package struct Latency: Codable, Equatable, Sendable {
    package let p50: Int
    package let p90: Int
    /// nil with fewer than 300 requests.
    package let p99: Int?
    package let maximum: Int
    package let mean: Int
  }

  /// The framework's name.
  package let framework: String
  /// The workload's name.
  package let workload: String
  /// Whether there are numbers.
  package let state: State
  /// Why there are none, or not in every block; nil when all went well.
  package let reason: String?
  /// The last lines the app wrote before it failed.
  package let standardError: [String]
  /// Blocks with a number that passed every gate.
  package let blocks: Int
  /// Trials whose warm-up did not become steady.
  package let unsteady: Int
  /// What the validity gates found; empty in runs that are older than gates.
  package let gates: [GateSummary]
  /// Answers per second.
  package let throughput: Spread?
  /// Time per answer, from before the write to the last byte.
  package let latency: Latency?
  /// Processor time of the app per request, in microseconds.
  package let cpuMicrosecondsPerRequest: Double?
  /// Resident memory of the app's processes at the end of the window, in bytes, averaged over blocks.
  package let memoryBytes: Double?
  /// The memory held per request: megabytes × seconds.
  package let megabyteSecondsPerRequest: Double?
  /// From the app's spawn to its first healthy answer, in nanoseconds, averaged over blocks.
  package let startupNanoseconds: Double?
  /// Requests that were answered, in trials that failed a gate too.
  package let requests: Int
  /// Requests that failed, by kind; empty when none did.
  package let errors: [String: Int]
  /// Answers compared in full.
  package let answersChecked: Int
  /// Those that were wrong.
  package let wrongAnswers: Int
  /// Share of its processor that the generator used, averaged over blocks, from 0 to 1.
  package let generatorUtilisation: Double?
  /// The adapter's metrics by name, averaged over blocks; counters are per request.
  package let metrics: [String: Double]
  /// Metrics that no trial with a number has, and why; nil when there are none.
  package let unavailable: [MissingMetrics]?
}
