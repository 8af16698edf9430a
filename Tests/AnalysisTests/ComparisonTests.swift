import Analysis
import Foundation
import Record
import TestSupport
import Testing

private let slow = [1000.0, 1010, 990, 1005, 995, 1002, 998, 1001, 1003, 997]
private let fast = slow.map { $0 * 2 }

private func compare(_ other: [Double?], against reference: [Double?] = slow) -> Comparison {
  Comparison(
    of: SampleRun.make(
      ["a/x": ["w": reference], "b/y": ["w": other]], frameworks: ["a/x", "b/y"], workloads: ["w"]))
}

@Test func `twice as fast in every block is faster, wins, and ranks first`() throws {
  let comparison = compare(fast)
  let workload = comparison.workloads[0]
  let pair = try #require(workload.pairs.first)
  #expect(pair.verdict == .faster && abs(pair.ratio - 2) < 1e-9)
  #expect(pair.p == 2 / 1024.0 && pair.adjustedP == pair.p)
  #expect(workload.winner == "b/y" && workload.ranks == ["b/y": 1, "a/x": 2])
  #expect(comparison.overall[1].ratio.map { abs($0 - 2) < 1e-9 } == true && comparison.overall[1].won == 1)
  #expect(comparison.isClean)
}

@Test func `five blocks decide nothing, however clear they look`() throws {
  let comparison = compare(Array(fast.prefix(5)), against: Array(slow.prefix(5)))
  let pair = try #require(comparison.workloads[0].pairs.first)
  #expect(pair.verdict == .needsBlocks && pair.p == nil && comparison.method.blocksNeeded == 6)
  #expect(comparison.workloads[0].winner == nil && comparison.workloads[0].ranks == ["a/x": 1, "b/y": 1])
  #expect(comparison.warnings.contains { $0.kind == .fewBlocks && $0.help?.contains("--rounds 6") == true })
}

@Test func `a surely small difference is equivalent, not the winner`() throws {
  let comparison = compare(slow.map { ($0 * 1.01).rounded() })
  #expect(comparison.workloads[0].pairs[0].verdict == .equivalent && comparison.workloads[0].winner == nil)
}

@Test func `noise is inconclusive and shares a rank`() throws {
  let comparison = compare([900, 1200, 800, 1100, 1000, 700, 1300, 950, 1050, 1000])
  #expect(comparison.workloads[0].pairs[0].verdict == .inconclusive)
  #expect(comparison.workloads[0].ranks == ["a/x": 1, "b/y": 1])
}

@Test func `a failed block drops out of its pairs, and the comparison is not clean`() throws {
  var broken: [Double?] = fast
  broken[3] = nil
  let comparison = compare(broken)
  let cell = comparison.workloads[0].cells[1]
  #expect(comparison.workloads[0].pairs[0].blocks == 9)
  #expect(cell.blocks == 9 && cell.state == .measured && cell.standardError == ["boom"])
  #expect(cell.reason == "measure: the app exited with status 3")
  #expect(comparison.warnings.contains { $0.kind == .failed })
}

@Test func `a framework that failed everywhere has no number and no rank, the others keep theirs`() throws {
  let comparison = compare(Array(repeating: nil, count: 10))
  let workload = comparison.workloads[0]
  #expect(workload.cells[1].state == .failed && workload.cells[1].throughput == nil)
  #expect(workload.cells[0].state == .measured && workload.ranks == ["a/x": 1] && workload.pairs.isEmpty)
  #expect(comparison.overall[1].ratio == nil && !comparison.isClean)
}

@Test func `geometric means cover only workloads that every framework has`() throws {
  let comparison = Comparison(
    of: SampleRun.make(
      ["a/x": ["v": slow, "w": slow], "b/y": ["v": fast, "w": Array(repeating: nil, count: 10)]],
      frameworks: ["a/x", "b/y"], workloads: ["v", "w"]))
  #expect(comparison.overall.map(\.workloads) == [1, 1])
}

@Test func `a run is read back as it was written, without a line that a crash cut off`() throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
  defer { try? FileManager.default.removeItem(at: folder) }
  let sample = SampleRun.make(
    ["a/x": ["w": slow], "b/y": ["w": fast]], frameworks: ["a/x", "b/y"], workloads: ["w"])
  let journal = try ResultStore(folder).begin(sample.run)
  try journal.append(sample)
  for name in ["trials.jsonl", "series.jsonl"] {
    let cut = try FileHandle(forWritingTo: journal.folder.appending(path: name))
    try cut.seekToEnd()
    try cut.write(contentsOf: Data(#"{"block":11,"fram"#.utf8))
  }
  let stored = try ResultStore.read(journal.folder)
  #expect(stored.run == sample.run && stored.trials == sample.trials && stored.series == sample.series)
  #expect(Comparison(of: stored) == Comparison(of: sample))
}

@Test func `a folder that cannot be written to is an error that names the flag`() throws {
  let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
  try Data().write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  let sample = SampleRun.make(
    ["a/x": ["w": slow], "b/y": ["w": fast]], frameworks: ["a/x", "b/y"], workloads: ["w"])
  #expect {
    try ResultStore(file).begin(sample.run)
  } throws: { "\($0)".contains("--output") && "\($0)".contains(file.path) }
}
