import Analysis
import Record
import Statistics

/// Why: where everybody's processor time goes and what the slowest requests met, a row each.
enum WhySection {
  private static let mostFigures = 3

  static let all: Section = { findings in
    let (insights, tails) = (findings.comparison.insights, findings.comparison.tails)
    guard !insights.isEmpty || !tails.isEmpty else { return nil }
    var table = Table(columns: [
      ("participant", .left), ("CPU per request", .right), ("in user mode", .right),
      ("most of its runtime's time", .left), ("what the slowest 1 % met beyond chance", .left),
    ])
    for participant in findings.comparison.participants {
      let own = insights.filter { $0.participant == participant }
      let met = tails.filter { $0.participant == participant }
      table.append([
        "\(participant)",
        mean(own.compactMap(\.cpuMicrosecondsPerRequest)).map { Figures.time($0 * 1000) } ?? "n/a",
        mean(own.compactMap(\.userShare)).map(Figures.wholePercent) ?? "n/a", shares(own), causes(met),
      ])
    }
    return [
      .heading(2, "Why"), .table(table),
      .notes(
        missing(insights, findings.record.metricTitles) + [
          "Means over the categories of workloads. What is summed over threads may be more than 100 % of the time. Of a cause: the median share of the slowest 1 % that met it, and under how many conditions that is more than chance explains."
        ]),
    ]
  }

  /// What would tell more and is not told, a line for each participant and reason.
  private static func missing(_ insights: [Insight], _ titles: [String: String]) -> [Text] {
    insights.flatMap { insight in insight.missing(titles).map { "\(insight.participant): \($0)" } }
      .unique.map { Text($0) }
  }

  private static func shares(_ insights: [Insight]) -> String {
    let shares = insights.means.filter(\.reading.isShare).sorted { $0.value > $1.value }
    let words = shares.prefix(mostFigures).map { "\($0.reading.title) \($0.reading.text($0.value))" }
    return words.isEmpty ? "n/a" : words.joined(separator: ", ")
  }

  private static func causes(_ tails: [TailAttribution]) -> String {
    guard !tails.isEmpty else { return "n/a" }
    let words = tails.causes.map {
      "\($0.cause.words) \(Figures.wholePercent($0.share)) (\($0.conditions) of \(tails.count))"
    }
    return words.isEmpty ? "nothing that is known" : words.joined(separator: ", ")
  }
}
