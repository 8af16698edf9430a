import Analysis
import Record

extension StoredRun {
  /// Halves end where their rules let them; a line for each that cannot have.
  var ends: [String] {
    guard let stopping = run.plan.stopping else {
      return run.ends == nil ? [] : ["run.json: it has no rules to end by"]
    }
    let halves: [(RunHalf, rounds: Int?)] = [
      (.capacity, run.plan.rounds), (.latency, run.plan.latency?.rounds),
    ]
    return halves.compactMap { half, rounds in
      guard let end = run.end(of: half) else {
        return rounds == nil || run.outcome != .complete ? nil : "run.json: the \(half) half has no end"
      }
      let fewest = end.reason == .timeBudget && stopping.isHard ? 1 : max(1, run.plan.minimumBlocks(half))
      let most = rounds ?? 0
      guard fewest <= end.blocks, end.blocks <= most, follows(end, rounds: most) else {
        return
          "run.json: the \(half) half cannot have ended after \(end.blocks) blocks by \(end.reason.rawValue)"
      }
      return nil
    }
  }

  /// Whether a reason to end holds for the trials. That time was up cannot be seen from them.
  private func follows(_ end: HalfEnd, rounds: Int) -> Bool {
    switch end.reason {
    case .precision: workloads(of: end.half, inBlock: end.blocks).isEmpty
    case .rounds: end.blocks == rounds
    case .timeBudget: true
    }
  }
}
