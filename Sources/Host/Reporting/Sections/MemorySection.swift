import Analysis
import Record

/// Whether memory grows.
enum MemorySection {
  static let all: Section = { findings in
    let verdicts = findings.comparison.memory
    guard !verdicts.isEmpty else { return nil }
    let growing = verdicts.filter { $0.growth == .grows }
    return [
      .heading(2, "Memory"),
      .text(
        "Memory against requests answered, by least squares over the second half of each window, a slope per session (fresh process) and Student's 95 % interval over sessions. It grows where the whole interval is above \(Figures.short(MemoryVerdict.margin)) bytes per request; a process that is seconds old may still fill its caches, which longer windows tell from a leak. \(code: "series.jsonl") has the samples."
      ), .text(sentence(verdicts, growing.count)),
    ] + (growing.isEmpty ? [] : [.table(table(growing))])
      + [.details(summary: "Every verdict on memory", [.table(table(verdicts))])]
  }

  private static func sentence(_ verdicts: [MemoryVerdict], _ growing: Int) -> Text {
    let unknown = verdicts.count { $0.growth == .unknown }
    return
      "\(growing) of \(Figures.count(verdicts.count, "verdict")) say that memory grows, \(unknown) that too little is known."
  }

  private static func table(_ verdicts: [MemoryVerdict]) -> Table {
    var table = Table(columns: [
      ("workload", .left), ("participant", .left), ("metric", .left), ("sessions", .right),
      ("verdict", .left),
    ])
    for verdict in verdicts {
      let grows = verdict.growth == .grows
      table.append([
        .init("\(verdict.workload)"), .init("\(verdict.participant)"), .init(verdict.metric),
        .init("\(verdict.sessions)"),
        grows ? .init(Text(.strong(verdict.words)), .bad) : .init(verdict.words),
      ])
    }
    return table
  }
}
