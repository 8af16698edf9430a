/// What is measured and for how long, as it follows from the plan, the pilots and the time that is left.
package struct Design: Codable, Equatable, Sendable {
  /// A condition that is measured.
  package struct Window: Codable, Equatable, Sendable {
    /// The condition, with the numbers that the pilots found.
    package let condition: Condition
    /// How long each participant is measured under it in a block, in seconds.
    package let seconds: Double
    /// In how many turns, between which the others have theirs.
    package let turns: Int

    /// A condition that is measured.
    package init(condition: Condition, seconds: Double, turns: Int) {
      self.condition = condition
      self.seconds = seconds
      self.turns = turns
    }
  }

  /// Why a condition that was asked for is not measured.
  package enum Omission: String, Codable, CaseIterable, Sendable {
    /// There is no time for it.
    case time
    /// Nobody was measured under its workload, so that there is no rate to offer.
    case rate
  }

  /// The load before a fresh process is measured: it ends after so many seconds, or after so many requests where that is sooner.
  package struct Warmup: Codable, Equatable, Sendable {
    /// The shortest and the longest, in seconds, unless one was asked for.
    package static let limits = 1.0...20.0

    /// In seconds.
    package let seconds: Double
    /// Requests; nil: it takes its seconds.
    package let requests: Int?

    /// A warm-up.
    package init(seconds: Double, requests: Int? = nil) {
      self.seconds = seconds
      self.requests = requests
    }
  }

  /// Seconds that were left of the budget.
  package let availableSeconds: Double
  /// What each fresh process of a participant gets.
  package let warmups: [Key<Participant>: Warmup]
  /// What is measured, in the plan's order.
  package let windows: [Window]
  /// What is not.
  package let omitted: [Key<Condition>: Omission]
  /// About how long a block takes, in seconds.
  package let blockSeconds: Double
  /// The smallest difference of throughput that the planned blocks will probably find; nil where the pilots do not tell.
  package let smallestDifference: Double?

  /// A design.
  package init(
    availableSeconds: Double, warmups: [Key<Participant>: Warmup], windows: [Window],
    omitted: [Key<Condition>: Omission], blockSeconds: Double, smallestDifference: Double?
  ) {
    self.availableSeconds = availableSeconds
    self.warmups = warmups
    self.windows = windows
    self.omitted = omitted
    self.blockSeconds = blockSeconds
    self.smallestDifference = smallestDifference
  }

  /// How long a condition is measured, in seconds; nil: it is not.
  package func seconds(under condition: Key<Condition>) -> Double? {
    windows.first { $0.condition.id == condition }?.seconds
  }
}

/// One fresh process of a participant in a block, once it is warm.
package struct Session: Codable, Equatable, Sendable {
  /// The block, from 0.
  package let block: Int
  /// Whose process it is.
  package let participant: Key<Participant>
  /// From its spawn to its first healthy answer.
  package let startupNanoseconds: Int?
  /// How long it was warmed up.
  package let warmupNanoseconds: Int
  /// Requests that it answered meanwhile.
  package let warmupRequests: Int

  /// A process that is warm.
  package init(
    block: Int, participant: Key<Participant>, startupNanoseconds: Int?, warmupNanoseconds: Int,
    warmupRequests: Int
  ) {
    self.block = block
    self.participant = participant
    self.startupNanoseconds = startupNanoseconds
    self.warmupNanoseconds = warmupNanoseconds
    self.warmupRequests = warmupRequests
  }
}
