import LoadEngine
import Record

extension Selftest.Part {
  /// No request is lost, invented or counted twice.
  static let counts = Self(
    name: "counts",
    summary: """
      Every request that was sent is answered, failed or unfinished, and the server counted as many itself: \
      requests that one of the two knows and the other does not must be none, in closed and open loops, \
      however many the connections.
      """
  ) { bench in
    var checks: [SelftestReport.Check] = []
    for connections in bench.isQuick ? [1, 64, 1000] : [1, 64, 1000, BothEnds.most(10_000)] {
      for rate in [nil, 2000.0] { checks.append(try await check(bench, connections, rate)) }
    }
    return checks
  }

  private static func check(_ bench: SelftestBench, _ connections: Int, _ rate: Double?) async throws
    -> SelftestReport.Check
  {
    let loop = rate.map { "open loop, \(rateText($0))" } ?? "closed loop"
    let name = "\(loop), \(connections) connection\(connections == 1 ? "" : "s")"
    if let shortage = BothEnds.shortage(for: connections) { return .notRun(name, shortage) }
    let (result, counts) = try await bench.serving(ServerBehaviour()) { place in
      try await bench.load(
        place, connections: connections, rate: rate, seconds: bench.seconds(quick: 0.5, full: 1))
    }
    let again = result.resent == 0 ? "" : ", \(result.resent) sent again"
    return SelftestReport.Check(
      name, .count, seen: Double(unaccounted(result, counts)), expected: 0...0,
      detail: "\(result.sent) sent, \(result.answered) answered, \(result.errors.total) errors, "
        + "\(result.unfinished) unfinished\(again); the server counted \(counts.received) and \(counts.answered)"
    )
  }

  /// Requests that do not add up: within the engine's ledger, or between it and the server. Errors and
  /// unfinished ones are between the two when the server has answered them, or has not seen them; one that was sent again came twice;
  /// without any answer, nothing adds up.
  static func unaccounted(_ result: LoadResult, _ counts: CalibratedServer.Counts) -> Int {
    let ledger = abs(result.sent - result.answered - result.errors.total - result.unfinished)
    let server = abs(result.sent + result.resent - counts.received) + abs(result.answered - counts.answered)
    return max(ledger + server, result.answered == 0 ? 1 : 0)
  }
}
