import Analysis
import Foundation
import Record
import TestSupport
import Testing

@testable import Reporting

private let rates = (1...10).map { 1000 + Double($0) }
private let sample = SampleRun.make(
  ["a/x": ["w": rates], "b/y": ["w": rates.map { $0 * 2 }]], frameworks: ["a/x", "b/y"], workloads: ["w"],
  twin: ["w": rates.map { $0 * 1.02 }],
  p99: [
    "a/x": rates.map { $0 * 1e3 }, "a/x (twin)": rates.map { $0 * 1.1e3 }, "b/y": rates.map { $0 * 500 },
  ])

private func page(_ record: RunRecord) -> String {
  String(decoding: MarkdownExporter().render(Comparison(of: record), of: record), as: UTF8.self)
}

private func terminal(
  _ record: RunRecord, colour: Bool = false, width: Int? = nil, _ extent: TerminalReport.Extent = .wide
) -> String {
  let style = TerminalStyle(colour: colour, width: width)
  return TerminalReport.text(Comparison(of: record), of: record, style: style, extent)
}

@Test
func
  `a terminal of 80 columns has room for every line, the verdict is first and doubts are last, a line each`()
{
  let lines = terminal(ReportSample.rich, width: 80, .brief).components(separatedBy: "\n")
  #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
  #expect(lines[0].hasPrefix("b/y has 1.42 times the requests/s of a/x"), "\(lines[0])")
  let doubts = lines.drop { $0 != "Caveats" }.dropFirst(2).dropLast()
  #expect(doubts.count > 3 && doubts.allSatisfy { $0.hasPrefix("- ") }, "\(doubts)")
  #expect(doubts.last?.hasSuffix("harness report RUN --doubts") == true)
  #expect(doubts.contains { $0.hasSuffix("…") })
  // Where there is no terminal, tables are as narrow, and a doubt is as long as it is.
  let piped = terminal(ReportSample.rich, .brief).components(separatedBy: "\n")
  #expect(!piped.contains { $0.hasSuffix("…") })
  #expect(piped.filter { $0.contains("──") }.allSatisfy { $0.count <= 80 })
}

@Test func `all doubts are told in full when they are asked for`() {
  let doubts = terminal(ReportSample.rich, .doubts)
  #expect(doubts.contains("What would help: ") && !doubts.contains("geometric mean") && !doubts.contains("…"))
}

@Test func `the terminal matrix shows value, ratio, interval, mark and winner, coloured only when asked`() {
  #expect(terminal(sample).contains("2,011/s  2.00× [2.00, 2.00] ▲ ★"), "\(terminal(sample))")
  #expect(!terminal(sample).contains("\u{1b}"))
  #expect(
    terminal(sample, colour: true).contains("\u{1b}[36m2,011/s  2.00× [2.00, 2.00] ▲ ★\u{1b}[0m"))
}

@Test func `the terminal says who is ahead before anything else, and doubts after everything else`() {
  let text = terminal(ReportSample.rich)
  #expect(
    text.hasPrefix("Capacity: requests/s (more is better), geometric mean of ratios to a/x: b/y 1.42×"),
    "\(text)")
  let doubts = text.components(separatedBy: "\n\nCaveats\n\n").last ?? ""
  #expect(doubts.split(separator: "\n").allSatisfy { $0.hasPrefix("- ") } && doubts.contains("- d/q under w"))
  // What is missing comes first, what the machine did last; what several cells have in common is one line.
  #expect(doubts.hasPrefix("- c/z under w (failed)"), "\(doubts)")
  #expect(
    doubts.split(separator: "\n").count { $0.hasPrefix("- d/q under w, w at 753/s (50 %) (refused)") } == 1)
}

@Test func `every family has a matrix of its own, with values in its unit and its resolution`() {
  let rows = terminal(sample).split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
  #expect(
    rows.contains { $0.hasPrefix("w at 502/s (50 %) 1.01 ms 503 µs 0.50× [0.50, 0.50] ▲ ★ 10.0 %") },
    "\(rows)")
  #expect(
    rows.contains {
      $0.hasPrefix(
        "Resolution of p99: 10.0 %. So far from 1 reach the 95 % intervals of a/x against its twin")
    })
  let plain = SampleRun.make(
    ["a/x": ["w": rates], "b/y": ["w": rates]], frameworks: ["a/x", "b/y"], workloads: ["w"])
  #expect(!terminal(plain).contains("offered"))
}

@Test func `the report has every section that readers look for`() throws {
  let text = page(ReportSample.rich)
  for heading in [
    "# Benchmark results", "## Capacity: requests/s (more is better)", "## Why", "## Caveats", "## Capacity",
    "## Latency at equal offered rates", "## Categories", "## Again", "## Where the time goes",
    "## Validity gates", "## From cold start to steady state", "## Memory",
    "## Capacity, condition by condition", "## Latency at equal offered rates, condition by condition",
    "## Runtime metrics", "## Errors", "## Deviations", "## Method", "## Environment",
  ] {
    #expect(text.contains("\n" + heading + "\n") || text.hasPrefix(heading + "\n"), "\(heading)")
  }
}

@Test func `one participant alone is compared with nobody`() throws {
  let alone = SampleRun.make(["a/x": ["w": rates]], frameworks: ["a/x"], workloads: ["w"])
  let text = terminal(alone)
  #expect(!text.contains("geometric mean") && !text.contains("▲") && text.contains("1,006/s"))
  #expect(page(alone).contains("\n\n**a/x, measured alone**."))
}

@Test func `a clean run says so`() throws {
  let text = page(sample)
  #expect(text.contains("No request failed and no answer was wrong."))
  #expect(text.contains("Every trial passed every validity gate."))
  #expect(
    text.contains(
      "- a/x (twin) / a/x: 1.02× [1.02, 1.02], 10 blocks, p = 0.0020 stepped down, resolution 1.99 %: the same"
    ))
}

@Test func `a run that was stopped says so at once`() throws {
  #expect(page(sample.with(outcome: .some(nil))).contains("**The run was stopped before its end.**"))
  #expect(!page(sample).contains("was stopped"))
}

@Test func `what the machine does not let apps have is part of the environment`() throws {
  let text = page(sample.with(environment: .narrow))
  for row in [
    "| quota of processor time | 0.400 processors |", "| CPUs of one core | 0,1 |",
    "| open files at the start | 1,024 |",
  ] { #expect(text.contains(row), "\(text)") }
  #expect(!(page(sample)).contains("quota of processor time"))
}
