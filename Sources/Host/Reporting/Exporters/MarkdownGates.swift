import Analysis
import Record

/// The part of the Markdown report about validity.
extension MarkdownSections {
  static func gates(_ comparison: Comparison, _ run: Run) -> String? {
    guard let sentence = Matrix.gates(comparison) else { return nil }
    let cells =
      (comparison.workloads.flatMap(\.allCells) as [any MeasuredCell])
      + (comparison.latency?.points.flatMap(\.allCells) ?? [])
    let used = Gate.all.filter { gate in cells.contains { $0.gates.contains { $0.gate == gate.name } } }
    var table = Table(
      columns: [("workload", .left), ("framework", .left), ("valid blocks", .right)]
        + used.map { ($0.name, .right) })
    for cell in cells where !cell.gates.isEmpty {
      table.append(
        [cell.condition, cell.framework, "\(cell.blocks)"] + used.map { text($0, of: cell) })
    }
    let limits = used.map { "\($0.name): \($0.figure), at most \($0.text($0.limit))" }.joined(separator: "; ")
    return
      "## Validity gates\n\n\(sentence) A trial that fails a gate is no observation, and its block is dropped for "
      + "the pairs that use it. The worst figure of each cell, with the number of trials that failed:\n\n"
      + table.markdown + "\nLimits: \(limits).\n"
  }

  private static func text(_ gate: Gate, of cell: any MeasuredCell) -> String {
    guard let found = cell.gates.first(where: { $0.gate == gate.name }) else { return "n/a" }
    return gate.text(found.worst) + (found.failed > 0 ? " (**\(found.failed)**)" : "")
  }
}
