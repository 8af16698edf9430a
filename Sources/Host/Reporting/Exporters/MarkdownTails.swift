import Analysis
import Record

/// The part of the Markdown report about what slow requests met.
extension MarkdownSections {
  static func tails(_ comparison: Comparison, _ run: Run) -> String? {
    guard let tails = comparison.tails, !tails.isEmpty else { return nil }
    let family = tails.flatMap(\.findings).count { $0.p != nil }
    return """
      ## What the slowest requests met

      Of each trial the slowest 1 % of the requests, and the share of them of which a cause covers at least a tenth; all times are of one
      clock. *Chance* is the share after the causes of each window have been turned around it at random. Bold is what chance does not
      explain (p < \(Figures.short(Comparison.alpha)), after Holm over \(family) causes and conditions). *No processor* is known to a tenth of a second only; *no
      event* is the share that met nothing of the runtime.

      \(tails.map(line).joined(separator: "\n"))

      \(unknown(tails))
      """
  }

  private static func line(_ tail: TailAttribution) -> String {
    let leftOut =
      tail.eventsLeftOut == 0
      ? "" : "; \(Figures.count(tail.eventsLeftOut)) short events were not kept, so shares may be larger"
    return
      "- \(TailText.title(tail)): \(TailText.blame(tail) { "**\($0)**" } ?? "no cause beyond chance")\(leftOut)"
  }

  /// The causes that nothing is known of, a line for each framework and reason.
  private static func unknown(_ tails: [TailAttribution]) -> String {
    var lines: [String] = []
    for tail in tails {
      for finding in tail.findings {
        guard let reason = finding.reason else { continue }
        let line = "- \(tail.framework), \(TailText.name(finding.cause)): n/a, \(reason)"
        if !lines.contains(line) { lines.append(line) }
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
