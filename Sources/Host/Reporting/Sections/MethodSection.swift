import Analysis
import Record

/// How figures and verdicts were come by.
enum MethodSection {
  static let all: Section = { findings in
    [
      .heading(2, "Method"), .text(apps(findings)),
      .list(
        findings.plan.families.compactMap { planned in
          findings.comparison.families.first { $0.family == planned.id }.map { family($0, planned, findings) }
        }), .text(statistics(findings)),
    ]
  }

  private static func apps(_ findings: Findings) -> Text {
    let load = findings.plan.load
    let agents = load.agents ? Text("") : ", no runtime agents (\(code: "--no-agents"))"
    return
      "Every app was first proved to do the same work (\(code: "harness verify")). A pilot drove each app until it had found its pace, from which the warm-ups, the windows and the offered rates follow. In each block every participant was started afresh and warmed up, in a random order; then the conditions were measured one after the other, in a random order, in turns of about \(Figures.time(findings.plan.procedure.sliceSeconds * 1e9)) that went round the participants at random while the others rested, over \(Figures.count(load.connections, "keep-alive connection")), rotating through \(Figures.count(load.variants, "seeded request variant")). Apps had \(Figures.count(load.workers, "worker"))\(agents) and ran on CPU \(LoadWords.processors(load.appCPUs)), the load generator on CPU \(LoadWords.processors(load.generatorCPUs)) (poller: \(findings.record.poller ?? "n/a")). Only complete answers of an accepted status count; a sample of answers was compared in full with what was asked."
  }

  private static func family(_ family: FamilyComparison, _ planned: Family, _ findings: Findings) -> Text {
    let method = family.method
    let measures = findings.primary(family).map(\.title).joined(separator: ", ")
    let offers = planned.conditions.contains { $0.kind == .offered }
    let arrivals =
      findings.plan.procedure.arrivals.flatMap { offers ? ", \($0.rawValue) arrivals" : nil } ?? ""
    let alone =
      planned.conditions.contains { $0.held != nil }
      ? " Participants were measured one after the other, each while connections to it were open from before the window to after it."
      : planned.id == .flows
        ? " There was a user on each connection, who had begun before the window and thought of nothing; each flow counts as a request, and what the end of a window cut short as none."
        : ""
    return
      "\(strong: family.title): \(Figures.count(method.blocks, "block")) of \(Figures.count(family.points.count, "condition")); windows of \(windows(family, findings.record.design))\(arrivals). An observation is one block's \(measures).\(alone) \(Figures.count(method.comparisons, "comparison")) are corrected together; the test can reject from \(Figures.count(method.blocksNeeded, "block")) on. δ is \(Figures.percent(method.delta))."
  }

  /// How long conditions were measured in a block.
  private static func windows(_ family: FamilyComparison, _ design: Design?) -> String {
    let lengths = family.points.compactMap { design?.seconds(under: $0.condition.id) }
    guard let least = lengths.min(), let most = lengths.max() else { return "no length" }
    return (least == most ? "" : "\(Figures.short(least)) to ") + "\(Figures.short(most)) s"
  }

  private static func statistics(_ findings: Findings) -> Text {
    let twin =
      findings.plan.twin == nil
      ? ""
      : " \(findings.reference) was measured a second time in every block, as its own twin; where the two differ significantly nothing is called equivalent, and only what is farther apart differs."
    return
      "Ratios are geometric means over blocks of paired ratios, with Student-t 95 % intervals from \(BlocksAdvice.fewest) blocks on. The test is the step-down maximum sign-flip test (Westfall and Young) on log ratios: one sign per block is flipped for all comparisons of a family together. A verdict is the first that applies: equivalent, where the 90 % interval lies within δ; better or worse, where the stepped-down p is below \(Figures.short(BlocksAdvice.alpha)) and the 95 % interval excludes 1; too noisy, where half of ln of the interval is more than 2 ln(1 + δ); inconclusive.\(twin) Who cannot be told apart shares a rank; who has too little for a verdict has none. Nobody wins while anybody that serves the workload lacks a verdict. A geometric mean over conditions pairs two participants over the conditions and blocks that both have, so that what one lacks costs nobody else; how many these are stands with it, and its test is that of the blocks' means, stepped down over the overall figures. Blocks go on until the half-width of every 95 % interval is at most δ/2, or to a limit of rounds or time; a p value never ends a run. Percentiles are those of all blocks' histograms merged. Seed \(findings.plan.seed); the order, every setting and every trial's histograms are in \(code: "run.json") and \(code: "journal.jsonl")."
  }
}
