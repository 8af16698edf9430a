import Analysis
import Record
import TestSupport
import Testing

@testable import Reporting

/// A run of two families with the same measure.
@Suite struct GlanceTests {
  @Test func `families that have the same measure are named where everybody is at a glance`() throws {
    let rates = ["v": Array<Double?>(repeating: 100, count: 6), "w": Array<Double?>(repeating: 9, count: 6)]
    let made = SampleRun.make(
      ["a/x": rates, "b/y": rates], frameworks: ["a/x", "b/y"], workloads: ["v", "w"])
    let alone = String(decoding: MarkdownExporter().render(Comparison(of: made), of: made), as: UTF8.self)
    #expect(alone.contains("| participant | requests/s | CPU per request"))
    let all = try #require(made.plan.family(.capacity))
    let streams = Family(
      id: .events, title: "Event streams", primary: all.primary, shown: all.shown, delta: all.delta,
      conditions: [all.conditions[1]])
    let record = made.with(
      plan: made.plan.with(families: [all.with(conditions: [all.conditions[0]]), streams]))
    let text = String(decoding: MarkdownExporter().render(Comparison(of: record), of: record), as: UTF8.self)
    #expect(
      text.contains("| participant | Capacity: requests/s | Event streams: requests/s | CPU per request"))
  }
}
