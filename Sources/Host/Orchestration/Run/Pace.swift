import Analysis
import Platform
import Record

/// Decides between blocks whether a half of a run goes on, and with which workloads.
struct Pace {
  /// What comes next in a half.
  enum Step: Equatable {
    /// A block of these workloads.
    case block(Set<String>)
    /// Nothing: the half has ended.
    case end(HalfEnd)
  }

  private let plan: Plan
  private let clock = MonotonicClock()
  private let begin: UInt64
  private var halfBegin: UInt64
  /// Workloads of blocks that the half has begun.
  private var begun = 0

  /// The time budget begins now.
  init(_ plan: Plan) {
    self.plan = plan
    begin = clock.nanoseconds
    halfBegin = begin
  }

  /// What follows `blocks` blocks of a half; to be asked before each block. The first block always takes place.
  mutating func step(of half: RunHalf, after blocks: Int, _ stored: StoredRun) -> Step {
    let now = clock.nanoseconds
    if blocks == 0 { (halfBegin, begun) = (now, 0) }
    let workloads = stored.workloads(of: half, inBlock: blocks)
    if let reason = end(of: half, after: blocks, with: workloads.count, at: now) {
      return .end(HalfEnd(half: half, blocks: blocks, reason: reason))
    }
    begun += workloads.count
    return .block(workloads)
  }

  /// Why there is no block of `count` workloads; nil when there is one.
  private func end(of half: RunHalf, after blocks: Int, with count: Int, at now: UInt64) -> HalfEnd.Reason? {
    guard let stopping = plan.stopping, blocks > 0 else { return nil }
    if count == 0 { return .precision }
    guard stopping.isHard || blocks >= plan.minimumBlocks(half) else { return nil }
    let isOver = Self.isOver(
      stopping.timeBudgetSeconds, elapsed: seconds(from: begin, to: now),
      block: seconds(from: halfBegin, to: now) / Double(begun) * Double(count),
      reserve: half == .capacity ? plan.latencySeconds : 0)
    return isOver ? .timeBudget : nil
  }

  /// Whether another block of `block` seconds would end after the budget, of which the other half keeps its `reserve`, but
  /// no more than half of it.
  static func isOver(_ budget: Double, elapsed: Double, block: Double, reserve: Double) -> Bool {
    elapsed + block > budget - min(reserve, budget / 2)
  }

  private func seconds(from first: UInt64, to last: UInt64) -> Double { Double(last - first) / 1e9 }
}
