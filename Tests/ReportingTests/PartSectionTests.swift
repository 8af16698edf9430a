import Analysis
import Record
import Statistics
import TestSupport
import Testing

@testable import Reporting

@Test func `the parts of mixes are a table, and there is none without them`() throws {
  let record = SampleRun.make(
    ["a/x": ["w": [1000, 1000]], "b/y": ["w": [2000, 2000]]], frameworks: ["a/x", "b/y"], workloads: ["w"])
  let plain = Findings(Comparison(of: record), record)
  #expect(PartSection.all(plain) == nil)
  var recorder = HistogramRecorder()
  recorder.record(2_000_000, count: 10)
  let trials = record.trials.map { trial in
    var load = trial.load
    load?.parts = [
      .init(name: "json-small", sent: 11, answered: 10, answeredInWindow: 10, latency: recorder.snapshot())
    ]
    return trial.with(load: load)
  }
  let mixed = record.with(trials: trials)
  let blocks = PartSection.all(Findings(Comparison(of: mixed), mixed)) ?? []
  let text = MarkdownRenderer().text(Document(blocks))
  #expect(text.contains("The parts of mixes"))
  let rows = text.split(separator: "\n").filter { $0.contains("json-small") }
  #expect(rows.count == 2 && rows[0].contains("a/x") && rows[1].contains("b/y"), "\(text)")
  let page = String(
    decoding: try PageExporter().render(Comparison(of: mixed), of: mixed), as: UTF8.self)
  #expect(page.contains(#"["json-small: requests\/s""#) && page.contains(#"["json-small: p50","2.00 ms"]"#))
  #expect(rows.allSatisfy { $0.contains("2.00 ms") && $0.contains("n/a") && $0.hasSuffix("2 |") }, "\(text)")
}
