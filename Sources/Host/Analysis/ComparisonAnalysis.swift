import Contract
package import Record
import Statistics

extension Comparison {
  /// The significance level, after Holm's correction.
  package static let alpha = 0.05

  /// Blocks to plan for: as many as the test needs before it can reject, and at least 10.
  package static func roundsAdvised(pairs: Int, workloads: Int) -> Int {
    max(10, (BlocksNeeded.toReject(family: pairs * workloads, alpha: alpha) ?? 20))
  }

  /// Analyses a run. Pure: the same run gives the same comparison.
  package init(of stored: StoredRun) {
    let plan = stored.run.plan
    let table = Observations(of: stored)
    let rules = ContestRules(plan, conditions: plan.workloads.count, better: .higher)
    let contests = plan.workloads.map { Contest(table.throughput($0.name), by: rules) }
    let verdicts = Contest.verdicts(of: contests)

    let compared = plan.workloads.indices.map { i in
      let (workload, contest, pairs) = (plan.workloads[i], contests[i], verdicts[i])
      return Workload(
        name: workload.name, category: workload.category, summary: workload.summary, twin: contest.twin,
        twinCell: plan.twin.map { table.cell($0.name, workload.name) }, delta: contest.margin.delta,
        cells: rules.names.map { table.cell($0, workload.name) }, pairs: pairs, ranks: contest.ranks(pairs),
        winner: contest.winner(pairs))
    }
    func rows(of category: String?) -> [Overall] {
      let indices = compared.indices.filter { category == nil || compared[$0].category == category }
      return rules.names.map { name in
        let won = indices.count { compared[$0].winner == name }
        return Contest.overall(name, over: indices.map { contests[$0] }, won: won, by: rules)
      }
    }
    workloads = compared
    categories = Self.unique(compared.map(\.category)).map { name in
      let winners = Set(compared.filter { $0.category == name }.map(\.winner))
      return Category(
        name: name, rows: rows(of: name), winner: winners.count == 1 ? winners.first.flatMap(\.self) : nil)
    }
    overall = rows(of: nil)
    insights = categories.map(\.name).flatMap { category in
      let own = plan.workloads.filter { $0.category == category }
      return rules.names.compactMap { name in
        Insight(name, category, own.flatMap { table.valid(name, $0.name) }, workers: plan.load.workers)
      }
    }
    schemaVersion = Self.currentSchemaVersion
    run = stored.run.id
    frameworks = rules.names
    reference = plan.reference
    method = Method(
      metric: "requests per second", alpha: Self.alpha, delta: plan.delta, family: rules.family,
      blocksNeeded: rules.blocksNeeded, blocks: stored.run.end(of: .capacity)?.blocks ?? plan.rounds,
      end: stored.run.end(of: .capacity))
    latency = LatencyComparison(of: stored, table)
    warmups = rules.names.compactMap { name in
      WarmupSummary(name, stored.trials.filter { $0.framework == name })
    }
    tails = TailAttribution.all(of: stored)
    memory = MemoryVerdict.all(of: stored)
    warnings = []
    warnings = Self.warnings(about: self, of: stored)
  }

  /// The verdict on `a` against `b`, whichever way round the pair is stored.
  package static func verdict(of a: String, against b: String, in pairs: [Pair]) -> Pair.Verdict? {
    for pair in pairs {
      if pair.a == a, pair.b == b { return pair.verdict }
      guard pair.a == b, pair.b == a else { continue }
      return switch pair.verdict {
      case .faster: .slower
      case .slower: .faster
      default: pair.verdict
      }
    }
    return nil
  }

  private static func unique(_ names: [String]) -> [String] {
    names.indices.filter { names.firstIndex(of: names[$0]) == $0 }.map { names[$0] }
  }
}
