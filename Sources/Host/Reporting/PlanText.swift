import Analysis
import Glibc
package import Record
import Statistics

/// What a run would do, before anything is started.
package enum PlanText {
  /// Who would be measured under what, for how long, and what that could tell.
  package static func text(_ plan: Plan, style: TerminalStyle) -> String {
    let blocks: [Block] = [.text(who(plan)), .table(families(plan)), .text(time(plan))] + power(plan)
    return TerminalRenderer(style.tables(within: 80)).text(Document(blocks))
  }

  private static func who(_ plan: Plan) -> Text {
    let names = plan.compared.map { "\($0.id)" }.joined(separator: ", ")
    let twin = plan.twin == nil ? "" : " and once more \(plan.reference), as its own twin"
    return
      "\(strong: names)\(twin), under \(Figures.count(plan.workloads.count, "workload")): \(plan.workloads.map { "\($0.id)" }.joined(separator: ", ")). Ratios are to \(plan.reference)."
  }

  private static func families(_ plan: Plan) -> Table {
    var table = Table(columns: [
      ("family", .left), ("conditions", .right), ("verdicts on", .left), ("equivalent within", .right),
    ])
    let titles = Dictionary(plan.measures.map { ($0.id, $0.title) }) { first, _ in first }
    for family in plan.families {
      table.append([
        family.title, "\(family.conditions.count)",
        family.primary.map { titles[$0] ?? "\($0)" }.joined(separator: ", "), Figures.percent(family.delta),
      ])
    }
    return table
  }

  private static func time(_ plan: Plan) -> Text {
    let pilots = Double(plan.compared.count) * plan.procedure.pilotSeconds
    let most = plan.blocks.count == plan.minimumBlocks ? "" : ", at most \(plan.blocks.count),"
    return
      "\(Figures.count(plan.minimumBlocks, "block"))\(most) each with \(plan.participants.count) fresh processes; it ends within \(duration(plan.budgetSeconds)) once the apps are installed and verified, of which pilots take \(duration(pilots)) at the most."
  }

  private static func duration(_ seconds: Double) -> String {
    seconds < 120 ? "\(Figures.short(seconds)) s" : "\(Figures.short(seconds / 60)) min"
  }

  /// What the planned blocks could find.
  private static func power(_ plan: Plan) -> [Block] {
    let (blocks, needed) = (plan.minimumBlocks, BlocksAdvice.fewest)
    guard blocks >= needed else {
      return [
        .text(
          "No verdict is possible: the test needs at least \(Figures.count(needed, "block")). What would help: --rounds \(needed)"
        )
      ]
    }
    var table = Table(columns: [("ratios vary by", .right), ("a difference is found from", .right)])
    for deviation in [0.01, 0.02, 0.05, 0.1, 0.2] {
      let test = PairedPower(standardDeviation: deviation, blocks: blocks, alpha: BlocksAdvice.alpha)
      table.append([
        Figures.wholePercent(deviation), Figures.percent(exp(test.minimumDetectableEffect()) - 1),
      ])
    }
    return [
      .text(
        "What \(Figures.count(blocks, "block")) find with a probability of 80 %, by how much the ratio of two apps varies from block to block (of one comparison by itself; of many a little more):"
      ),
      .table(table),
    ]
  }
}
