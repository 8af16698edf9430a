import Analysis
import Orchestration
import Record
import SeededRandom
import Statistics

extension Selftest.Part {
  /// The same app under two names differs as often as chance allows.
  static let falseAlarms = Self(
    name: "false-alarms",
    summary: """
      A/A: the same app under two names in many comparisons of \(PairedTrial.blocks) short interleaved blocks, each \
      judged as `compare` judges a family of one. The test must reject at .05 as often as chance lets it: the \
      range leaves 2.5 % of the binomial distribution on either side. What disturbs one name disturbs the \
      other, so this is judged on any machine. With --quick, and without a prepared Python, the app is a \
      server of our own; otherwise a real one in fresh processes.
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
    let seconds = bench.seconds(quick: 0.04, full: 0.1)
    let server = ServerBehaviour(serviceNanoseconds: [50_000], isBusy: true)
    var random = SeededGenerator(seed: bench.seed, stream: "false alarms")
    let trials = try await bench.serving(server) { a in
      try await bench.serving(server) { b in
        let windows = [a, b].map { place in
          { try await bench.load(place, connections: 4, seconds: seconds).requestsPerSecond }
        }
        var trials: [PairedTrial] = []
        for _ in 0..<(bench.isQuick ? 40 : 100) {
          var blocks: [[Double]] = []
          for _ in 0..<PairedTrial.blocks {
            blocks.append(try await Interleaving.block(of: windows, using: &random))
          }
          if let trial = PairedTrial(blocks: blocks, seed: random.next()) { trials.append(trial) }
        }
        return trials
      }.value
    }.value
    return check("the built-in server", trials)
  }

  private static func realApps(_ bench: SelftestBench, _ apps: SelftestApps) async throws
    -> SelftestReport.Check
  {
    let runs = 20
    var trials: [PairedTrial] = []
    for run in 0..<runs {
      bench.note("  A/A run \(run + 1) of \(runs)")
      let pairs = SelftestApps.Pairs(
        blocks: PairedTrial.blocks, warmupSeconds: 0.5, windowSeconds: 0.15, seed: bench.seed &+ UInt64(run))
      trials += try await apps.comparisons(pairs, on: bench)
    }
    return check(apps.name, trials)
  }

  /// How many of the trials reject, against what chance allows.
  static func check(_ app: String, _ trials: [PairedTrial]) -> SelftestReport.Check {
    let name = "rejections at .05, \(app)"
    guard !trials.isEmpty else {
      return SelftestReport.Check(
        name, .count, seen: .infinity, expected: 0...0, detail: "no comparison had an answer in every window")
    }
    let range = BinomialDistribution(trials: trials.count, probability: BlocksAdvice.alpha).range()
    return SelftestReport.Check(
      name, .count, seen: Double(trials.count(where: \.isRejected)),
      expected: Double(range.lowerBound)...Double(range.upperBound),
      detail: "of \(trials.count) comparisons of \(PairedTrial.blocks) blocks")
  }
}
