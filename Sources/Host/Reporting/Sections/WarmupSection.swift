import Analysis
import Record

/// How apps come to their pace.
enum WarmupSection {
  static let all: Section = { findings in
    let rows = findings.comparison.warmups
    guard !rows.isEmpty else { return nil }
    return [
      .heading(2, "From cold start to steady state"),
      .text(
        "Medians over fresh processes; the steady state is that of a pilot before the blocks, which drove every app with windows of \(Figures.time(Pilot.windowSeconds * 1e9)) of its workloads in turn. It is steady from the first cycle on that comes to the pace of the last third, by itself and with the four after it: at most 3 % below, or two standard deviations, or errors."
      ), .table(table(rows)),
    ]
  }

  private static func table(_ rows: [WarmupSummary]) -> Table {
    var table = Table(columns: [
      ("participant", .left), ("spawn → first 200", .right), ("first load → steady state", .right),
      ("sessions", .right), ("warmed up for", .right),
    ])
    for row in rows {
      table.append([
        "\(row.participant)", row.startupNanoseconds.map(Figures.time) ?? "n/a",
        row.steadyNanoseconds.map(Figures.time) ?? "no steady state", "\(row.sessions)",
        row.warmupNanoseconds.map(Figures.time) ?? "n/a",
      ])
    }
    return table
  }
}
