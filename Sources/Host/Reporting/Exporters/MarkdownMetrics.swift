import Analysis
import Record

extension MarkdownSections {
  /// A table for each framework, with a row for each metric that it has or should have; why it has not is below.
  static func runtimeMetrics(_ comparison: Comparison, _ run: Run) -> String? {
    let told: Set = ["cpu.user", "cpu.system", "cpu.total", "memory.rss"]  // above
    let facts = run.metrics.filter { !told.contains($0.name) }
    let tables = comparison.frameworks.compactMap { framework in
      let cells = comparison.workloads.flatMap(\.cells).filter {
        $0.framework == framework && $0.state == .measured
      }
      return metrics(of: cells, facts).map { "### \(framework)\n\n\($0)" }
    }
    return tables.isEmpty
      ? nil
      : "## Runtime metrics\n\nCounters are per request, gauges as they were at the end of the windows.\n\n"
        + tables.joined(separator: "\n")
  }

  private static func metrics(of cells: [Cell], _ facts: [MetricFacts]) -> String? {
    let reasons = cells.map { $0.unavailable?.reasons ?? [:] }
    let own = facts.filter { fact in
      cells.contains { $0.metrics[fact.name] != nil } || reasons.contains { $0[fact.name] != nil }
    }
    guard !own.isEmpty else { return nil }
    var notes: [String] = []
    func text(_ cell: Cell, _ reasons: [String: String], _ metric: String) -> String {
      if let value = cell.metrics[metric] { return Figures.short(value) }
      guard let reason = reasons[metric] else { return "n/a" }
      if !notes.contains(reason) { notes.append(reason) }
      return "n/a [\((notes.firstIndex(of: reason) ?? 0) + 1)]"
    }
    var table = Table(columns: [("metric", .left)] + cells.map { ($0.workload, .right) })
    for fact in own {
      table.append(
        ["\(fact.name) (\(fact.unit)\(fact.kind == "counter" ? "/request" : ""))"]
          + zip(cells, reasons).map { text($0, $1, fact.name) })
    }
    let footnotes = notes.enumerated().map { "[\($0.offset + 1)] \($0.element)  \n" }.joined()
    return table.markdown + (notes.isEmpty ? "" : "\n\(footnotes)")
  }
}
