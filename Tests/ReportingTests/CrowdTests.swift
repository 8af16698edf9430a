import Analysis
import Foundation
import Record
import TestSupport
import Testing

@testable import Reporting

/// Runs of so many participants that none can have a column.
struct CrowdTests {
  /// Participants whose rates differ by a tenth each; of the last one no trial gave a number.
  private static func record(_ count: Int) -> RunRecord {
    let names = (1...count).map { "l/f\($0)" }
    let rates = names.enumerated().map { index, name -> (String, [String: [Double?]]) in
      let own = (0..<10).map { 1000 * (1 + Double(index) / 10) * (1 + Double($0 % 3) / 1000) as Double? }
      return (name, ["v": index == count - 1 ? own.map { _ in nil } : own, "w": own])
    }
    return SampleRun.make(
      Dictionary(uniqueKeysWithValues: rates), frameworks: names, workloads: ["v", "w"],
      categories: ["v": "one", "w": "two"], comparisons: .reference)
  }

  private static func rows(_ text: String) -> [String] {
    text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
  }

  @Test func `six have a column each, seven a row each, by rank`() {
    let six = Self.record(6)
    let columns = Self.rows(TerminalReport.text(Comparison(of: six), of: six, style: .plain))
    #expect(columns.contains("condition l/f1 l/f2 l/f3 l/f4 l/f5 l/f6 resolution"), "\(columns)")

    let seven = Self.record(7)
    let rows = Self.rows(TerminalReport.text(Comparison(of: seven), of: seven, style: .plain))
    #expect(rows.contains("condition resolution rank participant value ratio to l/f1"))
    let start = rows.firstIndex { $0.hasPrefix("v n/a 1 l/f6 1,501/s 1.50× [1.50, 1.50] ▲") } ?? 0
    #expect(start > 0, "\(rows)")
    let order = rows[start..<min(start + 7, rows.count)].map { row in
      row.split(separator: " ").first { $0.hasPrefix("l/") }.map(String.init)
    }
    #expect(order == ["l/f6", "l/f5", "l/f4", "l/f3", "l/f2", "l/f1", "l/f7"])
    #expect(rows.contains("– l/f7 failed"))
  }

  @Test func `the means of all are rows too, the best first, each with what it rests on`() {
    let record = Self.record(7)
    let rows = Self.rows(TerminalReport.text(Comparison(of: record), of: record, style: .plain))
    let start = rows.firstIndex { $0.hasPrefix("participant requests/s, geometric mean") } ?? 0
    #expect(rows[start + 2] == "l/f7 1.60× [1.60, 1.60] ▲ 1 condition, 10 blocks 0 of 2", "\(rows)")
    #expect(rows[start + 3].hasPrefix("l/f6 1.50× [1.50, 1.50] ▲ 2 conditions, 10 blocks"))
    #expect(rows[start + 8].hasPrefix("l/f1 1.00× the reference"))
  }

  @Test func `categories have a column each, participants a row`() throws {
    let record = Self.record(7)
    let data = try MarkdownExporter().render(Comparison(of: record), of: record)
    let text = String(decoding: data, as: UTF8.self)
    #expect(text.contains("| participant | one | two |\n"))
    #expect(text.contains("| l/f7 | n/a | 1.60× [1.60, 1.60] |\n"))
  }
}
