package import Record

/// All participants under one condition by one measure: who is ahead of whom.
package struct Contest: Codable, Equatable, Sendable {
  /// How far the reference and its twin, the same app, were apart.
  package struct Twin: Codable, Equatable, Sendable {
    /// The twin.
    package let participant: Key<Participant>
    /// Blocks that have both.
    package let blocks: Int
    /// The twin's values over the reference's, as a geometric mean; nil without a common block.
    package let ratio: Double?
    /// Student's 95 % interval of the ratio; nil with too few blocks.
    package let interval: Interval?
    /// How far from 1 the interval reaches, as a share: what the run cannot tell apart; nil with too few blocks.
    package let resolution: Double?
    /// p of the twin check, corrected over the conditions and measures of the family; nil with too few blocks.
    package let adjustedP: Double?
    /// Whether the check says that the same app differed from itself: nothing is equivalent here, and only what is farther apart differs.
    package let differs: Bool
  }

  /// By what.
  package let measure: Key<Measure>
  /// The reference against itself; nil without a twin.
  package let twin: Twin?
  /// Every pair that is compared and has a block in common.
  package let pairs: [Pair]
  /// Participants by rank, 1 being best; who cannot be told apart shares a rank. Without a value there is no rank, nor where some of those
  /// who would share it have too little for a verdict.
  package let ranks: [Key<Participant>: Int]
  /// Who is better than every other that serves the workload; nil: nobody, or not every pair has a verdict.
  package let winner: Key<Participant>?

  /// What is known of a pair, `a` over `b`; nil when they were not compared in this order.
  package func pair(_ a: Key<Participant>, over b: Key<Participant>) -> Pair? {
    pairs.first { $0.a == a && $0.b == b }
  }
}

/// A condition with what everybody did under it.
package struct Point: Codable, Equatable, Sendable {
  /// Under what.
  package let condition: Condition
  /// What became of each participant that is compared, in the plan's order.
  package let cells: [Cell]
  /// What became of the twin; nil without one.
  package let twin: Cell?
  /// The contests, one for each primary measure.
  package let contests: [Contest]
  /// Those by measures that are compared beside the primary ones, as p99 is, corrected among themselves.
  package let secondary: [Contest]

  /// The cells with the twin's.
  package var allCells: [Cell] { cells + [twin].compactMap(\.self) }

  /// The cell of a participant that is compared; nil when there is none.
  package func cell(_ participant: Key<Participant>) -> Cell? {
    cells.first { $0.participant == participant }
  }
}
