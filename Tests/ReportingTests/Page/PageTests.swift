import Analysis
import Foundation
import Record
import TestSupport
import Testing

@testable import Reporting

@Suite struct PageTests {
  private static func page(_ record: RunRecord) throws -> String {
    String(decoding: try PageExporter().render(Comparison(of: record), of: record), as: UTF8.self)
  }

  private static let rates: [Double?] = (0..<8).map { 1000 + Double($0 % 3) }

  @Test func `the page has every section, each with what it found, and the bar leads to all of them`() throws
  {
    let page = try Self.page(ReportSample.rich)
    for id in ["verdict", "ratios", "matrix", "latency", "cost", "blocks", "startup", "gates", "method"] {
      #expect(page.contains("<section id=\"\(id)\""), "\(id)")
      #expect(page.contains("<a href=\"#\(id)\">"), "\(id)")
      let title = try #require(page.firstMatch(of: try Regex("id=\"h-\(id)\">([^<]*)"))?.output[1].substring)
      #expect(!title.isEmpty, "\(id)")
    }
  }

  @Test func `nothing of it comes from elsewhere`() throws {
    let page = try Self.page(ReportSample.rich)
    for word in ["src=", "@import", "url(", "http://", "https://", "<link", "fetch("] {
      #expect(!page.contains(word), "\(word)")
    }
  }

  @Test func `the same run gives the same bytes`() throws {
    #expect(try Self.page(ReportSample.rich) == Self.page(ReportSample.rich))
  }

  @Test func `elements are closed in their order, and ids are unique`() throws {
    let page = try Self.page(ReportSample.rich)
    let start = try #require(page.range(of: "<body"))
    let end = try #require(page.range(of: "</html>"))
    let markup = page[start.lowerBound..<end.lowerBound].replacing(/<script(?s).*?<\/script>/, with: "")
    var open: [Substring] = []
    let empty: Set<Substring> = ["br", "input"]
    for tag in markup.matches(of: /<(\/?)([a-z0-9]+)[^>]*?(\/?)>/) {
      let (_, end, name, isEmpty) = tag.output
      if end == "/" {
        #expect(open.popLast() == name)
      } else if isEmpty == "", !empty.contains(name) {
        open.append(name)
      }
    }
    #expect(open == [], "\(open)")
    let ids = markup.matches(of: #/ id="([^"]*)"/#).map(\.output.1)
    #expect(Set(ids).count == ids.count)
  }

  @Test func `names of apps are words, whatever is in them`() throws {
    let name = "<script>alert(1)&\"x"
    let record = SampleRun.make(
      ["a/x": ["w": Self.rates], "a/\(name)": ["w": Self.rates]], frameworks: ["a/x", "a/\(name)"],
      workloads: ["w"])
    let page = try Self.page(record)
    #expect(!page.contains("<script>alert(1)"))
    #expect(page.contains("&lt;script&gt;alert(1)&amp;&quot;x"))
  }

  @Test func `one participant alone has a page without ratios`() throws {
    let alone = SampleRun.make(["a/x": ["w": Self.rates]], frameworks: ["a/x"], workloads: ["w"])
    let page = try Self.page(alone)
    #expect(page.contains("<h1 id=\"h-verdict\">a/x, measured alone</h1>"))
    #expect(!page.contains("<section id=\"ratios\""))
  }

  @Test(arguments: [
    (["a/x": 1000.0, "b/y": 2000], "b/y has 2.00 times the requests/s of a/x"),
    (["a/x": 1000, "b/y": 2000, "c/z": 500], "b/y has 2.00 times the requests/s of a/x; c/z 0.500 times"),
    (["a/x": 1000, "b/y": 900], "a/x has the most requests/s of 2"),
    (["a/x": 1000, "b/y": 1000], "Nobody is known to be better than a/x by requests/s"),
    (
      ["a/x": 1000, "b/y": 2000, "c/z": 500, "d/u": 3000],
      "d/u has 3.00 times the requests/s of a/x, the most of 4"
    ),
  ])
  func `the headline says who is ahead, and by how much`(speeds: [String: Double], words: String) {
    let record = SampleRun.make(
      speeds.mapValues { speed in ["w": (0..<8).map { speed * (1 + Double($0 % 3) / 1000) }] },
      frameworks: speeds.keys.sorted(), workloads: ["w"])
    #expect(Headline(PageModel(Comparison(of: record), of: record)).sentence == words)
  }

  @Test func `the headline says that a generator held somebody up`() {
    let record = SampleRun.make(
      ["a/x": ["w": Self.rates], "b/y": ["w": Self.rates.map { $0.map { 2 * $0 } }]],
      frameworks: ["a/x", "b/y"], workloads: ["w"])
    let busy = LoadFigures.Generator(
      cpuUserNanoseconds: 950_000_000, cpuSystemNanoseconds: 0, blockedNanoseconds: 0,
      runQueueNanoseconds: nil, threads: 1, poller: "epoll")
    let held = record.with(
      trials: record.trials.map { trial in
        guard trial.participant == "b/y", let load = trial.load else { return trial }
        // Its app is busy for half of the time.
        return trial.with(
          load: load.with(generator: busy),
          metrics: [MetricFacts.processorTime: Double(load.windowNanoseconds) / 2])
      })
    #expect(
      Headline(PageModel(Comparison(of: held), of: held)).sentence
        == "b/y has at least 2.00 times the requests/s of a/x")
  }

  @Test func `the script gets every observation, and what was decided of whom`() throws {
    let record = SampleRun.make(
      [
        "a/x": ["w": Self.rates], "b/y": ["w": Self.rates.map { $0.map { 2 * $0 } }],
        "c/z": ["w": Self.rates.map { _ in nil }],
      ], frameworks: ["a/x", "b/y", "c/z"], workloads: ["w"])
    let data = PageData(PageModel(Comparison(of: record), of: record))
    let question = try #require(data.questions.first)
    let point = try #require(question.points.first)
    #expect(question.title == "requests/s" && question.better == 1 && data.reference == 0)
    #expect(point.values[0] == Self.rates && point.values[2].allSatisfy { $0 == nil })
    #expect(point.verdicts == ["0": " f ", "1": "s  "] && point.winner == nil)
    #expect(point.texts == ["1,001/s", "2,002/s", nil])
    #expect(point.reasons[2] == "failed: measure: the app exited with status 3")
    #expect(data.conditions[0].files == ["a-x/w.json", "b-y/w.json", "c-z/w.json"])
    #expect(data.fewestBlocks == 6 && abs(data.quantiles[6] - 2.3646) < 1e-4)
  }

  @Test func `JSON within the page cannot end its element`() throws {
    let record = SampleRun.make(
      ["a/<script><!--": ["w": Self.rates]], frameworks: ["a/<script><!--"], workloads: ["w"])
    let json = try PageData(PageModel(Comparison(of: record), of: record)).json().source
    #expect(!json.contains("<"))
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let participants = object?["participants"] as? [[String: String]]
    #expect(participants?.first?["name"] == "a/<script><!--")
  }
}
