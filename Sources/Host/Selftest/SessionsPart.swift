import Glibc
import LoadEngine
import Record
import Statistics

extension Selftest.Part {
  /// Users are there when they should be, and their times count from when they were due.
  static let sessions = Self(
    name: "sessions",
    summary: """
      A server takes 20 µs per request and is frozen for a second of every three. Flows that are due evenly, and \
      those of users who keep a pace, count from when they were due, so their percentiles must be those computed \
      from the schedule, within 2 %. The number of users must be the planned one in every second, within 1 on \
      average, however it changes. Pauses must be spread as they are drawn: their means within 1 % or what so many \
      draws can be off by, and no further from the distribution than one in a hundred such samples is (Kolmogorov and Smirnov).
      """
  ) { bench in
    var checks = try await openFlows(bench) + pacedFlows(bench)
    checks += try await patterns(bench)
    for spread in PauseSpread.all { checks += try await pauses(bench, spread) }
    return checks
  }

  private static let frozenServer = ServerBehaviour(
    serviceNanoseconds: [20_000], stall: .init(period: 3_000_000_000, length: 1_000_000_000))

  /// A request, and a pause before it.
  private static func program(pause: Program.Draw? = nil) -> Program {
    let request = Program.Request(
      method: "GET", target: [.bytes([UInt8(ascii: "/")])],
      fields: [.bytes(Array("Host: selftest\r\n".utf8))],
      body: nil, accepted: [200], isIdempotent: true, step: 0)
    return Program(
      flows: [.init(name: "flow", start: 0)], steps: [.init(name: "get", flow: 0)], requests: [request],
      code: (pause.map { [.pause($0)] } ?? []) + [.send(0), .end(.flow)], variables: [20, 40, 20],
      userIndex: 0,
      userKey: 1, iteration: 2)
  }

  private static func plan(_ model: SessionPlan.Model) -> SessionPlan {
    var plan = SessionPlan(model, seed: 1)
    plan.tick = 0
    return plan
  }

  // MARK: Times

  /// Flows that are due evenly.
  private static func openFlows(_ bench: SelftestBench) async throws -> [SelftestReport.Check] {
    let rate = 400.0
    var plan = plan(.open(Arrivals(.constant(rate))))
    plan.iterations = .init(.constant(1))
    return try await frozen(bench, "open flows, \(rateText(rate))", plan, connections: 600) {
      ServiceTimeline.truth(of: frozenServer, epoch: $0, rate: rate, seconds: $2, from: $1)
    }
  }

  /// Flows of users who keep a pace: who was held up catches up.
  private static func pacedFlows(_ bench: SelftestBench) async throws -> [SelftestReport.Check] {
    let (users, pace) = (50, 0.25)
    var plan = plan(.closed(.constant(users)))
    plan.pace = pace
    return try await frozen(bench, "\(users) users, each \(Int(pace * 1000)) ms", plan, connections: users) {
      ServiceTimeline.truth(of: frozenServer, epoch: $0, users: users, pace: pace, seconds: $2, from: $1)
    }
  }

  private static func frozen(
    _ bench: SelftestBench, _ name: String, _ plan: SessionPlan, connections: Int,
    truth: @Sendable (_ epoch: UInt64, _ start: UInt64, _ seconds: Double) -> [UInt64]
  ) async throws -> [SelftestReport.Check] {
    let seconds = 3.0
    let (windows, _) = try await bench.serving(frozenServer) { place in
      try await bench.quiet(bench.isQuick ? 1 : 5, seconds: seconds) {
        try await bench.watchedUsers(
          place, frozenServer, program(), plan, connections: connections, seconds: seconds
        ).map {
          OpenLoopWindow(
            latency: $0.sessions?.flows[0].active ?? Histogram(),
            truth: truth(place.epoch, $0.windowStartNanoseconds, seconds))
        }
      }
    }
    return [90, 99].map { percent in
      check("\(name), p\(percentText(percent))", windows, percent) { Tolerance.around($0, share: 0.02) }
    }
  }

  // MARK: Users

  /// How many users are there, second by second.
  private static func patterns(_ bench: SelftestBench) async throws -> [SelftestReport.Check] {
    let length = bench.isQuick ? 2.0 : 5
    let wave = (0..<32).map { index in
      func users(_ share: Double) -> Double { 20 + 10 * (1 - cos(2 * .pi * share)) }
      return RateProfile.Piece(
        seconds: length / 32, from: users(Double(index) / 32), to: users(Double(index + 1) / 32))
    }
    let patterns: [(String, [RateProfile.Piece])] = [
      ("ramp-up", [.init(seconds: length, from: 0, to: 40)]),
      ("sustained", [.init(seconds: length, from: 20, to: 20)]),
      (
        "spike", [.init(seconds: length / 2, from: 10, to: 10), .init(seconds: length / 2, from: 60, to: 60)]
      ),
      ("wave", wave),
      (
        "custom", [.init(seconds: length / 2, from: 5, to: 50), .init(seconds: length / 2, from: 50, to: 10)]
      ),
    ]
    var checks: [SelftestReport.Check] = []
    for (name, pieces) in patterns {
      let profile = UserProfile(pieces)
      var plan = plan(.closed(profile))
      plan.phaseEnds = (1..<Int(length)).map(Double.init)
      let users = plan
      let (windows, _) = try await bench.serving(ServerBehaviour(serviceNanoseconds: [20_000])) { place in
        try await bench.quiet(1, seconds: length) {
          try await bench.watchedUsers(
            place, ServerBehaviour(), program(pause: .init(.constant(0.01))), users,
            connections: profile.most, seconds: length)
        }
      }
      checks.append(check(name, profile, windows))
    }
    return checks
  }

