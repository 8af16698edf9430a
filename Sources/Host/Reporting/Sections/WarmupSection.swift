import Analysis
import Record

/// How apps come to their pace.
enum WarmupSection {
  static let all: Section = { findings in
    let rows = findings.comparison.warmups
    guard !rows.isEmpty, let (warmup, _) = findings.plan.judgedWarmup, let limit = warmup.steadyVariation
    else { return nil }
    let window = Figures.time(warmup.windowSeconds * 1e9)
    return [
      .heading(2, "From cold start to steady state"),
      .text(
        "Medians over fresh processes. A state is steady from the first of \(Warmup.steadyWindows) windows in a row, \(window) each, whose throughput has a coefficient of variation of at most \(Figures.percent(limit)); a warm-up ends there or after \(Warmup.maximumWindows) windows. The second figure is that of the first workload of a process."
      ), .table(table(rows)),
    ]
  }

  private static func table(_ rows: [WarmupSummary]) -> Table {
    var table = Table(columns: [
      ("participant", .left), ("spawn → first 200", .right), ("first load → steady state", .right),
      ("sessions that became steady", .right), ("warm-ups that did", .right),
    ])
    for row in rows {
      table.append([
        "\(row.participant)", row.startupNanoseconds.map(Figures.time) ?? "n/a",
        row.steadyNanoseconds.map(Figures.time) ?? "no steady state",
        "\(row.steadySessions) of \(row.sessions)", "\(row.steadyWarmups) of \(row.warmups)",
      ])
    }
    return table
  }
}
