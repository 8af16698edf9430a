import LoadEngine
import Record
import Statistics

extension Selftest.Part {
  /// An open loop offers what it was asked to.
  static let rates = Self(
    name: "rates",
    summary: """
      An open loop at a server that keeps up must send at the rate asked for, within 0.1 % on average over \
      the window. How late requests were written is shown beside it. Medians of several quiet windows.
      """
  ) { bench in
    var checks: [SelftestReport.Check] = []
    for rate in [1000.0, 10_000, 50_000] { checks.append(try await check(bench, rate)) }
    return checks
  }

  private static func check(_ bench: SelftestBench, _ rate: Double) async throws -> SelftestReport.Check {
    let (windows, seconds) = (bench.isQuick ? 3 : 5, bench.seconds(quick: 1, full: 3))
    let (results, _) = try await bench.serving(ServerBehaviour()) { place in
      try await bench.quiet(windows, seconds: seconds) {
        try await bench.watchedLoad(place, connections: 256, rate: rate, seconds: seconds)
      }
    }
    return check(rate, results)
  }

  /// The window with the median rate; of an even number of windows the lower one in the middle.
  static func check(_ rate: Double, _ windows: QuietWindows<LoadResult>) -> SelftestReport.Check {
    func seen(_ result: LoadResult) -> Double {
      Double(result.sent) / (Double(result.windowNanoseconds) / 1e9)
    }
    let ordered = windows.values.sorted { seen($0) < seen($1) }
    let name = "average over the window, \(rateText(rate))"
    let median = ordered[(ordered.count - 1) / 2]
    func lateness(_ percent: Double) -> String {
      median.lateness.percentile(percent).map { "\(($0 + 500) / 1000) µs" } ?? "n/a"
    }
    return SelftestReport.Check(
      name, .perSecond, seen: seen(median), expected: rate * 0.999...rate * 1.001,
      detail:
        "\(median.sent) sent, \(median.unsent) never; lateness p50 \(lateness(50)), p99 \(lateness(99))",
      in: windows)
  }
}
