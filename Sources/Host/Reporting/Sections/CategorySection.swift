import Analysis
import Record

/// Everybody by category of workloads.
enum CategorySection {
  static let all: Section = { findings in
    let tables = findings.comparison.families.flatMap { family in
      family.standings.flatMap { standing -> [Block] in
        let title = "\(family.title): \(findings.names[standing.measure])"
        return table(standing, findings).map { [.heading(3, Text(title)), .table($0)] } ?? []
      }
    }
    return tables.isEmpty || !findings.isCompared
      ? nil
      : [
        .heading(2, "Categories"),
        .text("Geometric means of the ratios to \(findings.reference), by category of workloads."),
      ] + tables
  }

  /// A row per category, or per participant where those are many; nil of a single category.
  static func table(_ standing: Standing, _ findings: Findings) -> Table? {
    guard standing.categories.count > 1 else { return nil }
    return findings.isCrowded ? byParticipant(standing) : byCategory(standing)
  }

  private static func byCategory(_ standing: Standing) -> Table {
    var table = Table(
      columns: [("category", .left)] + standing.rows.map { ("\($0.participant)", .right) }
        + [("winner", .left)])
    for category in standing.categories {
      table.append(
        [category.name] + category.rows.map(ratio) + [category.winner.map { "\($0)" } ?? "–"])
    }
    return table
  }

  private static func byParticipant(_ standing: Standing) -> Table {
    var table = Table(
      columns: [("participant", .left)] + standing.categories.map { ($0.name, .right) })
    for (index, row) in standing.rows.enumerated() {
      table.append(["\(row.participant)"] + standing.categories.map { ratio($0.rows[index]) })
    }
    table.append(["winner"] + standing.categories.map { $0.winner.map { "\($0)" } ?? "–" })
    return table
  }

  private static func ratio(_ row: Standing.Row) -> String { PairWords.ratio(row.ratio, row.interval) }
}
