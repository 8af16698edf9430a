import Analysis
import Foundation
import Record
import TestSupport
import Testing

@testable import Reporting

private let rates = (1...10).map { 1000 + Double($0) }
private let plain = SampleRun.make(
  ["a/x": ["w": rates], "b/y": ["w": rates.map { $0 * 2 }]], frameworks: ["a/x", "b/y"], workloads: ["w"],
  p99: ["a/x": rates.map { $0 * 1e3 }, "b/y": rates.map { $0 * 500 }], shares: [0.5])
private let pauses = (0..<5).map { (40_000_000 + $0 * 190_000_000)..<(60_000_000 + $0 * 190_000_000) }

/// Slow requests of both, which only those of a/x meet collections in.
private let sample = SampleTail.make(
  plain,
  [
    MetricFacts(
      name: "x.gc.longest", unit: "ns", kind: .gauge, better: .lower, role: .longestCollection, events: "gc"),
    MetricFacts(name: "x.lock.time", unit: "ns", kind: .counter, better: .lower, role: .lockWait),
    MetricFacts(
      name: "process.run_queue_delay", unit: "ns", kind: .counter, better: .lower, role: .runQueue),
  ]
) { trial in
  .init(
    slow: pauses.map { $0.lowerBound + 8_000_000..<$0.upperBound },
    events: trial.participant == "a/x" ? ["gc": pauses] : [:],
    metrics: ["x.gc.longest", "x.lock.time", "process.run_queue_delay"])
}

@Test func `slow requests have a line each, with what they met beyond chance`() throws {
  let data = MarkdownExporter().render(Comparison(of: sample), of: sample)
  let text = String(decoding: data, as: UTF8.self)
  #expect(
    text.contains(
      "- a/x under w, 50 requests (0.5 %) from 12.0 ms on: **GC 100 %** (chance 15 %), no processor 0 % (chance 0 %), no event 0 %\n"
    ), "\(text)")
  #expect(
    text.contains(
      "- b/y under w at 502/s (50 %), 50 requests (1.0 %) from 12.0 ms on: no cause beyond chance\n"),
    "\(text)")
  #expect(
    text.contains(
      "- a/x, interpreter's lock: n/a, its runtime counts them, but does not tell when each was\n"))
}

@Test func `a terminal shows those that chance does not explain`() {
  let text = TerminalReport.text(Comparison(of: sample), of: sample, style: .plain, .wide)
  #expect(text.contains("\n- a/x under w, 50 requests") && !text.contains("- b/y under w, 50"))
  let doubts = TerminalRenderer(.plain).text(Report.terminal(Comparison(of: sample), of: sample, .doubts))
  #expect(doubts.hasPrefix("What the slowest requests met\n\n- a/x under w, 50 requests"))
  #expect(!TerminalReport.text(Comparison(of: plain), of: plain, style: .plain, .wide).contains("slowest"))
}

/// In every process: a page that `results verify` renders again must be the same page.
@Test func `of causes that are met equally often the page's card names the first`() throws {
  let roles: [(Key<MetricFacts.Roles>, String)] = [
    (.stall, "stall"), (.lockWait, "lock"), (.longestCollection, "gc"),
  ]
  let facts = roles.map { role, kind in
    MetricFacts(name: "x.\(kind)", unit: "ns", kind: .gauge, better: .lower, role: role, events: kind)
  }
  let equal = SampleTail.make(plain, facts) { _ in
    .init(
      slow: pauses.map { $0.lowerBound + 8_000_000..<$0.upperBound },
      events: Dictionary(uniqueKeysWithValues: roles.map { ($0.1, pauses) }), metrics: facts.map(\.name))
  }
  let page = String(decoding: try PageExporter().render(Comparison(of: equal), of: equal), as: UTF8.self)
  #expect(
    page.contains(/What slow requests met<\/h2><p class="figure">100 % <small>GC<\/small><\/p><p>[^·]*a\/x/),
    "\(page.prefix(9000))")
  #expect(page.contains("beyond chance under 2 of 2 conditions"))
}
