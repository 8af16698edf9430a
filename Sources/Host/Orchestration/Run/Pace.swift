import Platform
import Results

/// Decides between blocks whether a half of a run goes on.
struct Pace {
  private let plan: Plan
  private let clock = MonotonicClock()
  private let begin: UInt64
  private var halfBegin: UInt64

  /// The time budget begins now.
  init(_ plan: Plan) {
    self.plan = plan
    begin = clock.nanoseconds
    halfBegin = begin
  }

  /// Blocks that take place however precise the half is.
  func minimum(_ half: RunHalf) -> Int {
    switch half {
    case .capacity: plan.stopping?.minimumRounds ?? plan.rounds
    case .latency: plan.stopping?.minimumLatencyRounds ?? plan.latency?.rounds ?? 0
    }
  }

  /// To be told before each block.
  mutating func begin(block: Int) { if block == 0 { halfBegin = clock.nanoseconds } }

  /// Why there is no other block after so many; nil when there is one. The first block always takes place.
  func end(of half: RunHalf, after blocks: Int, _ stored: StoredRun) -> HalfEnd? {
    guard let stopping = plan.stopping, blocks > 0 else { return nil }
    if blocks >= minimum(half), stored.isPrecise(half) {
      return HalfEnd(half: half, blocks: blocks, reason: .precision)
    }
    guard stopping.isHard || blocks >= minimum(half) else { return nil }
    let now = clock.nanoseconds
    let isOver = Self.isOver(
      stopping.timeBudgetSeconds, elapsed: seconds(from: begin, to: now),
      block: seconds(from: halfBegin, to: now) / Double(blocks),
      reserve: half == .capacity ? plan.latencySeconds : 0)
    return isOver ? HalfEnd(half: half, blocks: blocks, reason: .timeBudget) : nil
  }

  /// Whether another block of `block` seconds would end after the budget, of which the other half keeps its `reserve`, but
  /// no more than half of it.
  static func isOver(_ budget: Double, elapsed: Double, block: Double, reserve: Double) -> Bool {
    elapsed + block > budget - min(reserve, budget / 2)
  }

  private func seconds(from first: UInt64, to last: UInt64) -> Double { Double(last - first) / 1e9 }
}
