import Analysis
import Record

/// What apps told of themselves: a table for each participant and family, a row for each metric that it has or should have.
enum MetricSection {
  static let all: Section = { findings in
    let parts = findings.comparison.participants.map { details(of: $0, findings) }.filter { !$0.1.isEmpty }
    return parts.isEmpty
      ? nil
      : [
        .heading(2, "Runtime metrics"),
        .text("Counters are per request, gauges as they were at the end of the windows."),
      ] + parts.map { .details(summary: Text("\($0.0)"), $0.1) }
  }

  private static func details(of participant: Key<Participant>, _ findings: Findings) -> (
    Key<Participant>, [Block]
  ) {
    var footnotes = Footnotes()
    let tables = findings.comparison.families.flatMap { family in
      let cells = family.points.compactMap { point in
        point.cell(participant).flatMap { $0.state == .measured ? (point.condition, $0) : nil }
      }
      return parts(cells).compactMap { table($0, findings.record.metrics, &footnotes) }
    }
    return (
      participant, tables.map { .table($0) } + (footnotes.notes.isEmpty ? [] : [.notes(footnotes.notes)])
    )
  }

  /// As many at once as a table has columns.
  private static func parts<Element>(_ cells: [Element]) -> [[Element]] {
    stride(from: 0, to: cells.count, by: Findings.mostColumns).map {
      Array(cells[$0..<min($0 + Findings.mostColumns, cells.count)])
    }
  }

  private static func table(
    _ cells: [(condition: Condition, cell: Cell)], _ facts: [MetricFacts], _ footnotes: inout Footnotes
  ) -> Table? {
    let columns = cells.map { (cell: $0.cell, reasons: $0.cell.unavailable.reasons) }
    let own = facts.filter { fact in
      columns.contains { $0.cell.metrics[fact.name] != nil || $0.reasons[fact.name] != nil }
    }
    guard !own.isEmpty else { return nil }
    var table = Table(columns: [("metric", .left)] + cells.map { ($0.condition.label, .right) })
    for fact in own {
      table.append(
        [fact.titleWithUnit]
          + columns.map { column in
            column.cell.metrics[fact.name].map(Figures.short)
              ?? column.reasons[fact.name].map { "n/a \(footnotes.mark($0))" } ?? "n/a"
          })
    }
    return table
  }
}

/// Remarks that cells refer to, each once.
private struct Footnotes {
  private var numbers: [String: Int] = [:]
  private(set) var notes: [Text] = []

  /// What stands in the cell.
  mutating func mark(_ note: String) -> String {
    let number = numbers[note] ?? notes.count + 1
    if numbers.updateValue(number, forKey: note) == nil { notes.append(Text("[\(number)] \(note)")) }
    return "[\(number)]"
  }
}
