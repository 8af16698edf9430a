import Orchestration
import Record

/// What was asked of the latency half of `compare`.
struct LatencyRequest: Sendable {
  private let shares: [Double]?
  private let rates: [Double]?
  private let arrivals: Plan.Latency.Arrivals
  private let durationSeconds: Double
  private let warmupSeconds = 0.25

  /// Reads the flags; nil when the half is left out. Throws a `UsageError` that names what is wrong.
  init?(_ arguments: Arguments) throws {
    let words = try arguments.list(CompareFlags.rate)
    let spread = try arguments.choice(CompareFlags.arrivals)
    let seconds = try arguments.number(CompareFlags.latencyDuration, in: 0.05...3600)
    guard !arguments.has(CompareFlags.noLatency) else {
      guard words == nil, spread == nil, seconds == nil else {
        throw UsageError("--no-latency leaves out what --rate, --arrivals and --latency-duration are about")
      }
      return nil
    }
    (shares, rates) = try Self.rates(words ?? ["50%", "80%"])
    arrivals = spread.flatMap { .init(rawValue: $0) } ?? .constant
    durationSeconds = seconds ?? 0.25
  }

  /// Either all are shares, written with a percent sign, or all are requests per second.
  private static func rates(_ words: [String]) throws -> (shares: [Double]?, rates: [Double]?) {
    let numbers = words.compactMap { Double($0.hasSuffix("%") ? String($0.dropLast()) : $0) }
    let areShares = words.allSatisfy { $0.hasSuffix("%") }
    let range = areShares ? 1...1000.0 : 1...1_000_000.0
    guard numbers.count == words.count, areShares || !words.contains(where: { $0.hasSuffix("%") }),
      numbers.allSatisfy(range.contains)
    else {
      throw UsageError(
        "--rate wants requests per second, e.g. --rate 1000,2000, or shares of the slowest framework's capacity, "
          + "e.g. --rate 50%,80%, not `\(words.joined(separator: ","))`")
    }
    let sorted = numbers.sorted()
    return areShares ? (sorted.map { $0 / 100 }, nil) : (nil, sorted)
  }

  /// How many rates there are for each workload.
  var levels: Int { (shares ?? rates ?? []).count }

  /// The half for a plan, of `rounds` blocks at the most.
  func plan(rounds: Int, participants: [String], workloads: [String], seed: UInt64) -> Plan.Latency {
    Plan.Latency(
      shares: shares, rates: rates, arrivals: arrivals, warmupSeconds: warmupSeconds,
      durationSeconds: durationSeconds, rounds: rounds,
      schedule: Schedule.blocks(
        rounds: rounds, frameworks: participants, workloads: workloads, seed: seed, stream: "latency schedule"
      ))
  }
}
