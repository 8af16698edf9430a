import Analysis
import Record

/// The matrix of each family: who is ahead of whom under which condition, by how much and how surely.
enum MatrixSection {
  static let all: Section = { findings in
    findings.comparison.families.flatMap { family in
      [.heading(2, Text(family.title))] + blocks(family, findings)
    }
  }

  private static func blocks(_ family: FamilyComparison, _ findings: Findings) -> [Block] {
    let tables =
      findings.isCrowded
      ? [ranked(family, findings)] + RankedStandings.tables(family, findings)
      : [matrix(family, findings)]
    return tables.map { .table($0) } + [.notes(legend(family, findings).map { Text($0) })]
  }

  /// A row per condition and primary measure, a column per participant; then the rows about all conditions.
  private static func matrix(_ family: FamilyComparison, _ findings: Findings) -> Table {
    var table = Table(
      columns: [("condition", .left)] + findings.comparison.participants.map { ("\($0)", .right) }
        + [("resolution", .right)])
    for row in findings.rows(family) {
      table.append([.init(row.title)] + row.entries.map(\.cell) + [.init(row.resolution)])
    }
    guard findings.isCompared else { return table }
    for standing in family.standings {
      let suffix = family.standings.count == 1 ? "" : ", \(findings.names[standing.measure])"
      let words = standing.rows.map { StandingWords($0, of: standing, in: family, findings.reference) }
      table.append(["geometric mean\(suffix)"] + words.map(\.ratio) + [""])
      table.append(["rests on\(suffix)"] + words.map(\.basis) + [""])
      table.append(["won\(suffix)"] + words.map(\.won) + [""])
    }
    return table
  }

  /// A row per condition, primary measure and participant, by rank.
  private static func ranked(_ family: FamilyComparison, _ findings: Findings) -> Table {
    var table = Table(columns: [
      ("condition", .left), ("resolution", .right), ("rank", .right), ("participant", .left),
      ("value", .right), ("ratio to \(findings.reference)", .left), ("", .left),
    ])
    for row in findings.rows(family) {
      for (index, entry) in row.ranked.enumerated() {
        let head = index == 0 ? [row.title, row.resolution] : ["", ""]
        table.append(
          (head + [entry.rankText, "\(entry.participant)"]).map { .init($0) }
            + [entry.value, entry.ratio, entry.mark].map { .init($0, $0.isEmpty ? nil : entry.tone) })
      }
    }
    return table
  }

  private static func legend(_ family: FamilyComparison, _ findings: Findings) -> [String] {
    let measures = findings.primary(family)
    let resolutions = measures.compactMap {
      FamilyWords.resolution(of: $0, in: family, reference: findings.reference)
    }
    let cells = FamilyWords.cells(
      measures, reference: findings.reference, isCompared: findings.isCompared)
    let marks = findings.isCompared ? [FamilyWords.marks(family.method)] : []
    return resolutions + [FamilyWords.power(family)].compactMap(\.self) + [cells] + marks
  }
}
