import Analysis
import Foundation
import Record
import TestSupport
import Testing

@testable import Reporting

private let rates = (1...10).map { _ in 1000.0 }
/// The window of every trial, in nanoseconds.
private let elapsed = 1e9
private let compiler = "there is no C compiler"

private func counter(
  _ name: String, _ role: Key<MetricFacts.Roles>, of basis: MetricFacts.Basis, _ label: String? = nil,
  unit: String = "ns"
) -> MetricFacts {
  MetricFacts(
    name: name, unit: unit, kind: .counter, better: .lower, role: role, basis: basis, label: label)
}

private let facts =
  SampleRun.metrics + [
    counter("cpu.system", .cpuKernel, of: .cpu), counter("x.gc", .collection, of: .elapsed, "GC"),
    counter("x.lock", .lockContended, of: .elapsed, "GIL waited for"),
    MetricFacts(
      name: "x.handler", unit: "ns", kind: .gauge, better: .lower, aggregation: .mean, role: .handler,
      basis: .cpu, label: "handler"),
    MetricFacts(
      name: "x.serialisation", unit: "ns", kind: .gauge, better: .lower, aggregation: .mean,
      role: .serialisation, basis: .cpu, label: "serialisation"),
    counter("run_queue", .runQueue, of: .elapsed, "lacked a processor"),
    counter("y.count", .allocations, of: .request, "allocations", unit: "count"),
    counter("y.bytes", .allocatedBytes, of: .request, "allocated", unit: "bytes"),
    MetricFacts(name: "threads", unit: "count", kind: .gauge, better: .lower),
  ]

/// a/x has an agent without a compiler, b/y has allocations.
private let sample = SampleRun.make(
  ["a/x": ["v": rates, "w": rates], "b/y": ["v": rates, "w": rates]], frameworks: ["a/x", "b/y"],
  workloads: ["v", "w"]
).telling(facts) { trial in
  let cpu = ["cpu.total": 4e8, "cpu.system": 1e8, "memory.rss": 5e7]
  guard trial.participant == "a/x" else {
    return (cpu.merging(["y.bytes": 3.2e6, "y.count": 12_000, "threads": 4]) { $1 }, [:], 0)
  }
  let own = [
    "x.gc": elapsed / 50, "x.handler": 8e4, "x.serialisation": 4e4, "run_queue": elapsed / 1000,
  ]
  let waits = trial.condition == "v" ? "another reason" : compiler
  return (cpu.merging(own) { $1 }, ["x.lock": waits, "threads": compiler], 0)
}

private let lines = [
  "a/x, json-bodies: 400 µs CPU per request (75 % user); handler 20.0 %, serialisation 10.0 % of the CPU; "
    + "GC 2.00 %, lacked a processor 0.100 % of the time; 50.0 MB RSS; n/a: GIL waited for (another reason)",
  "b/y, json-bodies: 400 µs CPU per request (75 % user); 12.0 allocations, 3.20 kB allocated per request; 50.0 MB RSS",
]

private func page() -> String {
  String(decoding: MarkdownExporter().render(Comparison(of: sample), of: sample), as: UTF8.self)
}

@Test func `a line says what a request costs, where the time goes and what is not known`() throws {
  let terminal = TerminalReport.text(Comparison(of: sample), of: sample, style: .plain, .wide)
  let page = page()
  for line in lines {
    #expect(page.contains("\n- \(line)\n"), "\(page)")
    #expect(terminal.contains("\n- \(line)\n"))
  }
}

@Test func `the page says in a row each where the time goes, right after the matrix`() {
  let headings = page().split(separator: "\n").filter { $0.hasPrefix("## ") }
  #expect(headings.prefix(2) == ["## Capacity: requests/s (more is better)", "## Why"])
  #expect(
    page().contains("| a/x | 400 µs | 75 % | handler 20.0 %, serialisation 10.0 %, GC 2.00 % | "), "\(page())"
  )
}

@Test func `a metric without a value is n/a with its reason below, once per reason`() throws {
  let section = try #require(page().components(separatedBy: "## Runtime metrics\n").last)
  let parts = section.components(separatedBy: "</details>\n\n</details>")[0].components(
    separatedBy: "<summary>")
  #expect(parts.count == 3 && parts[1].hasPrefix("a/x<") && parts[2].hasPrefix("b/y<"))
  let rows = parts[1].split(separator: "\n").map { $0.filter { $0 != " " } }
  #expect(rows.contains("|x.lock(ns/request)|n/a[1]|n/a[2]|"), "\(parts[1])")
  #expect(rows.contains("|threads(count)|n/a[2]|n/a[2]|"))
  #expect(parts[1].contains("[1] another reason") && parts[1].contains("[2] \(compiler)"))
  #expect(rows.contains { $0.hasPrefix("|x.gc(ns/request)|20000|20000|") })
  #expect(!parts[2].contains("n/a") && !parts[2].contains("x.gc") && parts[2].contains("y.bytes"))
}
