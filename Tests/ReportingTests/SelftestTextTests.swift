import Foundation
import Record
import TestSupport
import Testing

@testable import Reporting

private let checks: [SelftestReport.Check] = [
  .init("p99", .nanoseconds, seen: 1_500_000, expected: 1_000_000...2_000_000, detail: "median"),
  .init("rate", .perSecond, seen: 999.4, expected: 999...1001),
  .init("ratio", .ratio, seen: 1.02, expected: 0.97...1.03),
  .init("unaccounted", .count, seen: 0, expected: 0...0),
]

private func report(_ checks: [SelftestReport.Check], waitingShare: Double? = nil) -> SelftestReport {
  let environment = SampleRun.make(["a/x": ["w": [1]]], frameworks: ["a/x"], workloads: ["w"]).run.environment
  return SelftestReport(
    command: ["harness", "selftest"], startedAt: Date(timeIntervalSince1970: 0), environment: environment,
    seed: 7, waitingShare: waitingShare,
    parts: [.init(name: "part", summary: "What it proves.", checks: checks)])
}

@Test func `a check holds from its lower to its upper bound, and not without a number`() {
  func verdict(_ seen: Double) -> SelftestReport.Check.Verdict {
    SelftestReport.Check("x", .ratio, seen: seen, expected: 1...2).verdict
  }
  #expect(verdict(1) == .holds && verdict(2) == .holds)
  #expect(verdict(0.999) == .fails && verdict(2.001) == .fails)
  #expect(verdict(.nan) == .fails && verdict(.infinity) == .fails)
}

@Test func `a report holds unless a check fails; what was not run does not count`() {
  #expect(report(checks).holds && report([.notRun("x", "y")]).holds)
  #expect(!report(checks + [.init("x", .count, seen: 1, expected: 0...0)]).holds)
}

@Test func `the table shows what was seen, what must be, and the verdict`() {
  let text = SelftestText.text(report(checks), style: .plain)
  let rows = text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
  #expect(rows.contains("part: p99 1.500 ms 1.000 ms – 2.000 ms holds median"))
  #expect(rows.contains("part: rate 999.4/s 999.0/s – 1001.0/s holds"))
  #expect(rows.contains("part: ratio 1.020 0.970 – 1.030 holds"))
  #expect(rows.contains("part: unaccounted 0 0 holds"))
  #expect(rows.last == "All 4 checks hold.")
}

private let disturbance = SelftestReport.Disturbance(
  waitingShare: 0.031, stolenShare: nil, otherShare: 0.28, lateShare: 0.042, latestNanoseconds: 14_200_000)

private func machine(quiet: Int) -> SelftestReport.Machine {
  .init(windows: 9, quiet: quiet, least: disturbance)
}

@Test func `failures, what was not run and a busy machine are said`() {
  let bad = checks + [.init("x", .count, seen: 1, expected: 0...0), .notRun("wrk", "it is not installed")]
  let text = SelftestText.text(report(bad, waitingShare: 0.123), style: .plain)
  #expect(text.contains("FAILS") && text.contains("not run  it is not installed"))
  #expect(text.contains("1 of 5 checks fail; 1 could not be run. Other programs ran on this machine: "))
  #expect(text.contains("waited for their processors for 12.3 % of the windows"))
  let wild = SelftestText.text(report([.init("x", .count, seen: 1e300, expected: 0...0)]), style: .plain)
  #expect(wild.contains("1e+300"))
  #expect(!SelftestText.text(report(checks, waitingShare: 0.001), style: .plain).contains("waited"))
}

@Test func `what is not judged is no failure, and shows what was seen and what the machine did`() {
  let open = SelftestReport.Check.notJudged(
    "p99", .nanoseconds, seen: 9e6, expected: 1e6...2e6, detail: "median of 3 windows",
    machine: machine(quiet: 0))
  #expect(report(checks + [open]).holds)
  let text = SelftestText.text(report(checks + [open], waitingShare: 0.2), style: .plain)
  let row = text.split(separator: "\n").first { $0.contains("not judged") }
  #expect(
    row?.split(separator: " ").joined(separator: " ")
      == "part: p99 9.000 ms 1.000 ms – 2.000 ms not judged median of 3 windows; quiet: 0 of 9, the best one: "
      + "waited 3.10 %, other programs 28.0 %, timers late 4.20 %, at most 14.2 ms")
  #expect(text.contains("All 4 checks hold; not judged: 1. Other programs"))
  #expect(SelftestText.text(report([open]), style: .plain).contains("No check fails; not judged: 1. "))
}

@Test func `how many windows were quiet is said unless all were`() {
  func text(_ quiet: Int) -> String {
    let check = SelftestReport.Check("x", .ratio, seen: 1, expected: 1...2, machine: machine(quiet: quiet))
    return SelftestText.text(report([check]), style: .plain)
  }
  #expect(text(3).contains("holds    quiet: 3 of 9\n") && !text(9).contains("quiet"))
}

@Test func `the Markdown has the command, the seed, the machine and a section per part`() {
  let text = SelftestText.markdown(report(checks))
  #expect(text.hasPrefix("# Self-test\n\nWritten by `harness selftest` on 1970-01-01T00:00:00Z (seed 7)"))
  #expect(text.contains("\n## part\n\nWhat it proves.\n\n| check | seen | expected | verdict | detail |\n"))
  #expect(text.contains("| unaccounted | 0 | 0 | holds |  |") && text.contains("Linux 6.1"))
}
