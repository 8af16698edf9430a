import Analysis
import Record

/// What slow requests met.
enum TailSection {
  private static let mostLines = 6
  private static let heading = Block.heading(2, "What the slowest requests met")

  static let all: Section = { findings in
    let tails = findings.comparison.tails
    guard !tails.isEmpty else { return nil }
    let lines = tails.map { tail -> Text in
      "\(tail.title(findings.names)): \(tail.blame ?? "no cause beyond chance")\(tail.leftOut)"
    }
    let unknown = unknown(tails)
    return [heading, .text(introduction(tails)), .list(lines)] + (unknown.isEmpty ? [] : [.list(unknown)])
  }

  /// The first of those that met something beyond chance.
  static let brief: Section = { findings in
    let lines = findings.comparison.tails.compactMap { tail in
      tail.blame.map { blame -> Text in "\(tail.title(findings.names)): \(blame)" }
    }
    return lines.isEmpty ? nil : [heading, .list(lines, atMost: mostLines, others: "the report")]
  }

  private static func introduction(_ tails: [TailAttribution]) -> Text {
    let causes = tails.flatMap(\.findings).count { $0.p != nil }
    return
      "Of each trial the slowest 1 % of the requests, and the share of them of which a cause covers at least a tenth; all times are of one clock. \(emphasis: "Chance") is the share after the causes of each window have been turned around it at random. Bold is what chance does not explain (after Holm over \(causes) causes and conditions). \(emphasis: "No processor") is known to a tenth of a second only; \(emphasis: "no event") is the share that met nothing of the runtime."
  }

  /// The causes that nothing is known of, a line for each participant and reason.
  private static func unknown(_ tails: [TailAttribution]) -> [Text] {
    var (lines, seen): ([Text], Set<String>) = ([], [])
    for tail in tails {
      for finding in tail.findings {
        guard let reason = finding.unknown else { continue }
        let line = "\(tail.participant), \(finding.cause.words): n/a, \(reason.words)"
        if seen.insert(line).inserted { lines.append(Text(line)) }
      }
    }
    return lines
  }
}
