import Analysis
import Foundation
import Record
import TestSupport
import Testing

@testable import Reporting

/// The page as a browser shows it to somebody who points, clicks, types and prints; `Tests/Fixtures/browser/read_page.py` does that.
struct PageBrowserTests {
  private struct Found: Decodable {
    struct View: Decodable {
      /// Of each row: its condition, its words, and where its mark stands.
      let forest: [[String]]
      /// Of each row its cells, as classes and words.
      let matrix: [[String]]
      let glance: [String]
    }

    struct Count: Decodable {
      let marks: Int
      let rows: Int
    }

    struct Keys: Decodable {
      let places: [String]
      let told: String
      let opened: Dialog
      let closed: Dialog
    }

    /// Whether everything about a cell is open, and at which address.
    struct Dialog: Decodable, Equatable {
      let isOpen: Bool
      let address: String

      init(_ isOpen: Bool, _ address: String) { (self.isOpen, self.address) = (isOpen, address) }

      init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        (isOpen, address) = (try values.decode(Bool.self), try values.decode(String.self))
      }
    }

    struct Width: Decodable {
      let page: Int
      let elements: [String]

      init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        (page, elements) = (try values.decode(Int.self), try values.decode([String].self))
      }
    }

    let counts: [String: Count]
    let steps: [String: View]
    /// How much is seen of a category: at first, hidden, and shown again.
    let seen: [Int]
    let keys: Keys
    let linked: String
    /// By the window's width: how wide the page is, and the first elements that are wider.
    let wide: [String: Width]
    let violations: [String: [String]]
    let requests: [String]
    let errors: [String]
  }

  /// Three participants with a twin, in three workloads, with latencies.
  private static let record = SampleRun.make(
    [
      "python/slow": ["v": rates(1000), "w": rates(1100), "w-validated": rates(800)],
      "rust/fast": ["v": rates(5000), "w": rates(5000), "w-validated": rates(4800)],
      "node/like": ["v": rates(1003), "w": rates(2200), "w-validated": rates(2000)],
    ], frameworks: ["python/slow", "rust/fast", "node/like"], workloads: ["v", "w", "w-validated"],
    categories: ["v": "first", "w": "second", "w-validated": "second"],
    twin: ["v": rates(1001), "w": rates(1099), "w-validated": rates(801)],
    p99: [
      "python/slow": times(3e6), "rust/fast": times(1e6), "node/like": times(9e6),
      "python/slow (twin)": times(3.01e6),
    ])

  private static func rates(_ middle: Double) -> [Double?] {
    (0..<8).map { middle * (1 + Double(($0 * 37) % 7 - 3) / 200) }
  }

  private static func times(_ middle: Double) -> [Double?] { rates(middle) }

  private static let found = Result { try read() }

  private static func read() throws -> Found {
    let folder = FileManager.default.temporaryDirectory.appending(path: "page-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "report.html")
    try PageExporter().render(Comparison(of: record), of: record).write(to: file)
    let script = Project.folder.appending(path: "Tests/Fixtures/browser/read_page.py").path
    let browser = try ProgramOutcome(
      of: "/usr/bin/timeout", ["600", "python3", script, file.path, try axe().path])
    try #require(browser.isSuccess, "\(browser.errors)")
    return try JSONDecoder().decode(Found.self, from: Data(browser.output.utf8))
  }

  /// The script of axe-core, as its package has it.
  private static func axe() throws -> URL {
    let library = Project.folder.appending(path: "scripts/references/.venv/lib")
    let python = try #require(
      try? FileManager.default.contentsOfDirectory(atPath: library.path).first,
      "run scripts/references/prepare")
    return library.appending(path: "\(python)/site-packages/axe_core_python/axe.min.js")
  }

  @Test func `people can use the page in every way that it offers`() throws {
    let found = try Self.found.get()
    #expect(found.errors == [] && found.requests == [])
    // 2 others × 3 workloads; cards, glance and their strips have everybody.
    #expect(found.counts["ratios"]?.rows == 6 && found.counts["ratios"].map { $0.marks >= 6 } == true)
    #expect(found.counts["blocks"].map { $0.marks >= 4 * 3 } == true)
    #expect(found.counts["latency"].map { $0.marks >= 3 * 6 } == true)
    #expect(found.counts["cost"].map { $0.marks >= 3 * 3 } == true)
    #expect(found.counts["startup"].map { $0.marks >= 3 } == true)

    let opened = try #require(found.steps["opened"])
    let redrawn = try #require(found.steps["redrawn"])
    #expect(opened.forest == redrawn.forest, "the script draws what the host draws")
    #expect(opened.matrix == redrawn.matrix)
    #expect(opened.forest[0][1].hasPrefix("rust/fast5.00×") && opened.forest[0][1].hasSuffix("★▲"))
    #expect(opened.matrix.count == 3 && opened.matrix[0][2].contains("better4: 5.00×"))

    let reference = try #require(found.steps["reference"])
    #expect(reference.forest[1][1].hasPrefix("python/slow0.200×"), "\(reference.forest)")
    #expect(reference.matrix[0][1].contains("worse4: 0.200×"))
    let measure = try #require(found.steps["measure"])
    #expect(measure.forest.count == 2 * 6 && measure.forest[0][1].hasPrefix("rust/fast0.333×"))
    #expect(measure.matrix.count == 6 && measure.matrix[0][2].contains("better3: 0.333×"))

    #expect(found.steps["sorted"]?.matrix.map { $0[0] } == [": w", ": w-validated", ": v"])
    #expect(found.steps["ranked"]?.glance.first?.hasPrefix("rust/fast") == true)
    let filtered = try #require(found.steps["filtered"])
    #expect(filtered.forest.allSatisfy { $0[1].hasPrefix("node/like") } && filtered.matrix[0].count == 3)
    #expect(found.seen[0] > 0 && found.seen[1] == 0 && found.seen[2] == found.seen[0], "\(found.seen)")
    #expect(found.steps["zoomed"]?.forest[0][1].hasPrefix("rust/fast▸") == true)
  }

  @Test func `it is read by keyboard and by who does not see it, and nothing is wider than the window`()
    throws
  {
    let found = try Self.found.get()
    let cells = found.keys.places.map { $0.replacing("cell=", with: "") }
    #expect(cells == ["python/slow/v", "rust/fast/v", "rust/fast/w", "python/slow/w", "python/slow/v"])
    #expect(found.keys.told.hasPrefix("python/slow, v\nrequests/s: "))
    #expect(found.keys.opened == .init(true, "#cell=python/slow/v"))
    #expect(found.keys.closed == .init(false, "#matrix"))
    for (width, seen) in found.wide {
      #expect(seen.page <= Int(width) ?? 0 && seen.elements == [], "\(width): \(seen)")
    }
    #expect(found.wide.keys.sorted() == ["1440", "360", "768"])
    #expect(found.linked == "rust/fast under v")
    #expect(found.violations == ["light": [], "dark": []])
  }
}
