import Analysis
import Foundation
import Record
import TestSupport
import Testing

@testable import Reporting

/// A kind of load that nobody has heard of, with measures of its own: reports tell of it all the same.
struct MadeUpKindTests {
  private static let record = EchoRun.make()
  private static let comparison = Comparison(of: record)

  private static func page() -> String {
    String(decoding: MarkdownExporter().render(comparison, of: record), as: UTF8.self)
  }

  @Test func `the matrix has a row for each of its conditions and primary measures, with verdicts`() {
    let text = TerminalReport.text(Self.comparison, of: Self.record, style: .plain, .wide)
    let rows = text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(rows.contains("Echoes at fixed rates"))
    #expect(rows.contains("condition a/x b/y c/z d/w resolution"))
    #expect(
      rows.contains {
        $0.hasPrefix(
          "echo at 100/s 20.1 µs 10.0 µs 0.50× [0.50, 0.50] ▲ ★ 20.1 µs 1.00× [1.00, 1.00] = refused"
        )
      }, "\(text)")
    #expect(
      rows.contains {
        $0.hasPrefix(
          "echo at 1000/s 998/s 1,996/s 2.00× [2.00, 2.00] ▲ ★ 998/s 1.00× [1.00, 1.00] = refused")
      },
      "\(text)")
    #expect(rows.contains { $0.hasPrefix("geometric mean 1.00× 0.50×") })
    #expect(
      rows.contains {
        $0.hasPrefix("rests on the reference 2 conditions") && $0.hasSuffix("nothing")
      })
    #expect(rows.contains("won 0 of 2 2 of 2 0 of 2 0 of 2"))
    #expect(text.contains("round trip (less is better), or echoes/s (more is better)"))
  }

  @Test func `the page has its figures by condition, and says nothing of kinds that were not run`() throws {
    let text = Self.page()
    #expect(text.contains("### echo at 100/s\n\nwhat was sent comes back.\n"))
    #expect(
      text.contains(
        "| rank, round trip | rank, echoes/s | participant | blocks | CV, round trip | CV, echoes/s | round trip | echoes/s |"
      ), "\(text)")
    #expect(text.contains("- d/w under echo at 100/s (refused): echo: hello → expected hello, got nothing\n"))
    #expect(text.contains("- c/z under echo at 1000/s (measured): measure: no echo\n"))
    #expect(!text.contains("closed loop") && !text.contains("open loop"))
  }

  @Test func `CSV, JSON and the files of cells have its verdicts`() throws {
    let csv = String(decoding: try CSVExporter().render(Self.comparison, of: Self.record), as: UTF8.self)
    let lines = csv.components(separatedBy: "\r\n")
    #expect(lines.count == 1 + 2 * 5 * 2 + 1)
    let place = "echo,echo at 100/s,echo at 100/s,b/y"
    #expect(
      lines.contains { $0.hasPrefix("\(place),echo-round-trip,ns,measured,10,") && $0.contains(",faster,1,") }
    )
    #expect(lines.contains { $0.hasPrefix("\(place),echoes,requests/s,measured,10,") })
    let json = try JSONExporter().render(Self.comparison, of: Self.record)
    #expect(try StoredForm.decode(Comparison.self, from: json) == Self.comparison)
    let files = try Exporters.files(Self.comparison, of: Self.record).map(\.path)
    #expect(files.prefix(2) == ["a-x/echo-at-100-s.json", "b-y/echo-at-100-s.json"])
  }
}
