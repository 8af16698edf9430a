import Analysis
import Record

/// Every condition by itself: everybody's figures by rank, and every pair.
enum ConditionSection {
  static let all: Section = { findings in
    findings.comparison.families.flatMap { family in
      [.heading(2, Text("\(family.title), condition by condition"))]
        + kinds(family) + family.points.flatMap { blocks($0, family, findings) }
    }
  }

  /// What the family's kinds of load mean for its figures, each once.
  private static func kinds(_ family: FamilyComparison) -> [Block] {
    var seen: Set<Key<Condition.Kinds>> = []
    return family.points.map(\.condition.kind).filter { seen.insert($0).inserted }
      .compactMap(LoadWords.meaning).map { .text(Text($0)) }
  }

  private static func blocks(_ point: Point, _ family: FamilyComparison, _ findings: Findings) -> [Block] {
    let summary = findings.plan.workload(point.condition.workload)?.summary
    let pairs = (point.contests + point.secondary).flatMap { sentences($0, point, findings) }
    return [.heading(3, Text(point.condition.label))]
      + (summary.map { [.text(Text("\($0)."))] } ?? []) + [.table(table(point, family, findings))]
      + point.contests.compactMap { chart($0, point, findings) }
      + (pairs.isEmpty ? [] : [.details(summary: "Every pair", [.list(pairs)])])
  }

  /// A column for each measure that the family tells; the twin is the last row.
  private static func table(_ point: Point, _ family: FamilyComparison, _ findings: Findings) -> Table {
    let contests = point.contests
    let measures = findings.names.measures(of: family.family)
    let isSingle = contests.count == 1
    func title(_ what: String, _ contest: Contest) -> String {
      isSingle ? what : "\(what), \(findings.names[contest.measure])"
    }
    var table = Table(
      columns: contests.map { (title("rank", $0), .right) } + [("participant", .left), ("blocks", .right)]
        + contests.map { (title("CV", $0), .right) } + measures.map { ($0.title, .right) })
    for cell in ranked(point) + [point.twin].compactMap(\.self) {
      let ranks = contests.map { $0.ranks[cell.participant].map { "\($0)" } ?? "–" }
      let variations = contests.map { contest in
        cell.figures[contest.measure]?.coefficientOfVariation.map(Figures.percent) ?? "n/a"
      }
      let values = measures.map { measure -> Table.Cell in
        guard let figure = cell.figures[measure.id] else {
          return .init(cell.stateWords, cell.state == .measured ? nil : .bad)
        }
        return .init(measure.text(figure.value))
      }
      table.append(
        (ranks + ["\(cell.participant)", "\(cell.blocks)"] + variations).map { .init($0) } + values)
    }
    return table
  }

  /// By rank in the first contest; who has none comes last.
  private static func ranked(_ point: Point) -> [Cell] {
    let ranks = point.contests.first?.ranks ?? [:]
    return point.cells.sorted {
      (ranks[$0.participant] ?? .max) < (ranks[$1.participant] ?? .max)
    }
  }

  private static func sentences(_ contest: Contest, _ point: Point, _ findings: Findings) -> [Text] {
    let twin = contest.twin.map { PairWords.sentence($0, reference: findings.reference) }
    let prefix =
      point.contests.count + point.secondary.count == 1 ? "" : "\(findings.names[contest.measure]): "
    return (contest.pairs.map(PairWords.sentence) + [twin].compactMap(\.self)).map { Text(prefix) + $0 }
  }

  /// The place of a forest plot; nil without a ratio.
  private static func chart(_ contest: Contest, _ point: Point, _ findings: Findings) -> Block? {
    let marks = contest.pairs.filter { $0.b == findings.reference }.map { pair in
      Chart.Mark(
        label: "\(pair.a)", value: pair.ratio, interval: pair.interval.map { $0.low...$0.high },
        text: PairWords.ratio(pair.ratio, pair.interval), tone: pair.verdict.tone)
    }
    guard !marks.isEmpty else { return nil }
    let measure = findings.names[contest.measure]
    return .chart(
      Chart(
        id: "ratios \(point.condition.id) \(contest.measure)", kind: .ratios,
        title: "\(measure) under \(point.condition.label), over \(findings.reference)",
        axes: ("participant", "ratio"), marks: marks))
  }
}
