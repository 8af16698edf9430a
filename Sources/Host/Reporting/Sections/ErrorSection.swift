import Analysis
import Record

/// What went wrong.
enum ErrorSection {
  static let all: Section = { findings in
    let cells = findings.comparison.cells
    let requests = cells.reduce(0) { $0 + $1.cell.requests }
    let checked = cells.reduce(0) { $0 + $1.cell.answersChecked }
    let bad = cells.compactMap { condition, cell in
      cell.problems(findings.names).map { (condition: condition, cell: cell, problems: $0) }
    }
    let start =
      "\(Figures.count(requests)) requests answered, \(Figures.count(checked)) answers compared in full."
    let end = bad.isEmpty ? " No request failed and no answer was wrong." : ""
    let lines = bad.map {
      Text("\($0.cell.participant) under \($0.condition.label) (\($0.cell.state.rawValue)): \($0.problems)")
    }
    return [.heading(2, "Errors"), .text(Text(start + end))] + (lines.isEmpty ? [] : [.list(lines)])
      + bad.compactMap { output($0.condition, $0.cell) }
  }

  /// The last words of an app that failed; nil without any.
  private static func output(_ condition: Condition, _ cell: Cell) -> Block? {
    guard case .failed(let failure) = cell.reason, !failure.standardError.isEmpty else { return nil }
    return .details(
      summary: Text("Last lines of \(cell.participant) under \(condition.label)"),
      [.verbatim(failure.standardError)])
  }
}

/// What participants declare to do differently.
enum DeviationSection {
  static let all: Section = { findings in
    let lines = findings.record.frameworks.flatMap { facts in
      facts.deviations.map {
        let place = $0.workloads.isEmpty ? "" : " (\($0.workloads.joined(separator: ", ")))"
        return Text("\(facts.participant), \($0.id): \($0.description)\(place)")
      }
    }
    return [
      .heading(2, "Deviations"), lines.isEmpty ? .text("No framework declares any.") : .list(lines),
    ]
  }
}
