import Analysis
import Record

/// How many blocks were asked of `compare`, and when it may end.
struct BlocksRequest: Sendable {
  /// The fewest blocks that a test is given, however small its family is.
  static let fewestAdvised = Comparison.roundsAdvised(pairs: 1, workloads: 1)

  private let rounds: Int?
  /// The most blocks that were asked for; nil: `usualMaximum`, unless something else needs more.
  private let maximum: Int?
  private let usualMaximum: Int
  private let budgetSeconds: Double
  private let isBudgetHard: Bool

  /// Reads the flags; throws a `UsageError` that names what is wrong.
  init(_ arguments: Arguments) throws {
    rounds = try arguments[CompareFlags.rounds]
    maximum = try arguments.given(CompareFlags.maxRounds)
    usualMaximum = try arguments[CompareFlags.maxRounds]
    budgetSeconds = try arguments[CompareFlags.timeBudget]
    isBudgetHard = arguments.isGiven(CompareFlags.timeBudget)
    if let rounds, let maximum, maximum < rounds {
      throw UsageError("--max-rounds \(maximum) is less than --rounds \(rounds)")
    }
  }

  /// The fewest and the most blocks of a half with so many conditions. `--rounds` alone is an exact number.
  func rounds(pairs: Int, conditions: Int) -> (minimum: Int, maximum: Int) {
    let advised = Comparison.roundsAdvised(pairs: pairs, workloads: conditions)
    let minimum = rounds ?? min(advised, maximum ?? advised)
    return (minimum, maximum ?? rounds ?? max(usualMaximum, minimum))
  }

  /// The rules of a plan whose halves have at least so many blocks. A budget that was given holds for all of them.
  func stopping(_ minimum: Int, _ minimumLatency: Int?) -> Plan.Stopping {
    Plan.Stopping(
      minimumRounds: minimum, minimumLatencyRounds: minimumLatency, timeBudgetSeconds: budgetSeconds,
      isHard: isBudgetHard)
  }
}
