package import Analysis
import Foundation

/// What `harness compare --baseline DIR --compare DIR` prints.
package enum RunComparisonText {
  /// A row per cell, what the marks mean, and every doubt.
  package static func plain(_ comparison: RunComparison) -> String {
    let (first, second) = (comparison.baseline, comparison.compare)
    var table = Table(columns: [
      ("framework", .left), ("workload", .left), ("baseline", .right), ("compare", .right),
      ("ratio", .left), ("Welch on logs", .right), ("Mann–Whitney", .right), ("verdict", .left),
      ("Welch on raw values", .left),
    ])
    for cell in comparison.cells { table.append(row(cell)) }
    let head = "baseline  \(side(first))\ncompare   \(side(second))\n\n"
    return head + table.plain() + legend(comparison) + doubts(comparison)
  }

  private static func row(_ cell: CellComparison) -> [String] {
    let interval = cell.interval.map { " [\(Figures.fixed($0.low, 3)), \(Figures.fixed($0.high, 3))]" } ?? ""
    let agreement = cell.testsAgree || cell.verdict == .needsBlocks ? "" : " (the tests disagree)"
    let welch = cell.welch.map {
      "t = \(Figures.fixed($0.t, 2)), df = \(Figures.fixed($0.degreesOfFreedom, 1)), "
        + "p = \(Figures.probability($0.p))"
    }
    return [
      cell.framework, cell.workload, rate(cell.baseline, cell.baselineBlocks),
      rate(cell.compare, cell.compareBlocks), "\(Figures.fixed(cell.ratio, 3))×\(interval)",
      cell.adjustedP.map(Figures.probability) ?? "n/a",
      Figures.probability(cell.rankTest.adjustedP) + (cell.rankTest.isExact ? "" : " (approximate)"),
      "\(Matrix.mark(cell.verdict)) \(cell.verdict.rawValue)\(agreement)", welch ?? "n/a",
    ]
  }

  private static func rate(_ spread: Cell.Spread, _ blocks: Int) -> String {
    "\(Figures.count(Int(spread.mean.rounded())))/s (\(blocks))"
  }

  private static func side(_ side: RunComparison.Side) -> String {
    let commit = side.commit.map { ", commit \($0.prefix(12))" }
    return "\(side.run) of \(side.startedAt.formatted(.iso8601))\(commit ?? "")"
  }

  private static func legend(_ comparison: RunComparison) -> String {
    let method = comparison.method
    return """

      Rates are means with the number of blocks; ratios are those of geometric means with their 95 % \
      interval; p after Holm over \(method.family) cells.
      ▲ faster  ▼ slower (both tests p < \(Figures.short(method.alpha)))  = equivalent within \
      \(Figures.short(method.delta * 100)) %  ~ inconclusive  ? needs ≥ \(method.valuesNeeded) blocks in \
      each run
      The runs share no blocks: what the machine did in the meantime is part of every difference. Frameworks \
      of one run are compared better, because block by block.

      """
  }

  private static func doubts(_ comparison: RunComparison) -> String {
    let lines =
      comparison.differences.map(\.message)
      + comparison.onlyInBaseline.map { "only in the baseline: \($0)" }
      + comparison.onlyInCompare.map { "only in the other run: \($0)" }
    return lines.isEmpty ? "" : "\n" + lines.map { "warning: \($0)\n" }.joined()
  }
}
