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
    return MarkdownRenderer().text(
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
      case .notJudged: "not judged"
      case .notRun: "not run"
      }
    let detail = [check.detail, check.machine.flatMap(text)].compactMap(\.self).joined(separator: "; ")
    return [
      .init(name), .init(check.seen.map { text($0, check.unit) } ?? "n/a"),
      .init(check.verdict == .notRun ? "" : expected(check)), verdict, .init(detail),
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

  /// How quiet the machine was; nil when it was all the time. Where it never was, with what it did at the best time.
  private static func text(_ machine: SelftestReport.Machine) -> String? {
    guard machine.quiet < machine.windows else { return nil }
    let quiet = "quiet: \(machine.quiet) of \(machine.windows)"
    return machine.quiet > 0 ? quiet : "\(quiet), the best one: \(text(machine.least))"
  }

  private static func text(_ disturbance: SelftestReport.Disturbance) -> String {
    let shares = [
      ("waited", disturbance.waitingShare), ("stolen", disturbance.stolenShare),
      ("other programs", disturbance.otherShare),
    ]
    let known = shares.compactMap { name, share in share.map { "\(name) \(Figures.percent($0))" } }
    let latest = Figures.time(Double(disturbance.latestNanoseconds))
    return (known + ["timers late \(Figures.percent(disturbance.lateShare)), at most \(latest)"])
      .joined(separator: ", ")
  }

  /// What came out, in a sentence or two.
  private static func conclusion(_ report: SelftestReport) -> String {
    let verdicts = report.parts.flatMap { $0.checks.map(\.verdict) }
    func count(_ verdict: SelftestReport.Check.Verdict) -> Int { verdicts.count { $0 == verdict } }
    let (failed, judged) = (count(.fails), count(.fails) + count(.holds))
    let start =
      failed > 0
      ? "\(failed) of \(judged) checks fail" : judged > 0 ? "All \(judged) checks hold" : "No check fails"
    let open = count(.notJudged) == 0 ? "" : "; not judged: \(count(.notJudged))"
    let end = count(.notRun) == 0 ? "." : "; \(count(.notRun)) could not be run."
    guard count(.notJudged) > 0 || report.waitingShare ?? 0 > 0.01 else { return start + open + end }
    let share = report.waitingShare.map { Figures.percent($0) } ?? "n/a"
    return
      "\(start)\(open)\(end) Other programs ran on this machine: generator and servers waited for their processors for \(share) of the windows. What was not judged needs a quieter one; it says nothing against the instrument."
  }
}
