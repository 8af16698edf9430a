import Contract
package import Record

/// What a run's trials say: every cell, every pair, and what can be concluded. Stored as `comparison.json`.
package struct Comparison: Codable, Equatable, Sendable {
  /// The version of the stored form that this code writes.
  package static let currentSchemaVersion = 1

  /// How the conclusions were drawn.
  package struct Method: Codable, Equatable, Sendable {
    /// The measure that verdicts are about, e.g. answers per second.
    package let metric: String
    /// The significance level, after Holm's correction.
    package let alpha: Double
    /// Differences up to this share do not matter to the reader; see `Workload.delta` for what was used.
    package let delta: Double
    /// How many comparisons the correction covers: pairs × workloads.
    package let family: Int
    /// Blocks before the test can reject at all with this family; nil when no number suffices.
    package let blocksNeeded: Int?
    /// Blocks that took place; where the run was stopped, those that were planned.
    package let blocks: Int
    /// How the half ended; nil where the run was stopped, and in older runs.
    package let end: HalfEnd?
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
    /// What was measured of the twin.
    package let twinCell: Cell?
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

  /// The reference's twin under one condition. It is no competitor: not ranked, in no verdict, in no family.
  package struct Twin: Codable, Equatable, Sendable {
    /// Its name, `<reference> (twin)`.
    package let framework: String
    /// Blocks in which both were measured.
    package let blocks: Int
    /// Its number over the reference's, the geometric mean over blocks; nil without a common block.
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
  /// Where the time goes, by category in their order and framework in the plan's order; those without an observation are left out.
  package let insights: [Insight]
  /// How each framework comes to its pace, in the plan's order; those that were never warmed up are left out.
  package let warmups: [WarmupSummary]
  /// Whether memory grows, by framework, workload and gauge; nil in runs that are older than series.
  package let memory: [MemoryVerdict]?
  /// The latency half; nil when the run had none, or ended before it.
  package let latency: LatencyComparison?
  /// What slow requests met, by workload, rate and framework; nil for runs that did not keep them.
  package let tails: [TailAttribution]?
  /// Doubts about the run as a whole and about single cells.
  package internal(set) var warnings: [Warning]

  /// Whether every cell has a number and no request went wrong.
  package var isClean: Bool {
    workloads.flatMap(\.allCells).allSatisfy(\.isClean)
      && (latency?.points.flatMap(\.allCells).allSatisfy(\.isClean) ?? true)
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
  package var allCells: [Cell] { cells + [twinCell].compactMap(\.self) }
}
