import Analysis
import Foundation
import Record
import TestSupport
import Testing

@testable import Reporting

/// Runs of so many participants that none can have a column.
struct CrowdTests {
  /// Participants whose rates differ by a tenth each; of the last one no trial gave a number.
  private static func record(_ count: Int, workloads: Int = 2) -> RunRecord {
    let names = (1...count).map { "l/f\($0)" }
    let works = ["v"] + (1..<workloads).map { $0 == 1 ? "w" : "w\($0)" }
    let rates = names.enumerated().map { index, name -> (String, [String: [Double?]]) in
      let own = (0..<10).map { 1000 * (1 + Double(index) / 10) * (1 + Double($0 % 3) / 1000) as Double? }
      let none = own.map { _ in nil as Double? }
      return (
        name,
        Dictionary(uniqueKeysWithValues: works.map { ($0, $0 == "v" && index == count - 1 ? none : own) })
      )
    }
    let categories = works.map { ($0, $0 == "v" ? "one" : "two") }
    return SampleRun.make(
      Dictionary(uniqueKeysWithValues: rates), frameworks: names, workloads: works,
      categories: Dictionary(uniqueKeysWithValues: categories), comparisons: .reference)
  }

  private static func wide(_ record: RunRecord) -> String {
    TerminalReport.text(Comparison(of: record), of: record, style: .plain, .wide)
  }

  private static func rows(_ text: String) -> [String] {
    text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
  }

  @Test func `six have a column each, seven a row each, the best first`() {
    let six = Self.record(6)
    let columns = Self.rows(Self.wide(six))
    #expect(columns.contains("condition l/f1 l/f2 l/f3 l/f4 l/f5 l/f6 resolution"), "\(columns)")

    let rows = Self.rows(Self.wide(Self.record(7)))
    #expect(rows.contains("participant geometric mean rests on won v w"), "\(rows)")
    let start =
      rows.firstIndex { $0.hasPrefix("l/f7 1.60× [1.60, 1.60] ▲ 1 condition, 10 blocks 0 of 2 failed") } ?? 0
    #expect(start > 0, "\(rows)")
    let order = rows[start..<min(start + 7, rows.count)].map { row in
      row.split(separator: " ").first { $0.hasPrefix("l/") }.map(String.init)
    }
    #expect(order == ["l/f7", "l/f6", "l/f5", "l/f4", "l/f3", "l/f2", "l/f1"])
    #expect(
      rows[start + 1] == "l/f6 1.50× [1.50, 1.50] ▲ 2 conditions, 10 blocks 0 of 2 1.50× ▲ 1.50× ▲",
      "\(rows)")
    #expect(rows[start + 6].hasPrefix("l/f1 1.00× the reference"))
    #expect(rows[start + 7] == "resolution n/a n/a")
  }

  @Test func `categories have a column each, participants a row`() throws {
    let record = Self.record(7)
    let text = String(decoding: MarkdownExporter().render(Comparison(of: record), of: record), as: UTF8.self)
    #expect(text.contains("| participant | one | two |\n"))
    #expect(text.contains("| l/f7 | n/a | 1.60× [1.60, 1.60] |\n"))
  }

  @Test func `a large run's report is short, and what it leads to is there`() throws {
    let record = Self.record(18, workloads: 24)
    let comparison = Comparison(of: record)
    let files = try Exporters.files(comparison, of: record)
    let report = try #require(files.first { $0.path == MarkdownExporter.fileName })
    let text = String(decoding: report.data, as: UTF8.self)
    #expect(report.data.count <= 40_000, "\(report.data.count)")
    let links = text.matches(of: /\]\(([^)]+)\)|(?:src|srcset)="([^"]+)"/).compactMap {
      ($0.1 ?? $0.2).map(String.init)
    }
    for link in ["report.html", "details/conditions.md", "pictures/capacity-dark.svg"] {
      #expect(links.contains(link))
    }
    #expect(Set(links).isSubset(of: files.map(\.path)))
    #expect(text.contains("| l/f17 | 2.60× [2.60, 2.60] ▲ |"))
    // Elsewhere the same files are found from there.
    let elsewhere = String(
      decoding: MarkdownExporter(base: "results/r/").render(comparison, of: record), as: UTF8.self)
    #expect(
      elsewhere.contains("](results/r/details/conditions.md)")
        && elsewhere.contains("srcset=\"results/r/pictures/capacity-dark.svg\""))
  }
}
