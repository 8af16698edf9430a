import Analysis
import Record

/// The part of the Markdown report about memory that grows.
extension MarkdownSections {
  static func memory(_ comparison: Comparison, _ run: Run) -> String? {
    guard let verdicts = comparison.memory, !verdicts.isEmpty else { return nil }
    let known = verdicts.filter { $0.growth != .unknown }
    var table = Table(columns: [
      ("workload", .left), ("framework", .left), ("metric", .left), ("sessions", .right), ("verdict", .left),
    ])
    for verdict in known {
      let text = verdict.growth == .grows ? "**\(verdict.text)**" : verdict.text
      table.append([
        verdict.workload, verdict.framework, verdict.metric, "\(verdict.sessions)", text,
      ])
    }
    let unknown = verdicts.first { $0.growth == .unknown }.map {
      "\(verdicts.count - known.count) of \(verdicts.count) verdicts are \($0.text).\n"
    }
    let parts = [known.isEmpty ? nil : table.markdown, unknown].compactMap(\.self)
    return
      "## Memory\n\nMemory against requests answered, by least squares over the second half of each window, a slope per session "
      + "(fresh process) and Student's 95 % interval over sessions. It grows where the whole interval is above "
      + "\(Figures.short(MemoryVerdict.margin)) bytes per request; a process that is seconds old may still fill its caches, which longer windows tell from a leak. `series.jsonl` has the samples.\n\n"
      + parts.joined(separator: "\n")
  }
}
