import Analysis
import Record
import Statistics

extension Selftest.Part {
  /// Differences that are there are found.
  static let power = Self(
    name: "power",
    summary: """
      A server that works 400 µs for each request, against one that works 5 % longer: of many comparisons \
      with the default number of rounds at least 80 % must say that it is slower, with the default margin of \
      3 %. Without --quick the same for 3 % longer, with twice the rounds. A window that other programs \
      disturbed is measured again, at most twice.
      """
  ) { bench in
    let rounds = BlocksAdvice.usual
    let seconds = bench.seconds(quick: 0.1, full: 0.3)
    let trials = bench.isQuick ? 10 : 20
    let usual = try await check(bench, percent: 5, trials: trials, rounds: rounds, seconds: seconds)
    guard !bench.isQuick else { return [usual] }
    return [usual, try await check(bench, percent: 3, trials: trials, rounds: 2 * rounds, seconds: seconds)]
  }

  /// How often a server is found that takes so many percent longer.
  private static func check(
    _ bench: SelftestBench, percent: Int, trials: Int, rounds: Int, seconds: Double
  ) async throws -> SelftestReport.Check {
    let service: UInt64 = 400_000
    let usual = ServerBehaviour(serviceNanoseconds: [service], isBusy: true)
    let longer = ServerBehaviour(
      serviceNanoseconds: [service + service * UInt64(percent) / 100], isBusy: true)
    let done = try await PairOfServers(longer, usual, quietly: true).trials(
      trials, blocks: rounds, seconds: seconds, on: bench)
    return check("+\(percent) % service time", done, of: trials, rounds: rounds)
  }

  /// How many of `count` trials say slower; those without an answer do not.
  static func check(_ name: String, _ trials: [PairedTrial], of count: Int, rounds: Int)
    -> SelftestReport.Check
  {
    let ratios = trials.map(\.pairs.ratio)
    let range = ratios.min().flatMap { low in ratios.max().map { "\(rounded(low)) to \(rounded($0))" } }
    return SelftestReport.Check(
      "found, \(name), \(rounds) rounds", .count, seen: Double(trials.count { $0.verdict == .slower }),
      expected: (0.8 * Double(count)).rounded(.up)...Double(count),
      detail: "of \(count) comparisons; throughput ratios \(range ?? "n/a")")
  }
}
