import Analysis
import Foundation
import Record
import TestSupport
import Testing

@testable import Reporting

/// Reports of a made-up run, byte by byte as they are in `Tests/Fixtures/reports`; `BLESS=1 swift test --filter GoldenTests` writes those
/// anew. Dictionaries are in another order in every process, so a report that followed their order would not be the same twice.
struct GoldenTests {
  private static let folder = Project.folder.appending(path: "Tests/Fixtures/reports")
  private static let comparison = ReportSample.comparison

  private static func expect(_ name: String, _ text: String) throws {
    let file = folder.appending(path: name)
    if ProcessInfo.processInfo.environment["BLESS"] != nil {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    let lines = (golden.components(separatedBy: "\n"), text.components(separatedBy: "\n"))
    let different = zip(lines.0, lines.1).first { $0 != $1 }
    #expect(golden == text, "\(name), first difference: \(different.map { "\($0)" } ?? "at its end")")
  }

  @Test func `the page of a run in which nearly everything happens`() throws {
    let data = MarkdownExporter().render(Self.comparison, of: ReportSample.rich)
    try Self.expect("report.md", String(decoding: data, as: UTF8.self))
  }

  @Test func `what a terminal shows of it, one of 60 columns, and a wide one`() throws {
    let record = ReportSample.rich
    for (name, style, extent) in [
      ("report.txt", TerminalStyle.plain, TerminalReport.Extent.brief),
      ("report-narrow.txt", TerminalStyle(colour: true, width: 60), .brief),
      ("report-wide.txt", .plain, .wide),
    ] {
      try Self.expect(name, TerminalReport.text(Self.comparison, of: record, style: style, extent))
    }
  }

  @Test func `its table for spreadsheets`() throws {
    let data = try CSVExporter().render(Self.comparison, of: ReportSample.rich)
    try Self.expect("comparison.csv", String(decoding: data, as: UTF8.self))
  }

  @Test func `its comparison for programs`() throws {
    let data = try JSONExporter().render(Self.comparison, of: ReportSample.rich)
    try Self.expect("comparison.json", String(decoding: data, as: UTF8.self))
  }
}
