import Foundation
package import Record

/// The self-test's findings for readers: a table for a terminal, a page in Markdown.
package enum SelftestText {
  /// One row per check, and the conclusion.
  package static func text(_ report: SelftestReport, style: TerminalStyle) -> String {
    var table = Table(columns: columns)
    for part in report.parts {
      for check in part.checks { table.append(row(check, "\(part.name): \(check.name)")) }
    }
    return TerminalRenderer(style).text(
      Document([.table(table), .text(Text(conclusion(report)))]))
  }

  /// `docs/SELFTEST.md`: what each part proves, its checks, and where it ran.
  package static func markdown(_ report: SelftestReport) -> String {
    let machine = report.environment
    let place =
      "\(machine.cpuModel ?? "n/a"), \(Figures.count(machine.cpus.count, "processor"))\(machine.virtualised ? " (virtual)" : ""), "
      + "Linux \(machine.kernel), load average \(Figures.fixed(machine.loadAverage, 2)) at the start"
    let date = report.startedAt.formatted(.iso8601)
    let head: Text =
      "Written by \(code: report.command.joined(separator: " ")) on \(date) (seed \(report.seed)): \(place). \(conclusion(report))"
    return MarkdownRenderer.text(
      Document([.heading(1, "Self-test"), .text(head)] + report.parts.flatMap(blocks)))
  }

  private static func blocks(_ part: SelftestReport.Part) -> [Block] {
    var table = Table(columns: columns)
    part.checks.forEach { table.append(row($0, $0.name)) }
    return [.heading(2, Text(part.name)), .text(Text(part.summary)), .table(table)]
  }

  private static let columns: [(title: String, alignment: Table.Alignment)] = [
    ("check", .left), ("seen", .right), ("expected", .right), ("verdict", .left), ("detail", .left),
  ]

  private static func row(_ check: SelftestReport.Check, _ name: String) -> [Table.Cell] {
    let verdict: Table.Cell =
      switch check.verdict {
      case .holds: "holds"
      case .fails: .init("FAILS", .bad)
      case .notRun: "not run"
      }
    return [
      .init(name), .init(check.seen.map { text($0, check.unit) } ?? "n/a"),
      .init(check.verdict == .notRun ? "" : expected(check)), verdict, .init(check.detail ?? ""),
    ]
  }

  private static func expected(_ check: SelftestReport.Check) -> String {
    guard check.low != check.high else { return text(check.low, check.unit) }
    return "\(text(check.low, check.unit)) – \(text(check.high, check.unit))"
  }

  private static func text(_ value: Double, _ unit: SelftestReport.Check.Unit) -> String {
    guard value.isFinite else { return "n/a" }
    return switch unit {
    case .nanoseconds: Figures.fixed(value / 1e6, 3) + " ms"
    case .perSecond: Figures.fixed(value, 1) + "/s"
    case .ratio: Figures.fixed(value, 3)
    case .count: Figures.whole(value)
    }
  }

  /// What came out, in a sentence or two.
  private static func conclusion(_ report: SelftestReport) -> String {
    let checks = report.parts.flatMap(\.checks)
    let failed = checks.count { $0.verdict == .fails }
    let missing = checks.count { $0.verdict == .notRun }
    let start =
      failed == 0
      ? "All \(checks.count - missing) checks hold" : "\(failed) of \(checks.count - missing) checks fail"
    let end = missing == 0 ? "." : "; \(missing) could not be run."
    guard let share = report.waitingShare, share > 0.01 else { return start + end }
    return
      "\(start)\(end) Generator and servers waited for their processors for \(Figures.percent(share)) of the windows, because other programs ran on this machine, and what those took shows in the figures; end them and run it again."
  }
}
