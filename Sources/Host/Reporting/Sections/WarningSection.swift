import Analysis
import Record

/// Every doubt about the numbers.
enum WarningSection {
  private static let mostLines = 8
  private static let heading = Block.heading(2, "Caveats")

  static let all: Section = { findings in
    let remarks = remarks(findings)
    return remarks.isEmpty ? nil : [heading, .list(remarks)]
  }

  /// The first of them; what is missing comes first.
  static let brief: Section = { findings in
    let remarks = remarks(findings)
    return remarks.isEmpty
      ? nil : [heading, .list(remarks, atMost: mostLines, others: "“What the numbers rest on”")]
  }

  /// The first of them, a line each.
  static let lines: Section = { findings in
    let messages = findings.comparison.warnings.map {
      WarningWords($0, findings.names, findings.plan).message
    }
    guard !messages.isEmpty else { return nil }
    let left = messages.count - mostLines
    let more =
      left > 0
      ? ["\(left) more, and what would help: harness report RUN --doubts"]
      : ["What would help: harness report RUN --doubts"]
    return [heading, .remarks((messages.prefix(mostLines) + more).map { Text($0) })]
  }

  private static func remarks(_ findings: Findings) -> [Text] {
    let isVirtual = findings.record.run.environment.virtualised
    return findings.comparison.warnings.map { WarningWords($0, findings.names, findings.plan).text }
      + (isVirtual
        ? [
          "The machine is virtual: absolute figures move with its neighbours; ratios within this run are what counts."
        ] : [])
  }
}
