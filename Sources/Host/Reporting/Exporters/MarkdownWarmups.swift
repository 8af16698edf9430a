import Analysis
import Record

/// The part of the Markdown report about how apps come to their pace.
extension MarkdownSections {
  static func warmups(_ comparison: Comparison, _ run: Run) -> String? {
    guard !comparison.warmups.isEmpty, let limit = run.plan.load.steadyVariation else { return nil }
    let rule = run.plan.load.warmup
    var table = Table(columns: [
      ("framework", .left), ("spawn → first 200", .right), ("first load → steady state", .right),
      ("sessions that became steady", .right), ("warm-ups that did", .right),
    ])
    for row in comparison.warmups {
      table.append([
        row.framework, row.startupNanoseconds.map(Figures.time) ?? "n/a",
        row.steadyNanoseconds.map(Figures.time) ?? "no steady state",
        "\(row.steadySessions) of \(row.sessions)", "\(row.steadyWarmups) of \(row.warmups)",
      ])
    }
    let window = Figures.time(rule.windowSeconds * 1e9)
    return
      "## From cold start to steady state\n\nMedians over fresh processes. A state is steady from the first of "
      + "\(rule.steadyWindows) windows in a row, \(window) each, whose throughput has a coefficient of variation of at most "
      + "\(Figures.short(limit * 100)) %; a warm-up ends there or after \(rule.maximumWindows) windows. The second figure is that of the "
      + "first workload of a process.\n\n" + table.markdown
  }
}
