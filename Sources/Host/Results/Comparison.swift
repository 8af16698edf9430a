/// What a run's trials say: every cell, every pair, and what can be concluded. Stored as `comparison.json`.
package struct Comparison: Codable, Equatable, Sendable {
  /// The version of the stored form that this code writes.
  package static let currentSchemaVersion = 1

  /// How the conclusions were drawn.
  package struct Method: Codable, Equatable, Sendable {
    /// The measure that verdicts are about: answers per second, higher being better.
    package let metric: String
    /// The significance level, after Holm's correction.
    package let alpha: Double
    /// Differences up to this share do not matter to the reader; see `Workload.delta` for what was used.
    package let delta: Double
    /// How many comparisons the correction covers: pairs × workloads.
    package let family: Int
    /// Blocks before the test can reject at all with this family; nil when no number suffices.
    package let blocksNeeded: Int?
    /// Blocks that the run planned.
    package let blocksPlanned: Int
  }

  /// One workload: its cells and what follows from them.
  package struct Workload: Codable, Equatable, Sendable {
    /// The workload's name.
    package let name: String
    /// The category it is summed up in.
    package let category: String
    /// What it sends, in a few words.
    package let summary: String
    /// The reference against itself; nil when the run had no twin.
    package let twin: Twin?
    /// Differences up to this share count as equal here: the larger of the reader's and the noise floor.
    package let delta: Double
    /// One cell per framework, in the plan's order.
    package let cells: [Cell]
    /// Every pair of frameworks that can be compared; those with the reference as `b` come first.
    package let pairs: [Pair]
    /// Rank by framework, 1 the best; frameworks that cannot be told apart share one. Only those that were measured.
    package let ranks: [String: Int]
    /// The framework that is faster than every other one; nil when that cannot be said.
    package let winner: String?
  }

  /// The reference's twin under one workload. It is no competitor: not ranked, in no verdict, in no family.
  package struct Twin: Codable, Equatable, Sendable {
    /// What was measured of it.
    package let cell: Cell
    /// Blocks in which both were measured.
    package let blocks: Int
    /// Its throughput over the reference's, the geometric mean over blocks; nil without a common block.
    package let ratio: Double?
    /// What this run cannot tell apart: the 95th percentile over blocks of how far the two were from each
    /// other, as a share (0.03 = 3 %); nil without a common block.
    package let noiseFloor: Double?
  }

  /// Two frameworks over a set of workloads.
  package struct Overall: Codable, Equatable, Sendable {
    /// The framework.
    package let framework: String
    /// Geometric mean of its throughput ratios to the reference, over `workloads`; nil when there is none in common.
    package let ratio: Double?
    /// The 95 % interval of the ratio, from resampling blocks; nil with fewer than two common blocks.
    package let interval: Interval?
    /// The workloads that all frameworks were measured with; the same for every row.
    package let workloads: Int
    /// How many workloads it won.
    package let won: Int
  }

  /// The workloads of one category together.
  package struct Category: Codable, Equatable, Sendable {
    /// The category's name.
    package let name: String
    /// One row per framework, in the plan's order.
    package let rows: [Overall]
    /// The framework that wins every workload of the category; nil when none does.
    package let winner: String?
  }

  /// The version of the stored form.
  package let schemaVersion: Int
  /// The run this is about.
  package let run: String
  /// The frameworks, in the plan's order.
  package let frameworks: [String]
  /// The framework that ratios are relative to.
  package let reference: String
  /// How the conclusions were drawn.
  package let method: Method
  /// The workloads, in the plan's order.
  package let workloads: [Workload]
  /// The categories, in order of their first workload.
  package let categories: [Category]
  /// All workloads together, one row per framework in the plan's order.
  package let overall: [Overall]
  /// How each framework comes to its pace, in the plan's order; those that were never warmed up are left out.
  package let warmups: [WarmupSummary]
  /// Doubts about the run as a whole and about single cells.
  package let warnings: [Warning]

  /// Whether every cell has a number and no request went wrong.
  package var isClean: Bool {
    workloads.allSatisfy {
      $0.allCells.allSatisfy { $0.state == .measured && $0.errors.isEmpty && $0.wrongAnswers == 0 }
    }
  }
}

extension Comparison {
  /// What the run cannot tell apart, as a share: the smallest and the largest noise floor of its workloads;
  /// nil without a twin that was measured.
  package var noiseFloor: (least: Double, most: Double)? {
    let floors = workloads.compactMap { $0.twin?.noiseFloor }
    guard let least = floors.min(), let most = floors.max() else { return nil }
    return (least, most)
  }
}

extension Comparison.Workload {
  /// The cells of all frameworks and of the twin.
  package var allCells: [Cell] { cells + [twin?.cell].compactMap(\.self) }
}

/// A range that a figure lies in with a stated confidence.
package struct Interval: Codable, Equatable, Sendable {
  /// The lower end.
  package let low: Double
  /// The upper end.
  package let high: Double

  /// From `low` to `high`.
  package init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }
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
}

/// Framework `a` against framework `b` under one workload, block by block.
package struct Pair: Codable, Equatable, Sendable {
  /// What may be said.
  package enum Verdict: String, Codable, Sendable {
    /// `a` is faster than `b`, after correction for many comparisons.
    case faster
    /// `a` is slower than `b`.
    case slower
    /// The difference is surely smaller than what matters.
    case equivalent
    /// The data allow no conclusion.
    case inconclusive
    /// There are too few blocks for any conclusion.
    case needsBlocks = "needs-blocks"
  }

  /// Welch's t-test on the raw values, beside the test that decides.
  package struct Welch: Codable, Equatable, Sendable {
    package let t: Double
    package let degreesOfFreedom: Double
    package let p: Double
  }

  /// The framework in question.
  package let a: String
  /// The framework it is held against.
  package let b: String
  /// Blocks in which both were measured.
  package let blocks: Int
  /// Throughput of `a` over that of `b`: the geometric mean over blocks.
  package let ratio: Double
  /// The same by Hodges–Lehmann, which a wild block hardly moves.
  package let robustRatio: Double
  /// The 95 % interval of the ratio; nil with one block.
  package let interval: Interval?
  /// The 90 % interval, which decides on equivalence; nil with one block.
  package let interval90: Interval?
  /// The paired sign-flip permutation test's p; nil with too few blocks to reject.
  package let p: Double?
  /// The same after Holm's correction over the family.
  package let adjustedP: Double?
  /// Welch's test on the raw throughputs; nil with one block.
  package let welch: Welch?
  /// What may be said.
  package let verdict: Verdict
}
