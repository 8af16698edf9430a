import Analysis
import Foundation
import Record
import TestSupport
import Testing

@testable import Reporting

struct ProfileTextTests {
  private static func profile(_ rates: [Double?], against before: [Double]? = nil, graph: Bool = true)
    -> Profile
  {
    func run(_ rates: [Double?]) -> StoredRun {
      SampleRun.make(["a/x": ["w": rates]], frameworks: ["a/x"], workloads: ["w"])
    }
    let stored = run(rates)
    let drawn = Profile.FlameGraph(
      of: "w", profiler: "p 1", unit: "samples", intervalNanoseconds: 1, samples: 1234, lost: 2,
      notes: ["a child gave none"], requestsPerSecond: 900,
      hottest: [.init(frame: "parse (json.py)", share: 0.423)])
    return Profile(
      of: stored,
      baseline: ProfileBaseline(of: stored, Comparison(of: stored), against: before.map { run($0) })
    ) { _ in graph ? .drawn(drawn) : .missing(reason: "none") }
  }

  @Test func `a line of figures, what tells most, and the hottest frames`() {
    let text = ProfileText.plain(Self.profile([1000, 1010, 990]))
    #expect(text.hasPrefix("a/x\n\nworkload"))
    #expect(
      text.contains("w         1,000 [975, 1,025]  8.00 ms  8.08 ms  8.08 ms             900       50.0\n"),
      "\(text)")
    #expect(text.contains("\nw:\n    processor time per request 900 µs\n"), "\(text)")
    #expect(
      text.contains(
        "1,234 samples of p 1, by self time (profiles/w.svg):\n      42.3 %  parse (json.py)\n"), "\(text)")
    #expect(text.contains("2 samples were lost\n") && text.contains("note: a child gave none\n"))
    #expect(!text.contains("!") && !text.contains("Throughput over"))
  }

  @Test func `a figure above its threshold is marked, and the threshold explained`() {
    // 0.9 s of processor time in a second with 500 requests is 1.8 ms for each.
    let text = ProfileText.plain(Self.profile([500], graph: false))
    #expect(text.contains("! processor time per request 1800 µs\n"), "\(text)")
    #expect(
      text.hasSuffix(
        "! processor time per request from 1000 µs on: a processor serves fewer than 1000 requests per second\n"
      ))
    #expect(!text.contains("self time"))
  }

  @Test func `a baseline is said to be of another run, with the mean and what was left out`() {
    let text = ProfileText.plain(Self.profile([2000, 2020, 1980], against: [1000, 1010, 990]))
    #expect(text.contains("× a/x") && text.contains("2.00× ["), "\(text)")
    #expect(text.contains("Geometric mean over 1 workloads: 2.00×.\n") && text.contains("shares no blocks"))
    let failed = ProfileText.plain(Self.profile([nil], against: [1000], graph: false))
    #expect(
      failed.contains("failed") && failed.contains("left out: w: no valid number in this run\n"), "\(failed)")
    #expect(failed.contains("Geometric mean over 0 workloads: n/a."))
  }

  @Test func `self time is what is on top of a stack, wherever it was called from`() throws {
    let stacks = try FoldedStacks("main;a 3\nmain;b;a 3\nmain;b 2\nmain 2\n")
    #expect(stacks.hottest(2).map(\.frame) == ["a", "b"] && stacks.hottest(2).map(\.share) == [0.6, 0.2])
    #expect(stacks.hottest(9).map(\.frame) == ["a", "b", "main"], "equal ones by name")
    #expect(try FoldedStacks("").hottest(3).isEmpty)
  }
}
