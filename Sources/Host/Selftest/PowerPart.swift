import Analysis
import LoadEngine
import Orchestration
import Record
import SeededRandom
import Statistics

extension Selftest.Part {
  /// Differences that are there are found.
  static let power = Self(
    name: "power",
    summary: """
      An app, and the same app with 5 % more work, because a thread of ours takes that part of its processor \
      whenever it works: of \(comparisons) comparisons of \(PairedTrial.blocks) blocks, each measured as `compare` does, and \
      judged as it judges a family of one, with the default margin of 3 %, at least 80 % must say that it is \
      slower; 3 % more must be found with twice the blocks. With --quick, and without a prepared Python, the app \
      is a server of our own that works 400 µs for each request, and 5 % longer, and windows that are disturbed \
      are measured again, at most twice. Where fewer are found, only comparisons whose windows were all quiet count \
      against the instrument.
      """
  ) { bench in
    if !bench.isQuick, let apps = bench.apps {
      do {
        return [
          try await realApps(bench, apps, percent: 5, blocks: PairedTrial.blocks),
          try await realApps(bench, apps, percent: 3, blocks: 2 * PairedTrial.blocks),
        ]
      } catch let error as any AppFailure {
        let reason = "no real app: \(error.failure.reason)"
        return [.notRun("found, real apps", reason), try await ownServer(bench)]
      }
    }
    return [try await ownServer(bench)]
  }

  private static let comparisons = 20

  /// How often a server of ours is found that takes 5 % longer.
  private static func ownServer(_ bench: SelftestBench) async throws -> SelftestReport.Check {
    let seconds = bench.seconds(quick: 0.1, full: 0.3)
    let usual = ServerBehaviour(serviceNanoseconds: [400_000], isBusy: true)
    let longer = ServerBehaviour(serviceNanoseconds: [420_000], isBusy: true)
    var random = SeededGenerator(seed: bench.seed, stream: "power")
    let trials = try await bench.serving(longer) { a in
      try await bench.serving(usual) { b in
        let windows = [a, b].map { place in
          {
            try await bench.watchedLoad(place, connections: 4, seconds: seconds).map(\.requestsPerSecond)
          }
        }
        var trials: [Watched<PairedTrial?>] = []
        for _ in 0..<(bench.isQuick ? comparisons / 2 : comparisons) {
          let (count, seed) = (PairedTrial.blocks, random.next())
          let blocks = try await bench.quiet(count, needed: count, seconds: 2 * seconds) {
            Watched(try await Interleaving.block(of: windows, using: &random))
          }
          trials.append(Watched(blocks.chosen).map { PairedTrial(blocks: $0, seed: seed) })
        }
        return trials
      }.value
    }.value
    return check("the built-in server +5 %", trials, "\(PairedTrial.blocks) blocks of \(seconds) s")
  }

  private static let windowSeconds = 1.5

  /// How often a real app is found whose processor is taxed.
  private static func realApps(
    _ bench: SelftestBench, _ apps: SelftestApps, percent: Int, blocks: Int
  ) async throws -> SelftestReport.Check {
    var trials: [Watched<PairedTrial?>] = []
    while trials.count < comparisons {
      let pairs = SelftestApps.Pairs(
        blocks: blocks, warmupSeconds: 1, windowSeconds: windowSeconds, slowdown: Double(percent) / 100,
        seed: bench.seed &+ UInt64(trials.count))
      let run = try await bench.watched { (try await apps.comparisons(pairs, on: bench), nil) }
      trials += run.value.map { Watched($0, run.disturbance) }
      let found = trials.count { $0.value?.verdict == .slower }
      bench.note("  +\(percent) %: \(trials.count) of \(comparisons) comparisons, \(found) found")
    }
    let name = "\(apps.name) +\(percent) %"
    return check(name, Array(trials.prefix(comparisons)), "\(blocks) blocks of \(windowSeconds) s")
  }

  /// How many of the trials say slower; those without an answer do not. Where they are too few, nothing is said as long as the disturbed
  /// ones among the others could have been enough.
  static func check(_ name: String, _ trials: [Watched<PairedTrial?>], _ cost: String) -> SelftestReport.Check
  {
    let ratios = trials.compactMap { $0.value?.pairs.ratio }
    let missed = trials.filter { $0.value?.verdict != .slower }
    let found = trials.count - missed.count
    let needed = Int((0.8 * Double(trials.count)).rounded(.up))
    let range = ratios.min().flatMap { low in ratios.max().map { "\(rounded(low)) to \(rounded($0))" } }
    let isOpen = found < needed && trials.count - missed.count(where: \.isQuiet) >= needed
    return SelftestReport.Check(
      "found, \(name), \(cost)", .count, seen: Double(found),
      expected: Double(needed)...Double(trials.count),
      detail:
        "of \(trials.count) comparisons; throughput ratios \(range ?? "n/a")",
      on: .init(trials.map(\.disturbance)), isJudged: !isOpen)
  }
}
