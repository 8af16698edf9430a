import LoadEngine
import Record
import Statistics

extension Selftest.Part {
  /// Coordinated omission: a server that stalls cannot hide it from an open loop, but does from a closed one.
  static let omission = Self(
    name: "omission",
    summary: """
      A server takes 20 µs per request and stalls for the first 150 ms of every second. In an open loop \
      every request counts from when it was due, so its percentiles must be those computed from the \
      schedule, within 2 % or 0.2 ms of a stamp's error. A closed loop sends nothing while it waits: each \
      stall delays one request per connection instead of all that were due, and its p99 says nothing of a \
      server that stands still for a seventh of the time. Medians of several quiet windows.
      """
  ) { bench in
    var checks: [SelftestReport.Check] = []
    for rate in [1000.0, 10_000] { checks += try await openLoop(bench, rate: rate) }
    return checks + [try await closedLoop(bench)]
  }

  static let stallingServer = ServerBehaviour(
    serviceNanoseconds: [20_000], stall: .init(period: 1_000_000_000, length: 150_000_000))

  private static let percentiles = [50, 90, 99, 99.9]
  private static let connections = 64

  /// The percentiles of an open loop at `rate` requests per second.
  private static func openLoop(_ bench: SelftestBench, rate: Double) async throws -> [SelftestReport.Check] {
    let (windows, seconds) = (bench.isQuick ? 3 : 7, bench.seconds(quick: 2, full: 4))
    let (measured, _) = try await bench.serving(stallingServer) { place in
      try await bench.quiet(windows, seconds: seconds) {
        try await bench.watchedLoad(
          place, stallingServer, connections: connections, rate: rate, seconds: seconds
        ).with(truthOf: stallingServer, at: place, rate: rate, seconds: seconds)
      }
    }
    return percentiles.map { percent in
      check(
        "open loop, \(rateText(rate)), p\(percentText(percent))", measured, percent,
        tolerance: { Tolerance.around($0, share: 0.02) })
    }
  }

  /// The median window of a percentile against its truth.
  static func check(
    _ name: String, _ windows: QuietWindows<OpenLoopWindow>, _ percent: Double,
    tolerance: (UInt64) -> ClosedRange<Double>
  ) -> SelftestReport.Check {
    let pairs = windows.values.compactMap { window -> PercentileWindows.Window? in
      guard let seen = window.latency.percentile(percent), let truth = window.truth.percentile(percent)
      else { return nil }
      return (seen, truth)
    }
    guard let median = PercentileWindows.median(pairs), pairs.count == windows.values.count else {
      return SelftestReport.Check(
        name, .nanoseconds, seen: .infinity, expected: 0...0, detail: "a window without an answer",
        in: windows)
    }
    return SelftestReport.Check(
      name, .nanoseconds, seen: Double(median.seen), expected: tolerance(median.truth),
      detail: pairs.count > 1 ? "median of \(pairs.count) windows" : nil, in: windows)
  }

  /// What the same server's p99 looks like to a closed loop: at most a tenth of the truth.
  private static func closedLoop(_ bench: SelftestBench) async throws -> SelftestReport.Check {
    let connections = 8
    let seconds = bench.seconds(quick: 2, full: 4)
    let (windows, _) = try await bench.serving(stallingServer) { place in
      try await bench.quiet(1, seconds: seconds) {
        try await bench.watchedLoad(place, stallingServer, connections: connections, seconds: seconds)
      }
    }
    let result = windows.values[0]
    let truth = ServiceTimeline.truth(of: stallingServer, epoch: 0, rate: 1000, seconds: seconds, from: 0)
    return SelftestReport.Check(
      "closed loop, p99 omits the stall", .nanoseconds,
      seen: result.latency.percentile(99).map { Double($0) } ?? .infinity,
      expected: 0...Double(truth.percentile(99) ?? 0) / 10,
      detail:
        "\(connections) connections: of \(result.answered) requests at most \(connections) met each stall, "
        + "because none was sent while it lasted",
      in: windows)
  }

  static func rateText(_ rate: Double) -> String {
    rate < 1000 ? "\(Int(rate))/s" : "\(Int(rate / 1000)),000/s"
  }

  static func percentText(_ percent: Double) -> String {
    percent == percent.rounded() ? "\(Int(percent))" : "\(percent)"
  }
}

/// The latencies of a window, and what they must be by the server's timeline, ascending.
struct OpenLoopWindow: Sendable {
  let latency: Histogram
  let truth: [UInt64]
}

extension Watched<LoadResult> {
  /// The window beside the truth of it.
  func with(
    truthOf behaviour: ServerBehaviour, at place: CalibratedServer.Place, rate: Double, seconds: Double
  ) -> Watched<OpenLoopWindow> {
    let truth = ServiceTimeline.truth(
      of: behaviour, epoch: place.epoch, rate: rate, seconds: seconds, from: value.windowStartNanoseconds)
    return map { OpenLoopWindow(latency: $0.latency, truth: truth) }
  }
}
