import Analysis
import Foundation
import Record

/// What was run, and who is ahead over all conditions.
enum SummarySection {
  static let all: Section = { findings in
    let run = findings.record.run
    let date = run.startedAt.formatted(.iso8601)
    let stopped: Text =
      findings.record.outcome?.kind == .complete ? "" : " \(strong: "The run was stopped before its end.")"
    let origin: Text =
      "Run \(code: run.id) of \(date), measured by harness \(run.harnessVersion) with \(code: run.command.joined(separator: " "))."
    return [.heading(1, "Benchmark results")] + (headline(findings) ?? []) + [.text(origin + stopped)]
  }

  /// Who is ahead by what verdicts are about first.
  static let headline: Section = { findings in
    let headline = Headline(PageModel(findings.comparison, of: findings.record))
    return [.text("\(strong: headline.sentence). \(headline.basis)")]
  }

  /// Who is ahead by every measure that verdicts are about.
  static let brief: Section = { findings in sentences(findings).map { .text($0) } }

  private static func sentences(_ findings: Findings) -> [Text] {
    findings.comparison.families.flatMap { family in
      family.standings.compactMap { sentence($0, family, findings) }
    }
  }

  /// Who is ahead by one measure; nil of one participant alone.
  private static func sentence(
    _ standing: Standing, _ family: FamilyComparison, _ findings: Findings
  ) -> Text? {
    guard findings.isCompared, let measure = findings.names.measure(standing.measure) else { return nil }
    let others = standing.rows.filter { $0.participant != findings.reference && $0.ratio != nil }
    guard !others.isEmpty else {
      return
        "\(strong: family.title): nobody has a condition in common with \(findings.reference), so there is no overall ratio by \(measure.title)."
    }
    let ratios = RankedStandings.sorted(others, by: measure).map { row in
      let verdict = standing.pair(row.participant, over: findings.reference).map { " (\($0.verdict.words))" }
      return
        "\(row.participant) \(PairWords.ratio(row.ratio, row.interval))\(verdict ?? "") over \(Figures.count(row.conditions, "condition")) and \(Figures.count(row.blocks, "block"))"
    }
    let shown = ratios.prefix(Findings.mostColumns).joined(separator: ", ")
    let more = ratios.count > Findings.mostColumns ? " and \(ratios.count - Findings.mostColumns) more" : ""
    return
      "\(strong: family.title): \(measure.goal), geometric mean of ratios to \(findings.reference): \(shown)\(more). \(wins(standing, of: family))"
  }

  private static func wins(_ standing: Standing, of family: FamilyComparison) -> String {
    let winners = standing.rows.filter { $0.won > 0 }.map { "\($0.participant) \($0.won)" }
    return winners.isEmpty
      ? "Nobody is better than every other under any condition."
      : "Better than every other, of \(Figures.count(family.points.count, "condition")): \(winners.joined(separator: ", "))."
  }
}
