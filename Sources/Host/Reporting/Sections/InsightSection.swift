import Analysis
import Record

/// What a request costs, and where the time goes.
enum InsightSection {
  private static let mostLines = 12
  private static let heading = Block.heading(2, "Where the time goes")

  static let all: Section = { findings in
    let lines = lines(findings)
    return lines.isEmpty
      ? nil
      : [
        heading,
        .text(
          "Means over valid trials of the first family. A handler's time contains what it awaits; the time is that of every worker; what is summed over threads may be more than 100 % of it."
        ), .list(lines),
      ]
  }

  /// The first lines.
  static let brief: Section = { findings in
    let lines = lines(findings)
    return lines.isEmpty ? nil : [heading, .list(lines, atMost: mostLines, others: "the report")]
  }

  private static func lines(_ findings: Findings) -> [Text] {
    let titles = findings.record.metricTitles
    return findings.comparison.insights.map { Text($0.line(titles)) }
  }
}
