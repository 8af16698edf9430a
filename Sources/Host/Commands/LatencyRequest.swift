import Orchestration
import Record

/// What was asked of the latency half of `compare`.
struct LatencyRequest: Sendable {
  private let rates: RateLevels
  private let arrivals: Plan.Latency.Arrivals
  private let durationSeconds: Double
  private let warmupSeconds = 0.25

  /// Reads the flags; nil when the half is left out. Throws a `UsageError` that names what is wrong.
  init?(_ arguments: Arguments) throws {
    guard !arguments[CompareFlags.noLatency] else {
      let about: [any CommandFlag] = [
        CompareFlags.rate, CompareFlags.arrivals, CompareFlags.latencyDuration,
      ]
      guard !about.contains(where: arguments.isGiven) else {
        throw UsageError("--no-latency leaves out what --rate, --arrivals and --latency-duration are about")
      }
      return nil
    }
    rates = try arguments[CompareFlags.rate]
    arrivals = try arguments[CompareFlags.arrivals]
    durationSeconds = try arguments[CompareFlags.latencyDuration]
  }

  /// How many rates there are for each workload.
  var levels: Int { rates.count }

  /// The half for a plan, of `rounds` blocks at the most.
  func plan(rounds: Int, participants: [String], workloads: [String], seed: UInt64) -> Plan.Latency {
    let (shares, absolute): ([Double]?, [Double]?) =
      switch rates {
      case .shares(let shares): (shares, nil)
      case .perSecond(let rates): (nil, rates)
      }
    return Plan.Latency(
      shares: shares, rates: absolute, arrivals: arrivals, warmupSeconds: warmupSeconds,
      durationSeconds: durationSeconds, rounds: rounds,
      schedule: Schedule.blocks(
        rounds: rounds, frameworks: participants, workloads: workloads, seed: seed, stream: "latency schedule"
      ))
  }
}

/// The rates that are offered to all frameworks alike, ascending.
enum RateLevels: Equatable, Sendable {
  /// Shares of the slowest framework's capacity under the workload; 0.5 is typed as `50%`.
  case shares([Double])
  /// Requests per second.
  case perSecond([Double])

  /// How many there are.
  var count: Int {
    switch self {
    case .shares(let values), .perSecond(let values): values.count
    }
  }

  /// Either all are shares, written with a percent sign, or all are requests per second.
  static let notation = Notation<RateLevels>(write: \.text) { text, flag in
    let words = try Notation.names.read(text, flag)
    let areShares = words.allSatisfy { $0.hasSuffix("%") }
    let range = areShares ? 1...1000.0 : 1...1_000_000.0
    let numbers = words.compactMap { Double(areShares ? String($0.dropLast()) : $0) }.filter(range.contains)
    guard numbers.count == words.count else {
      throw UsageError(
        "\(flag) wants requests per second, e.g. \(flag) 1000,2000, or shares of the slowest framework's capacity, "
          + "e.g. \(flag) 50%,80%, not `\(text)`")
    }
    let sorted = numbers.sorted()
    return areShares ? .shares(sorted.map { $0 / 100 }) : .perSecond(sorted)
  }

  private var text: String {
    switch self {
    case .shares(let shares): shares.map { Decimal.text($0 * 100) + "%" }.joined(separator: ",")
    case .perSecond(let rates): rates.map(Decimal.text).joined(separator: ",")
    }
  }
}
