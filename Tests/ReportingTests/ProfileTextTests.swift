import Analysis
import Foundation
import Record
import TestSupport
import Testing

@testable import Reporting

struct ProfileTextTests {
  private static let graph = Profile.FlameGraph(
    of: "w", profiler: "p 1", unit: "samples", intervalNanoseconds: 1, samples: 1234, lost: 2,
    notes: ["a child gave none"], requestsPerSecond: 900,
    hottest: [.init(frame: "parse (json.py)", share: 0.423)])

  private static func record(_ rates: [Double?]) -> RunRecord {
    SampleRun.make(["a/x": ["w": rates]], frameworks: ["a/x"], workloads: ["w"])
  }

  private static func profile(_ rates: [Double?], against before: [Double]? = nil, graph: Bool = true) throws
    -> Profile
  {
    let record = record(rates)
    return try #require(
      Profile(
        of: record,
        baseline: ProfileBaseline(of: record, Comparison(of: record), against: before.map { Self.record($0) })
      ) { _ in graph ? .drawn(Self.graph) : .missing(reason: "no profiler") })
  }

  private static func text(_ rates: [Double?], against before: [Double]? = nil, graph: Bool = true) throws
    -> String
  {
    let record = record(rates)
    let text = ProfileText.text(
      try profile(rates, against: before, graph: graph), Comparison(of: record), of: record, style: .plain)
    // The doubts are a part of their own.
    let parts = text.components(separatedBy: "\n\nCaveats\n\n")
    #expect(parts.count == 2 && parts.last?.contains("The machine is virtual") == true, "\(text)")
    return parts[0] + "\n"
  }

  private static func rows(_ text: String) -> [String] {
    text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
  }

  @Test func `a line of figures, what tells most, and the hottest frames`() throws {
    let text = try Self.text([1000, 1010, 990])
    #expect(text.hasPrefix("a/x\n\ncondition"))
    #expect(
      Self.rows(text).contains(
        "w 1,000/s [975/s, 1,025/s] 8.00 ms 8.08 ms 8.08 ms 8.08 ms 900 µs 50.0 MB"), "\(text)")
    #expect(text.contains("\nw:\n    processor time 900 µs per request\n"), "\(text)")
    #expect(
      text.contains(
        "1,234 samples of p 1, by self time (profiles/w.svg):\n    42.3 %  parse (json.py)\n"), "\(text)")
    #expect(text.contains("2 samples lost\n") && text.contains("note: a child gave none\n"))
    #expect(!text.contains("!") && !text.contains("Geometric mean"))
  }

  @Test func `a figure above its threshold is marked, and the threshold explained`() throws {
    // 0.9 s of processor time in a second with 500 requests is 1.8 ms for each.
    let text = try Self.text([500], graph: false)
    #expect(text.contains("! processor time 1.80 ms per request\n"), "\(text)")
    #expect(
      text.hasSuffix(
        "! processor time from 1.00 ms per request on: a processor serves fewer than 1000 requests per second\n"
      ))
    #expect(!text.contains("self time") && text.contains("no flame graph: no profiler"))
  }

  @Test func `a baseline is said to be of another run, with the mean and what was left out`() throws {
    let text = try Self.text([2000, 2020, 1980], against: [1000, 1010, 990])
    #expect(text.contains("× a/x") && text.contains("2.00× ["), "\(text)")
    #expect(text.contains("Geometric mean over 1 condition: 2.00× [") && text.contains("shares no blocks"))
    let failed = try Self.text([nil], against: [1000], graph: false)
    #expect(
      failed.contains("failed") && failed.contains("left out: w: no valid number in this run\n"), "\(failed)")
    #expect(failed.contains("Geometric mean over 0 conditions: n/a."))
  }

  @Test func `its files are the profile, the stacks and the graphs of conditions that have both`() throws {
    let profile = try Self.profile([1000])
    let files = try ProfileFiles.all(profile, folded: ["w": "main;a 3\n", "v": "main 1\n"])
    #expect(files.map(\.path) == ["profile.json", "profiles/w.folded", "profiles/w.svg"])
    #expect(String(decoding: files[1].data, as: UTF8.self) == "main;a 3\n")
    #expect(String(decoding: files[2].data, as: UTF8.self).contains("a/x under w, p 1"))
    #expect(throws: FoldedStacks.Malformed.self) { try ProfileFiles.all(profile, folded: ["w": "main"]) }
  }

  @Test func `self time is what is on top of a stack, wherever it was called from`() throws {
    let stacks = try FoldedStacks("main;a 3\nmain;b;a 3\nmain;b 2\nmain 2\n")
    #expect(stacks.hottest(2).map(\.frame) == ["a", "b"] && stacks.hottest(2).map(\.share) == [0.6, 0.2])
    #expect(stacks.hottest(9).map(\.frame) == ["a", "b", "main"], "equal ones by name")
    #expect(try FoldedStacks("").hottest(3).isEmpty)
  }
}