  /// The second in which the number of users was the furthest from the plan.
  private static func check(
    _ name: String, _ profile: UserProfile, _ windows: QuietWindows<LoadResult>
  ) -> SelftestReport.Check {
    let seconds = windows.values[0].sessions?.phases ?? []
    let distances = seconds.enumerated().map { second, figures in
      // Somebody is in a seat while the number is above it.
      let planned = (0..<1000).reduce(0.0) {
        $0 + profile.users(at: Double(second) + (Double($1) + 0.5) / 1000).rounded(.up) / 1000
      }
      return abs(Double(figures.userNanoseconds) / 1e9 - planned)
    }
    return SelftestReport.Check(
      "users, \(name)", .count, seen: distances.max() ?? .infinity, expected: 0...1,
      detail: "the furthest from the plan of \(seconds.count) seconds")
  }

  // MARK: Pauses

  /// How pauses are spread, in seconds.
  private struct PauseSpread {
    let name: String
    let distribution: Program.Distribution
    let (mean, deviation): (Double, Double)
    /// The probability of a shorter one.
    let lower: @Sendable (Double) -> Double

    static let all = [
      PauseSpread(
        name: "uniform", distribution: .uniform(0.1, 0.4), mean: 0.25, deviation: 0.3 / 12.0.squareRoot(),
        lower: { min(1, max(0, ($0 - 0.1) / 0.3)) }),
      PauseSpread(
        name: "exponential", distribution: .exponential(mean: 0.25), mean: 0.25, deviation: 0.25,
        lower: { 1 - exp(-$0 / 0.25) }),
      PauseSpread(
        name: "normal", distribution: .normal(mean: 0.25, deviation: 0.05), mean: 0.25, deviation: 0.05,
        lower: { NormalDistribution().upperTail((0.25 - $0) / 0.05) }),
      PauseSpread(
        name: "lognormal", distribution: .lognormal(median: 0.2, sigma: 0.5), mean: 0.2 * exp(0.125),
        deviation: 0.2 * exp(0.125) * (exp(0.25) - 1).squareRoot(),
        lower: { NormalDistribution().upperTail(log(0.2 / $0) / 0.5) }),
    ]
  }

  private static func pauses(_ bench: SelftestBench, _ spread: PauseSpread) async throws
    -> [SelftestReport.Check]
  {
    let (users, seconds) = (1250, bench.seconds(quick: 2, full: 10))
    // The same draws in every run: what is judged is the engine, and not luck.
    let plan = plan(.closed(.constant(users)))
    let (windows, _) = try await bench.serving(ServerBehaviour(serviceNanoseconds: [20_000])) { place in
      try await bench.quiet(1, seconds: seconds) {
        try await bench.watchedUsers(
          place, ServerBehaviour(), program(pause: .init(spread.distribution)), plan, connections: users,
          seconds: seconds, isAsleep: true)
      }
    }
    guard let flow = windows.values[0].sessions?.flows[0], let elapsed = flow.elapsed.mean,
      let active = flow.active.mean
    else {
      return [
        .init(
          "pauses, \(spread.name)", .count, seen: .infinity, expected: 0...0, detail: "no flow", in: windows)
      ]
    }
    let count = Double(flow.elapsed.count)
    // What the mean of so many draws exceeds in one of a hundred samples.
    let share = max(0.01, 2.576 * spread.deviation / spread.mean / count.squareRoot())
    let mean = (elapsed - active) / 1e9 / spread.mean
    return [
      .init(
        "pauses, \(spread.name), mean", .ratio, seen: mean, expected: 1 - share...1 + share,
        detail: "of the drawn distribution's; \(flow.elapsed.count) pauses", in: windows),
      .init(
        "pauses, \(spread.name), distance", .ratio, seen: flow.elapsed.distance(from: spread.lower),
        // The 1 % point of Smirnov's distribution for many values (1948).
        expected: 0...1.628 / count.squareRoot(), detail: "the largest between both distributions",
        in: windows),
    ]
  }
}

extension Histogram {
  /// The largest distance of these values, which are nanoseconds, from a distribution over seconds.
  fileprivate func distance(from lower: (Double) -> Double) -> Double {
    var (below, largest) = (0.0, 0.0)
    for entry in entries {
      let truth = lower(Double(entry.lowestValue) / 1e9)
      largest = max(largest, abs(truth - below / Double(count)))
      below += Double(entry.count)
    }
    return largest
  }
}

extension ServiceTimeline {
  /// The latencies, ascending, of flows of one request each, of which each of so many users has one due each `pace` seconds from `start`
  /// on, and begins it when the one before is over, in a window of `seconds`.
  fileprivate static func truth(
    of behaviour: ServerBehaviour, epoch: UInt64, users: Int, pace: Double, seconds: Double,
    from start: UInt64
  ) -> [UInt64] {
    var timeline = ServiceTimeline(behaviour, epoch: epoch)
    let end = start + UInt64(seconds * 1e9)
    var (next, ready) = ([Int](repeating: 0, count: users), [UInt64](repeating: start, count: users))
    var latencies: [UInt64] = []
    func due(_ user: Int) -> UInt64 { start + UInt64(Double(next[user]) * pace * 1e9) }
    func begin(_ user: Int) -> UInt64 { max(due(user), ready[user]) }
    while let user = (0..<users).min(by: { begin($0) < begin($1) }), begin(user) < end {
      ready[user] = timeline.finish(ofArrival: begin(user))
      latencies.append(ready[user] - due(user))
      next[user] += 1
    }
    return latencies.sorted()
  }
}
