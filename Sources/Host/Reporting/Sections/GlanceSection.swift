import Analysis
import Record

/// Everybody at a glance: by what verdicts are about, and what that costs.
enum GlanceSection {
  /// With pictures.
  static let all: Section = { findings in
    let pictures = StandingsChart.all(of: PageModel(findings.comparison, of: findings.record)).map { chart in
      Block.picture(light: chart.fileName(.light), dark: chart.fileName(.dark), words: chart.title)
    }
    return brief(findings).map { pictures + $0 }
  }

  static let brief: Section = { findings in
    let model = PageModel(findings.comparison, of: findings.record)
    let rankings = Ranking.all(of: model)
    guard !rankings.isEmpty else { return nil }
    let ratios = findings.isCompared ? "; × are ratios to \(findings.reference)" : ""
    return [
      .table(table(model, rankings)),
      .notes([Text("Geometric means over the conditions that all have\(ratios).")]),
    ]
  }

  /// A row per participant, the best by the first measure first.
  private static func table(_ model: PageModel, _ rankings: [Ranking]) -> Table {
    let standing = model.findings.isCompared ? model.questions.first?.standing : nil
    let points = model.questions.first?.family.points.count ?? 0
    let won: [(String, Table.Alignment)] = standing == nil ? [] : [("better than every other", .right)]
    var table = Table(columns: [("participant", .left)] + titles(rankings).map { ($0, .right) } + won)
    for participant in model.ranked {
      let row = standing?.rows.first { $0.participant == participant }
      table.append(
        ["\(participant)"] + rankings.map { $0.values[participant].map($0.text) ?? "n/a" }
          + (row.map { ["\($0.won) of \(points)"] } ?? []))
    }
    return table
  }

  /// With the family where several have the measure.
  private static func titles(_ rankings: [Ranking]) -> [String] {
    rankings.map { ranking in
      guard let family = ranking.family, rankings.count(where: { $0.title == ranking.title }) > 1 else {
        return ranking.title
      }
      return "\(family): \(ranking.title)"
    }
  }
}
