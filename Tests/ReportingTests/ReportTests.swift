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

@Test(arguments: [
  (0.01234, "0.0123"), (1.234, "1.23"), (12.34, "12.3"), (123.4, "123"), (1234.0, "1234"), (0, "0"),
  (-1.5, "-1.50"), (1e300, "1e+300"),
])
func `numbers have three significant digits`(value: Double, text: String) {
  #expect(Figures.short(value) == text)
}

@Test(arguments: [(7, "7"), (1234, "1,234"), (-1_234_567, "-1,234,567")])
func `counts are grouped by three`(value: Int, text: String) { #expect(Figures.count(value) == text) }

@Test(arguments: [(850.0, "850 ns"), (850_000, "850 µs"), (1_200_000, "1.20 ms"), (2.5e9, "2.50 s")])
func `times have the unit that fits`(value: Double, text: String) { #expect(Figures.time(value) == text) }

@Test func `a plain table is aligned, left and right`() {
  var table = Table(columns: [("name", .left), ("n", .right)])
  table.append(["a", "1"])
  table.append(["long name", "100"])
  #expect(table.plain() == "name         n\n─────────  ───\na            1\nlong name  100\n")
}

@Test func `a Markdown table escapes bars`() {
  var table = Table(columns: [("a|b", .left), ("n", .right)])
  table.append(["x|y", "1"])
  #expect(table.markdown == "| a\\|b | n |\n| --- | ---: |\n| x\\|y | 1 |\n")
}

@Test func `the terminal matrix shows rate, ratio, interval, mark and winner, coloured only when asked`() {
  let comparison = Comparison(of: sample)
  let plain = TerminalReport.text(comparison, colour: false)
  #expect(plain.contains("2,011  2.00× [2.00, 2.00] ▲ ★"))
  #expect(!plain.contains("\u{1b}"))
  #expect(TerminalReport.text(comparison, colour: true).contains("\u{1b}[32m"))
}

@Test func `the latency half has its own table, with p50, p99, verdict and noise floor`() {
  let text = TerminalReport.text(Comparison(of: sample), colour: false)
  #expect(
    text.contains("w, 502/s (50 %)                 101 µs / 1.01 ms  50.3 µs / 503 µs  0.50× [0.50"),
    "\(text)")
  #expect(text.contains("differences of p99 below 10.0 %"), "\(text)")
  let plain = SampleRun.make(
    ["a/x": ["w": rates], "b/y": ["w": rates]], frameworks: ["a/x", "b/y"], workloads: ["w"])
  #expect(!TerminalReport.text(Comparison(of: plain), colour: false).contains("offered"))
}

@Test func `latency.csv has a line per cell and rate, with both kinds of percentiles`() throws {
  let data = try LatencyCSVExporter().render(Comparison(of: sample), of: sample.run)
  let lines = String(decoding: data, as: UTF8.self).components(separatedBy: "\r\n")
  #expect(lines.count == 6 && lines[2].hasPrefix("b/y,w,502.0,0.5,measured,10,"), "\(lines)")
  #expect(lines[0].contains("corrected_p999_ns,corrected_max_ns,uncorrected_p50_ns"))
}

@Test func `every exporter gives the same bytes for the same run`() throws {
  for exporter in Exporters.all {
    let first = try exporter.render(Comparison(of: sample), of: sample.run)
    #expect(try exporter.render(Comparison(of: sample), of: sample.run) == first && !first.isEmpty)
  }
}

@Test func `the report has every section that readers look for`() throws {
  let text = String(
    decoding: try MarkdownExporter().render(Comparison(of: sample), of: sample.run), as: UTF8.self)
  for heading in [
    "# Benchmark results", "## Matrix", "## Caveats", "## Latency at equal offered rates",
    "## Validity gates",
    "## From cold start to steady state", "## Workloads", "## Cost", "## Errors", "## Deviations",
    "## Method", "## Environment",
  ] {
    #expect(text.contains("\n" + heading + "\n") || text.hasPrefix(heading + "\n"), "\(heading)")
  }
  #expect(
    text.contains(
      "This run cannot tell apart differences of throughput below 2.00 %: so far apart were a/x and its"))
  #expect(text.contains("- a/x (twin) / a/x: 1.02×, 10 blocks, noise floor 2.00 %"))
  #expect(text.contains("No request failed and no answer was wrong."))
}

@Test func `CSV quotes what needs it and has a line per cell`() throws {
  let text = String(decoding: try CSVExporter().render(Comparison(of: sample), of: sample.run), as: UTF8.self)
  let lines = text.components(separatedBy: "\r\n")
  #expect(lines.count == 4 && lines[0].hasPrefix("framework,workload,state,blocks,requests_per_second"))
  #expect(lines[2].hasPrefix("b/y,w,measured,10,"))
  let fields = Dictionary(
    uniqueKeysWithValues: zip(
      lines[0].components(separatedBy: ","), lines[2].components(separatedBy: ",")))
  #expect(fields["delta"] == "0.03" && fields["noise_floor"]?.hasPrefix("0.0") == true, "\(fields)")
}

@Test func `slow requests have a line each, with what they met beyond chance`() throws {
  let pauses = (0..<5).map { (40_000_000 + $0 * 190_000_000)..<(60_000_000 + $0 * 190_000_000) }
  let stored = SampleTail.make(sample) { trial in
    .init(
      slow: pauses.map { $0.lowerBound + 8_000_000..<$0.upperBound },
      events: trial.framework == "a/x" ? ["gc": pauses] : [:],
      metrics: ["python.gc.longest", "python.gil.time"])
  }
  let comparison = Comparison(of: stored)
  let text = String(decoding: try MarkdownExporter().render(comparison, of: stored.run), as: UTF8.self)
  #expect(
    text.contains(
      "- a/x under w, 50 requests (0.5 %) from 12.0 ms on: **GC 100 %** (chance 15 %), no processor 0 % (chance 0 %), no event 0 %\n"
    ),
    "\(text)")
  #expect(
    text.contains("- b/y under w at 502/s, 50 requests (1.0 %) from 12.0 ms on: no cause beyond chance\n"),
    "\(text)")
  #expect(
    text.contains(
      "- a/x, interpreter's lock: n/a, its runtime counts them, but does not tell when each was\n"))
  #expect(
    TerminalReport.text(comparison, colour: false).contains("slow requests of a/x under w, 50 requests"))
  #expect(!TerminalReport.text(Comparison(of: sample), colour: false).contains("slow requests"))
}
