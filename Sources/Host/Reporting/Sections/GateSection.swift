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
        "\(sentence) A trial that fails a gate of integrity (\(names(.integrity, used))) is no observation, and its block is dropped for the pairs that use it. One that fails a gate of the environment (\(names(.environment, used))) is disturbed: it counts, since the block's other trials were disturbed alike, but its figures are not comparable with those of another run."
      ),
    ] + (failed.isEmpty ? [] : [.table(table(failed, used))]) + [
      .details(
        summary: "The worst figure of every cell, with the number of trials that failed",
        [.table(table(cells, used)), .notes([Text("Limits: \(limits.joined(separator: "; ")).")])])
    ]
  }

  /// That they found nothing; otherwise doubts say what.
  static let brief: Section = { findings in
    let gates = findings.comparison.cells.flatMap(\.cell.gates)
    guard gates.allSatisfy({ $0.failed == 0 }) else { return nil }
    return GateWords.sentence(gates).map { [.text(Text($0))] }
  }

  private static func names(_ kind: Gate.Kind, _ gates: [Gate]) -> String {
    let names = gates.filter { $0.kind == kind }.map(\.name)
    return names.isEmpty ? "none of which had a figure" : names.joined(separator: ", ")
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
    return summary.failed == 0
      ? .init(worst)
      : .init("\(worst) (\(strong: "\(summary.failed)"))", summary.kind == .integrity ? .bad : nil)
  }
}
