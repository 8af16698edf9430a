import Analysis
import Record

/// What the validity gates found.
enum GateSection {
  static let all: Section = { findings in
    let cells = findings.comparison.cells.filter { !$0.cell.gates.isEmpty }
    guard let sentence = GateWords.sentence(cells.flatMap(\.cell.gates)) else { return nil }
    let found = Set(cells.flatMap(\.cell.gates).map(\.gate))
    let used = Gate.all.filter { found.contains($0.name) }
    let failed = cells.filter { $0.cell.gates.contains { $0.failed > 0 } }
    let limits = used.map {
      "\($0.name): \($0.figure), at most \(GateWords.figure($0.limit, of: $0.name))"
    }
    return [
      .heading(2, "Validity gates"),
      .text(
        "\(sentence) A trial that fails a gate is no observation, and its block is dropped for the pairs that use it."
      ),
    ] + (failed.isEmpty ? [] : [.table(table(failed, used))]) + [
      .details(
        summary: "The worst figure of every cell, with the number of trials that failed",
        [.table(table(cells, used)), .notes([Text("Limits: \(limits.joined(separator: "; ")).")])])
    ]
  }

  /// What they found, in a sentence.
  static let brief: Section = { findings in
    GateWords.sentence(findings.comparison.cells.flatMap(\.cell.gates)).map { [.text(Text($0))] }
  }

  private static func table(_ cells: [(condition: Condition, cell: Cell)], _ gates: [Gate]) -> Table {
    var table = Table(
      columns: [("condition", .left), ("participant", .left), ("valid blocks", .right)]
        + gates.map { ($0.name, .right) })
    for (condition, cell) in cells {
      let found = Dictionary(cell.gates.map { ($0.gate, $0) }) { first, _ in first }
      table.append(
        [.init(condition.label), .init("\(cell.participant)"), .init("\(cell.blocks)")]
          + gates.map { text(found[$0.name]) })
    }
    return table
  }

  private static func text(_ summary: GateSummary?) -> Table.Cell {
    guard let summary else { return "n/a" }
    let worst = GateWords.figure(summary.worst, of: summary.gate)
    return summary.failed == 0 ? .init(worst) : .init("\(worst) (\(strong: "\(summary.failed)"))", .bad)
  }
}
