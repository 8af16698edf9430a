import SeededRandom

/// Whether stretches of time (slow requests) meet a cause (pauses) more often than chance would have it.
///
/// A stretch meets the cause when that covers at least a tenth of it. What chance would give is seen by turning each window's causes
/// around it, all together: if the two had nothing to do with each other, every turn would be as likely as the one observed, however either
/// is clustered (toroidal shift: Besag and Diggle, "Simple Monte Carlo tests for spatial pattern", 1977). Turns are multiples of a 509th
/// of the window, a prime, lest they fall into step with causes that are periodic. The windows' turns are drawn independently of each
/// other, 9999 times. The p value is about how much of the stretches is covered, which tells turns apart that meet as many.
package struct OverlapTest: Equatable, Sendable {
  /// Stretches of one window, and what a cause covers of it.
  package struct Window: Sendable {
    fileprivate let stretches: [Range<Int>]
    private let coverage: Coverage

    /// Stretches of the window that `coverage` is about; none is empty.
    package init(_ stretches: [Range<Int>], coverage: Coverage) {
      self.stretches = stretches
      self.coverage = coverage
    }

    /// Of each stretch, whether it meets the cause.
    package var meetings: [Bool] { stretches.map { OverlapTest.isMeeting(part($0, shift: 0)) } }

    /// What becomes of the window with each turn, the first being none.
    fileprivate var turns: [Turn] {
      (0..<OverlapTest.turns).map { turn in
        let shift = Int(Double(coverage.length) * Double(turn) / Double(OverlapTest.turns))
        return stretches.reduce(into: Turn()) { $0.add(part($1, shift: shift)) }
      }
    }

    /// How much of a stretch is covered, from 0 to 1.
    private func part(_ stretch: Range<Int>, shift: Int) -> Double {
      Double(coverage.covered(stretch, shiftedBy: shift)) / Double(stretch.count)
    }
  }

  /// What a turn makes of all stretches.
  fileprivate struct Turn {
    var meetings = 0
    /// The sum of the covered parts.
    var covered = 0.0

    mutating func add(_ part: Double) {
      meetings += OverlapTest.isMeeting(part) ? 1 : 0
      covered += part
    }

    static func + (one: Turn, other: Turn) -> Turn {
      Turn(meetings: one.meetings + other.meetings, covered: one.covered + other.covered)
    }
  }

  private static let turns = 509
  private static let draws = 9999

  /// The share of all windows' stretches that meet the cause.
  package let share: Double
  /// The share to be expected by chance: the mean over all turns.
  package let chance: Double
  /// What chance exceeds once in 40 draws.
  package let chanceHigh: Double
  /// The one-sided p value: how often draws covered as much as was observed, (k + 1)/(N + 1) (Phipson and Smyth, "Permutation p-values
  /// should never be zero", 2010).
  package let pValue: Double

  /// Tests windows that are independent of each other; nil without a stretch. `seed` decides the draws.
  package init?(_ windows: [Window], seed: UInt64) {
    let count = Double(windows.map(\.stretches.count).reduce(0, +))
    guard count > 0 else { return nil }
    let turns = windows.map(\.turns)
    let observed = turns.reduce(Turn()) { $0 + $1[0] }
    var generator = SeededGenerator(seed: seed, stream: "turns")
    let drawn = (0..<Self.draws).map { _ in
      turns.reduce(Turn()) { $0 + $1[generator.integer(in: 0...Self.turns - 1)] }
    }
    share = Double(observed.meetings) / count
    chance = Double(turns.joined().reduce(0) { $0 + $1.meetings }) / Double(Self.turns) / count
    chanceHigh = (drawn.map { Double($0.meetings) }.quantile(0.975) ?? 0) / count
    pValue = Double(drawn.count { $0.covered >= observed.covered } + 1) / Double(Self.draws + 1)
  }

  private static func isMeeting(_ part: Double) -> Bool { part >= 0.1 }
}
