import Analysis
import Record

/// The matrix of each family: who is ahead of whom under which condition, by how much and how surely.
enum MatrixSection {
  /// Each measure that verdicts are about, with intervals.
  static let all: Section = { findings in
    findings.comparison.families.flatMap { family -> [Block] in
      let tables = family.standings.flatMap { standing -> [Block] in
        guard let measure = findings.names.measure(standing.measure) else { return [] }
        let title: [Block] = family.standings.count == 1 ? [] : [.heading(3, Text(measure.title))]
        return title + [.table(table(standing, measure, family, findings))]
      }
      return [.heading(2, Text(family.title))] + tables + [.notes(legend(family, findings).map { Text($0) })]
    }
  }

  /// More conditions than these are shown by category.
  private static let mostConditions = 16

  /// The first measure that verdicts are about, without intervals; of a large run by category of workloads.
  static let first: Section = { findings in
    guard let family = findings.comparison.families.first, let standing = family.standings.first else {
      return nil
    }
    return brief(standing, family, findings) + marks([family], findings)
  }

  /// Each measure that verdicts are about, as briefly.
  static let brief: Section = { findings in
    let families = findings.comparison.families
    return families.flatMap { family in family.standings.flatMap { brief($0, family, findings) } }
      + marks(families, findings)
  }

  private static func brief(_ standing: Standing, _ family: FamilyComparison, _ findings: Findings) -> [Block]
  {
    guard let measure = findings.names.measure(standing.measure) else { return [] }
    let isLarge = findings.isCrowded || family.points.count > mostConditions
    let byCategory = isLarge ? CategorySection.table(standing, findings) : nil
    let table =
      byCategory
      ?? (findings.isCrowded
        ? rows(standing, measure, family, findings, isBrief: true)
        : columns(standing, measure, family, findings, isBrief: true))
    return [.heading(2, Text("\(family.title): \(measure.goal)")), .table(table)]
  }

  /// What the marks mean, where that is the same for all.
  private static func marks(_ families: [FamilyComparison], _ findings: Findings) -> [Block] {
    findings.isCompared ? [.notes(families.map { FamilyWords.marks($0.method) }.unique.map { Text($0) })] : []
  }

  private static func table(
    _ standing: Standing, _ measure: Measure, _ family: FamilyComparison, _ findings: Findings
  ) -> Table {
    findings.isCrowded
      ? rows(standing, measure, family, findings, isBrief: false)
      : columns(standing, measure, family, findings, isBrief: false)
  }

  /// A row per condition, a column per participant; then the rows about all conditions.
  private static func columns(
    _ standing: Standing, _ measure: Measure, _ family: FamilyComparison, _ findings: Findings, isBrief: Bool
  ) -> Table {
    let resolution: [(String, Table.Alignment)] = isBrief ? [] : [("resolution", .right)]
    var table = Table(
      columns: [("condition", .left)] + findings.comparison.participants.map { ("\($0)", .right) }
        + resolution)
    for row in findings.rows(family, measure) {
      let cells = row.entries.map { isBrief ? $0.brief : $0.cell }
      table.append([.init(row.condition.label)] + cells + (isBrief ? [] : [.init(row.resolution)]))
    }
    guard findings.isCompared else { return table }
    let words = standing.rows.map { StandingWords($0, of: standing, in: family, findings.reference) }
    let blank = isBrief ? [] : [""]
    table.append(["geometric mean"] + words.map(isBrief ? \.brief : \.ratio) + blank)
    if !isBrief { table.append(["rests on"] + words.map(\.basis) + blank) }
    table.append(["won"] + words.map(\.won) + blank)
    return table
  }

  /// A row per participant, the best over all conditions first, a column per condition.
  private static func rows(
    _ standing: Standing, _ measure: Measure, _ family: FamilyComparison, _ findings: Findings, isBrief: Bool
  ) -> Table {
    let rows = findings.rows(family, measure)
    let basis: [(String, Table.Alignment)] = isBrief ? [] : [("rests on", .left)]
    var table = Table(
      columns: [("participant", .left), ("geometric mean", .left)] + basis + [("won", .right)]
        + rows.map { ($0.condition.label, .right) })
    let entries = rows.map { row in
      Dictionary(row.entries.map { ($0.participant, $0) }) { first, _ in first }
    }
    for row in RankedStandings.sorted(standing.rows, by: measure) {
      let words = StandingWords(row, of: standing, in: family, findings.reference)
      table.append(
        (["\(row.participant)", isBrief ? words.brief : words.ratio] + (isBrief ? [] : [words.basis]) + [
          words.won
        ]).map { .init($0) }
          + entries.map { $0[row.participant]?.short ?? "" })
    }
    if !isBrief { table.append(["resolution", "", "", ""] + rows.map(\.resolution)) }
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
