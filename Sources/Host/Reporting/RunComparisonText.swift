package import Analysis
import Foundation
import Record

/// What `harness compare --baseline DIR --compare DIR` prints.
package enum RunComparisonText {
  /// A row per cell and measure, what the marks mean, and every doubt.
  package static func text(
    _ comparison: RunComparison, style: TerminalStyle
  ) -> String {
    TerminalRenderer(style).text(document(comparison))
  }

  static func document(_ comparison: RunComparison) -> Document {
    let doubts = doubts(comparison)
    return Document(
      [
        .notes([
          "baseline  \(side(comparison.baseline))", "compare   \(side(comparison.compare))",
        ]), .table(table(comparison)), .notes(legend(comparison).map { Text($0) }),
      ] + (doubts.isEmpty ? [] : [.list(doubts)]))
  }

  private static func table(_ comparison: RunComparison) -> Table {
    var table = Table(columns: [
      ("participant", .left), ("condition", .left), ("measure", .left), ("baseline", .right),
      ("compare", .right), ("ratio", .left), ("Welch on logs", .right), ("Mann–Whitney", .right),
      ("verdict", .left), ("Welch on raw values", .left),
    ])
    for cell in comparison.cells { table.append(row(cell)) }
    return table
  }

  private static func row(_ cell: CellComparison) -> [Table.Cell] {
    let agreement = cell.testsAgree || cell.verdict == .needsBlocks ? "" : " (the tests disagree)"
    func value(_ side: Cell.Aggregate) -> Table.Cell {
      .init("\(cell.measure.text(side.mean)) (\(side.blocks))")
    }
    return [
      .init("\(cell.participant)"), .init(cell.condition.label), .init(cell.measure.title),
      value(cell.baseline), value(cell.compare),
      .init(PairWords.ratio(cell.ratio, cell.interval, digits: 3)),
      .init(cell.adjustedP.map(Figures.probability) ?? "n/a"),
      .init(
        Figures.probability(cell.rankTest.adjustedP) + (cell.rankTest.isExact ? "" : " (approximate)")),
      .init("\(cell.verdict.mark) \(cell.verdict.words)\(agreement)", cell.verdict.tone),
      .init(cell.welch.map(PairWords.welch) ?? "n/a"),
    ]
  }

  private static func side(_ side: RunComparison.Side) -> String {
    let commit = side.commit.map { ", commit \($0.prefix(12))" }
    return "\(side.run) of \(side.startedAt.formatted(.iso8601))\(commit ?? "")"
  }

  private static func legend(_ comparison: RunComparison) -> [String] {
    let method = comparison.method
    let deltas = Set(comparison.cells.map(\.delta)).sorted().map(Figures.percent)
    return [
      "Values are means with the number of blocks; ratios are those of geometric means with their 95 % interval; p after Holm over \(Figures.count(method.comparisons, "comparison")).",
      "▲ better  ▼ worse (both tests p < \(Figures.short(method.alpha)))  = equivalent within \(deltas.joined(separator: " or "))  ~ inconclusive  ≋ too noisy to tell  ? needs ≥ \(Figures.count(method.valuesNeeded, "block")) in each run",
      "The runs share no blocks: what the machine did in the meantime is part of every difference. Participants of one run are compared better, because block by block.",
    ]
  }

  private static func doubts(_ comparison: RunComparison) -> [Text] {
    func places(_ places: [RunComparison.Place], _ where: String) -> [String] {
      places.map { "only in \(`where`): \($0.participant) under \($0.condition.label)" }
    }
    return
      (comparison.differences.map(\.words) + places(comparison.onlyInBaseline, "the baseline")
      + places(comparison.onlyInCompare, "the other run")).map { Text("warning: \($0)") }
  }
}
