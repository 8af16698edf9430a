import Analysis
import Record

/// How many blocks were asked of `compare`, and when it may end.
struct BlocksRequest: Sendable {
  /// With the default windows and frameworks this ends `make compare` within 10 minutes.
  static let usualBudgetSeconds = 540.0
  private static let usualMaximum = 30

  private let rounds: Int?
  private let maximum: Int?
  private let budgetSeconds: Double?

  /// Reads the flags; throws a `UsageError` that names what is wrong.
  init(_ arguments: Arguments) throws {
    rounds = try arguments.integer(CompareFlags.rounds, in: 1...1000)
    maximum = try arguments.integer(CompareFlags.maxRounds, in: 1...1000)
    budgetSeconds = try arguments.number(CompareFlags.timeBudget, in: 1...604_800)
    if let rounds, let maximum, maximum < rounds {
      throw UsageError("--max-rounds \(maximum) is less than --rounds \(rounds)")
    }
  }

  /// The fewest and the most blocks of a half with so many conditions. `--rounds` alone is an exact number.
  func rounds(pairs: Int, conditions: Int) -> (minimum: Int, maximum: Int) {
    let advised = Comparison.roundsAdvised(pairs: pairs, workloads: conditions)
    let minimum = rounds ?? min(advised, maximum ?? advised)
    return (minimum, maximum ?? rounds ?? max(Self.usualMaximum, minimum))
  }

  /// The rules of a plan whose halves have at least so many blocks. A budget that was given holds for all of them.
  func stopping(_ minimum: Int, _ minimumLatency: Int?) -> Plan.Stopping {
    Plan.Stopping(
      minimumRounds: minimum, minimumLatencyRounds: minimumLatency,
      timeBudgetSeconds: budgetSeconds ?? Self.usualBudgetSeconds, isHard: budgetSeconds != nil)
  }
}
