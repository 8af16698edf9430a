import Analysis
import Record
import TestSupport
import Testing

@testable import Reporting

/// What validation and open connections cost, in the Markdown and on the page.
@Suite struct OverheadSectionTests {
  private let record = SampleRun.make(
    [
      "a/x": ["w": [1000, 1000], "w-validated": [800, 800], "e": [500, 500]],
      "b/y": ["w": [2000, 2000], "w-validated": [2000, 2000], "e": [1500, 1500]],
    ], frameworks: ["a/x", "b/y"], workloads: ["w", "w-validated", "e"], held: ["e": "w"])

  private func rows(_ section: Section, of record: RunRecord) -> [Substring] {
    let blocks = section(Findings(Comparison(of: record), record)) ?? []
    return MarkdownRenderer().text(Document(blocks)).split(separator: "\n").filter { $0.hasPrefix("| ") }
  }

  private func page(_ record: RunRecord) throws -> String {
    String(decoding: try PageExporter().render(Comparison(of: record), of: record), as: UTF8.self)
  }

  @Test func `each cause has a table of its own, with a row for each pair of conditions`() {
    let validation = rows(OverheadSection.validation, of: record)
    #expect(
      validation.count { $0.hasPrefix("| w |") } == 1 && validation.allSatisfy { !$0.hasPrefix("| e |") })
    #expect(validation.contains { $0.contains("−20.0 %") }, "\(validation)")
    let held = rows(OverheadSection.openConnections, of: record)
    #expect(held.count { $0.hasPrefix("| e |") } == 1 && held.allSatisfy { !$0.hasPrefix("| w |") })
    #expect(held.contains { $0.contains("−50.0 %") && $0.contains("−25.0 %") }, "\(held)")
  }

  @Test func `there is no table of what was not measured, nor a part of the page`() throws {
    let alone = SampleRun.make(["a/x": ["w": [1000, 1000]]], frameworks: ["a/x"], workloads: ["w"])
    #expect(rows(OverheadSection.validation, of: alone).isEmpty)
    #expect(rows(OverheadSection.openConnections, of: alone).isEmpty)
    let plain = try page(alone)
    #expect(!plain.contains("id=\"validation\"") && !plain.contains("id=\"held\""))
    let page = try page(record)
    #expect(page.contains("id=\"validation\"") && page.contains("id=\"held\""))
    #expect(page.contains("Open connections change") && page.contains("Beside open connections over alone"))
  }
}
