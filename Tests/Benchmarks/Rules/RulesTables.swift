import Analysis
import Foundation
import Record
import SeededRandom

/// The whole procedure, from trials to verdicts, on runs whose truth is known.
struct RulesTables {
  let source: Residuals
  let runs: Int

  private static let blockCounts = [6, 8, 12]

  /// Runs in which nobody differs: blocks of the stored run without its cells' means are drawn with replacement, and in each it is drawn
  /// whose noise is whose. What a block did to several cells of a participant stays together; and nobody has a wild block of its own, which
  /// would be a difference.
  func printFalseAlarms() {
    Self.row([
      "family", "blocks", "a cell is better or worse", "an overall figure is", "the twin differs",
      "cells that are too noisy",
    ])
    Self.row(["---", "---:", "---:", "---:", "---:", "---:"])
    for blocks in Self.blockCounts {
      var random = SeededGenerator(seed: 1, stream: "false alarms")
      let simulated = SimulatedRun(like: source, blocks: blocks)
      var counts: [Key<Family>: Alarms] = [:]
      for _ in 0..<runs {
        let record = simulated.record(using: &random) { family, random in
          let block = random.element(of: source.blocks[family.id] ?? []) ?? [:]
          let names = source.plan.participants.map(\.id)
          let others = Dictionary(uniqueKeysWithValues: zip(names, random.shuffled(names)))
          return { cell in others[cell.participant].flatMap { block[cell.of($0)] } }
        }
        for family in Comparison(of: record).families { counts[family.family, default: Alarms()].add(family) }
      }
      for family in source.plan.families {
        guard let alarms = counts[family.id] else { continue }
        Self.row(
          ["\(family.title)", "\(blocks)"]
            + [alarms.cells, alarms.overall, alarms.twin].map { Self.share($0, of: runs) }
            + [Self.share(alarms.noisyPairs, of: alarms.pairs)])
      }
    }
  }

  /// Runs in which the participant that was named last is better than the others by so much under every condition of the first family,
  /// and ratios have normal noise.
  func printPower() {
    Self.row(["effect", "noise of a ratio", "blocks", "found", "called the other way"])
    Self.row(["---:", "---:", "---:", "---:", "---:"])
    for (effect, deviation) in [(0.05, 0.02), (0.03, 0.02), (0.05, 0.05), (0.2, 0.05)] {
      for blocks in Self.blockCounts {
        let (found, wrong) = power(effect, deviation, blocks)
        Self.row([percent(effect), percent(deviation), "\(blocks)", found, wrong])
      }
    }
  }

  private func power(_ effect: Double, _ deviation: Double, _ blocks: Int) -> (found: String, wrong: String) {
    var random = SeededGenerator(seed: 2, stream: "power")
    let simulated = SimulatedRun(like: source, blocks: blocks)
    let better = source.plan.compared.last?.id
    var (found, wrong, all) = (0, 0, 0)
    for _ in 0..<max(1, runs / 20) {
      let record = simulated.record(using: &random) { family, random in
        var values: [Residuals.Cell: Double] = [:]
        for cell in source.cells(of: family) {
          let luck = random.normal() * deviation / 2.0.squareRoot()
          let sign = source.plan.measure(cell.measure)?.better == .lower ? -1.0 : 1
          values[cell] = luck + (cell.participant == better ? sign * log1p(effect) : 0)
        }
        return { values[$0] }
      }
      let contests = Comparison(of: record).families[0].points.flatMap(\.contests)
      let verdicts = contests.flatMap(\.pairs).filter { $0.a == better }.map(\.verdict)
      all += verdicts.count
      found += verdicts.count { $0 == .faster }
      wrong += verdicts.count { $0 == .slower }
    }
    return (Self.share(found, of: all), Self.share(wrong, of: all))
  }

  private func percent(_ share: Double) -> String { String(format: "%.0f %%", share * 100) }

  /// A share of so many, e.g. `0.047`.
  private static func share(_ count: Int, of all: Int) -> String {
    String(format: "%.3f", Double(count) / Double(max(1, all)))
  }

  private static func row(_ cells: [String]) {
    print("| \(cells.joined(separator: " | ")) |")
    fflush(nil)  // a table takes minutes
  }
}

/// In how many runs something was called different that was not.
private struct Alarms {
  var cells = 0
  var overall = 0
  var twin = 0
  var noisyPairs = 0
  var pairs = 0

  mutating func add(_ family: FamilyComparison) {
    func isAlarm(_ verdict: Pair.Verdict) -> Bool { verdict == .faster || verdict == .slower }
    let contests = family.points.flatMap(\.contests)
    let verdicts = contests.flatMap(\.pairs).map(\.verdict)
    cells += verdicts.contains(where: isAlarm) ? 1 : 0
    overall += family.standings.flatMap(\.pairs).map(\.verdict).contains(where: isAlarm) ? 1 : 0
    twin += contests.contains { $0.twin?.differs == true } ? 1 : 0
    noisyPairs += verdicts.count { $0 == .tooNoisy }
    pairs += verdicts.count
  }
}

extension SeededGenerator {
  /// A number of the standard normal distribution (Box and Muller 1958).
  fileprivate mutating func normal() -> Double {
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
  }
}
