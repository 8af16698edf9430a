extension Plan {
  /// When a half of a run may end before its last planned block, which is looked at between blocks only. Never a p value: who
  /// stops at a significant one finds differences where there are none.
  package struct Stopping: Codable, Equatable, Sendable {
    /// Blocks of the capacity half that take place however precise it is.
    package let minimumRounds: Int
    /// The same of the latency half; nil without one.
    package let minimumLatencyRounds: Int?
    /// No block begins that would end later than so many seconds after verification.
    package let timeBudgetSeconds: Double
    /// Whether that holds for the first blocks too, and not only for those that precision takes.
    package let isHard: Bool

    /// Rules for both halves.
    package init(
      minimumRounds: Int, minimumLatencyRounds: Int?, timeBudgetSeconds: Double, isHard: Bool
    ) {
      self.minimumRounds = minimumRounds
      self.minimumLatencyRounds = minimumLatencyRounds
      self.timeBudgetSeconds = timeBudgetSeconds
      self.isHard = isHard
    }
  }

  /// Blocks of a half that take place however precise it is.
  package func minimumBlocks(_ half: RunHalf) -> Int {
    switch half {
    case .capacity: stopping?.minimumRounds ?? rounds
    case .latency: stopping?.minimumLatencyRounds ?? latency?.rounds ?? 0
    }
  }

  /// How many trials there are at least to be.
  package var cellCount: Int {
    let blocks = minimumBlocks(.capacity) + minimumBlocks(.latency) * (latency?.levels ?? 0)
    return blocks * participants.count * workloads.count
  }

  /// About how long the latency half takes at least, in seconds, when requests are many.
  package var latencySeconds: Double {
    guard let latency else { return 0 }
    let cell = latency.warmupSeconds + Double(latency.levels) * (latency.durationSeconds + 0.05)
    let block = Double(participants.count) * (Double(workloads.count) * cell + 0.5)
    return Double(minimumBlocks(.latency)) * block
  }
}

/// The halves of a run.
package enum RunHalf: String, Codable, Sendable { case capacity, latency }

/// How a half of a run ended.
package struct HalfEnd: Codable, Equatable, Sendable {
  /// Why there was no other block.
  package enum Reason: String, Codable, Sendable {
    /// Every interval was narrow enough.
    case precision
    /// There were as many as were planned.
    case rounds
    /// There was no time for another.
    case timeBudget = "time-budget"
  }

  /// Which half.
  package let half: RunHalf
  /// Blocks that took place.
  package let blocks: Int
  /// Why there was no other.
  package let reason: Reason

  /// The end of a half.
  package init(half: RunHalf, blocks: Int, reason: Reason) {
    self.half = half
    self.blocks = blocks
    self.reason = reason
  }
}
