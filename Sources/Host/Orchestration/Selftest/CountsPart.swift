import Glibc
import LoadEngine
import Platform
import Results

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
    for connections in bench.isQuick ? [1, 64, 1000] : [1, 64, 1000, most(10_000)] {
      for rate in [nil, 2000.0] { checks.append(try await check(bench, connections, rate)) }
    }
    return checks
  }

  private static func check(_ bench: SelftestBench, _ connections: Int, _ rate: Double?) async throws
    -> SelftestReport.Check
  {
    let loop = rate.map { "open loop, \(rateText($0))" } ?? "closed loop"
    let name = "\(loop), \(connections) connection\(connections == 1 ? "" : "s")"
    guard raiseDescriptorLimit(for: connections) else {
      return .notRun(
        name, "both ends need \(descriptors(for: connections)) open files; raise the limit with `ulimit -n`")
    }
    let (result, counts) = try await bench.serving(ServerBehaviour()) { place in
      try await bench.load(
        place, connections: connections, rate: rate, seconds: bench.seconds(quick: 0.5, full: 1))
    }
    return SelftestReport.Check(
      name, .count, seen: Double(unaccounted(result, counts)), expected: 0...0,
      detail: "\(result.sent) sent, \(result.answered) answered, \(result.errors.total) errors, "
        + "\(result.unfinished) unfinished; the server counted \(counts.received) and \(counts.answered)")
  }

  /// Requests that do not add up: within the engine's ledger, or between it and the server. Errors and
  /// unfinished ones are between the two when the server has answered them, or has not seen them; without any
  /// answer, nothing adds up.
  static func unaccounted(_ result: LoadResult, _ counts: CalibratedServer.Counts) -> Int {
    let ledger = abs(result.sent - result.answered - result.errors.total - result.unfinished)
    let server = abs(result.sent - counts.received) + abs(result.answered - counts.answered)
    return max(ledger + server, result.answered == 0 ? 1 : 0)
  }

  /// `wanted` connections, or as many as the hard limit of open files allows.
  private static func most(_ wanted: Int) -> Int {
    var limit = rlimit()
    getrlimit(limitKind, &limit)
    return min(wanted, max(1, (Int(clamping: limit.rlim_max) - descriptors(for: 0)) / 2))
  }

  /// Open files of both ends, with some to spare for what else is open.
  private static func descriptors(for connections: Int) -> Int { 2 * connections + 256 }

  private static var limitKind: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_NOFILE.rawValue) }

  /// Raises the soft limit of open files; false when the hard one does not allow it.
  private static func raiseDescriptorLimit(for connections: Int) -> Bool {
    do { return try DescriptorLimit.makeRoom(for: descriptors(for: connections)) == nil } catch {
      return false
    }
  }
}
