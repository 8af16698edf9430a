import Analysis
import LoadEngine
import Orchestration
import Record
import SeededRandom
import Statistics

extension Selftest.Part {
  /// The same app under two names differs as often as chance allows.
  static let falseAlarms = Self(
    name: "false-alarms",
    summary: """
      A/A: the same app under two names in many comparisons of short interleaved blocks, analysed as \
      `compare` does. The test must reject at .05 as often as chance lets it: the range leaves 2.5 % of the \
      binomial distribution on either side. With --quick, and without a prepared Python, the app is a server \
      of our own; otherwise a real one in fresh processes.
      """
  ) { bench in
    if !bench.isQuick, let apps = bench.apps {
      do { return [try await realApps(bench, apps)] } catch let error as any AppFailure {
        let reason = "no real app: \(error.failure.reason)"
        return [.notRun("rejections at .05, real apps", reason), try await ownServer(bench)]
      }
    }
    return [try await ownServer(bench)]
  }

  /// Comparisons of two servers of ours, which are the same.
  private static func ownServer(_ bench: SelftestBench) async throws -> SelftestReport.Check {
    let (comparisons, blocks) = bench.isQuick ? (40, 8) : (100, 10)
    let seconds = bench.seconds(quick: 0.04, full: 0.1)
    let server = ServerBehaviour(serviceNanoseconds: [50_000], isBusy: true)
    let trials = try await PairOfServers(server, server).trials(
      comparisons, blocks: blocks, seconds: seconds, on: bench)
    return check("the built-in server", trials, blocks: blocks)
  }

  private static func realApps(_ bench: SelftestBench, _ apps: SelftestApps) async throws
    -> SelftestReport.Check
  {
    let (runs, blocks) = (20, 8)
    var trials: [PairedTrial] = []
    for run in 0..<runs {
      bench.note("  A/A run \(run + 1) of \(runs)")
      trials += try await apps.trials(blocks: blocks, seed: bench.seed &+ UInt64(run), cpus: bench.cpus)
    }
    return check(apps.name, trials, blocks: blocks)
  }

  /// How many of the trials reject, against what chance allows.
  static func check(_ app: String, _ trials: [PairedTrial], blocks: Int) -> SelftestReport.Check {
    let name = "rejections at .05, \(app)"
    guard !trials.isEmpty else {
      return SelftestReport.Check(
        name, .count, seen: .infinity, expected: 0...0, detail: "no comparison had an answer in every window")
    }
    let range = BinomialDistribution(trials: trials.count, probability: BlocksAdvice.alpha).range()
    return SelftestReport.Check(
      name, .count, seen: Double(trials.count(where: \.isRejected)),
      expected: Double(range.lowerBound)...Double(range.upperBound),
      detail: "of \(trials.count) comparisons of \(blocks) blocks")
  }
}

/// Two servers of ours, of which one at a time is loaded.
struct PairOfServers {
  private let a: ServerBehaviour
  private let b: ServerBehaviour
  /// Whether windows that other programs disturbed are measured again.
  private let quietly: Bool

  init(_ a: ServerBehaviour, _ b: ServerBehaviour, quietly: Bool = false) {
    self.a = a
    self.b = b
    self.quietly = quietly
  }

  private func window(
    _ place: CalibratedServer.Place, _ seconds: Double, _ bench: SelftestBench
  ) async throws -> LoadResult {
    guard quietly else { return try await bench.load(place, connections: 4, seconds: seconds) }
    return try await bench.quietLoads(1, place, connections: 4, seconds: seconds)[0]
  }

  /// `count` trials of `a` over `b`, each of `blocks` blocks with windows of so many `seconds`; fewer when
  /// windows had no answer.
  func trials(
    _ count: Int, blocks: Int, seconds: Double, on bench: SelftestBench
  ) async throws -> [PairedTrial] {
    var random = SeededGenerator(seed: bench.seed, stream: "trials")
    return try await bench.serving(a) { first in
      try await bench.serving(b) { second in
        var trials: [PairedTrial] = []
        for _ in 0..<count {
          let windows = [first, second].map { place in
            { try await window(place, seconds, bench).requestsPerSecond }
          }
          let values = try await Interleaving.values(of: windows, blocks: blocks, using: &random)
          if let trial = PairedTrial(values[0], over: values[1], seed: random.next()) { trials.append(trial) }
        }
        return trials
      }.value
    }.value
  }
}
