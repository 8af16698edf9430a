import Analysis
import Foundation
import Record
import TestSupport
import Testing

@testable import Reporting

private let rates = (1...10).map { _ in 1000.0 }
private let elapsed = Double(SampleRun.quiet.elapsedNanoseconds)
private let compiler = "there is no C compiler"

/// a/x has an agent without a compiler, b/y has allocations.
private let sample = SampleRun.make(
  ["a/x": ["v": rates, "w": rates], "b/y": ["v": rates, "w": rates]], frameworks: ["a/x", "b/y"],
  workloads: ["v", "w"]
).telling(
  counters: [
    "cpu.total": "ns", "python.gc.time": "ns", "python.gil.wait": "ns", "rust.alloc.bytes": "bytes",
  ],
  gauges: ["threads": "count"]
) { trial in
  let cpu = ["cpu.total": 4e8, "cpu.user": 3e8, "cpu.system": 1e8, "memory.rss": 5e7]
  guard trial.framework == "a/x" else {
    return (
      cpu.merging(["rust.alloc.bytes": 3.2e6, "rust.alloc.count": 12_000, "threads": 4]) { $1 }, [:], nil
    )
  }
  let own = [
    "python.gc.time": elapsed / 50, "python.handler.time": 8e4, "python.serialization.time": 4e4,
    "process.run_queue_delay": elapsed / 1000, "node.gc.time": elapsed / 2000,
  ]
  let waits = trial.workload == "v" ? "another reason" : compiler
  return (
    cpu.merging(own) { $1 },
    ["python.gil.wait": waits, "python.gil.contended": compiler, "threads": compiler], nil
  )
}

@Test func `a line says what a request costs, where the time goes and what is not known`() {
  let lines = Comparison(of: sample).insights.map(InsightText.line)
  #expect(
    lines == [
      "a/x, json-bodies: 400 µs CPU per request (75 % user); handler 20.0 %, serialisation 10.0 % of the CPU; "
        + "GC 2.00 %, lacked a processor 0.100 % of the time; 50.0 MB; n/a: GIL waited for (\(compiler))",
      "b/y, json-bodies: 400 µs CPU per request (75 % user); 12.0 allocations, 3.20 kB allocated per request; 50.0 MB",
    ])
}

@Test func `report and terminal have the lines right after the matrix`() throws {
  let comparison = Comparison(of: sample)
  let report = String(decoding: try MarkdownExporter().render(comparison, of: sample.run), as: UTF8.self)
  let terminal = TerminalReport.text(comparison, colour: false)
  for line in comparison.insights.map(InsightText.line) {
    #expect(report.contains("\n- \(line)\n") && terminal.contains("\n\(line)\n"))
  }
  let headings = report.split(separator: "\n").filter { $0.hasPrefix("## ") }
  #expect(headings.prefix(2) == ["## Matrix", "## Where the time goes"])
}

@Test
func
  `a metric without a value is n/a with its reason below, once per reason, for the framework it is missing from`()
  throws
{
  let report = String(
    decoding: try MarkdownExporter().render(Comparison(of: sample), of: sample.run), as: UTF8.self)
  let section = try #require(report.components(separatedBy: "## Runtime metrics\n").last)
  let parts = section.components(separatedBy: "\n## ")[0].components(separatedBy: "### ")
  #expect(parts.count == 3 && parts[1].hasPrefix("a/x") && parts[2].hasPrefix("b/y"))
  let rows = parts[1].split(separator: "\n").map { $0.filter { $0 != " " } }
  #expect(rows.contains("|python.gil.wait(ns/request)|n/a[1]|n/a[2]|"), "\(parts[1])")
  #expect(rows.contains("|threads(count)|n/a[2]|n/a[2]|"))
  #expect(parts[1].contains("[1] another reason") && parts[1].contains("[2] \(compiler)"))
  #expect(rows.contains { $0.hasPrefix("|python.gc.time(ns/request)|20200|20200|") })
  #expect(!parts[2].contains("n/a") && !parts[2].contains("python.") && parts[2].contains("rust.alloc.bytes"))
  #expect(!section.contains("cpu.total"))
}
