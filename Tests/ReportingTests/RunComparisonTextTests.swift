import Analysis
import Foundation
import Record
import Reporting
import TestSupport
import Testing

private let slow = [1000.0, 1010, 990, 1005, 995, 1002, 998, 1001, 1003, 997]

private func text(_ compare: [Double?], against baseline: [Double?], workloads: [String] = ["w"]) throws
  -> String
{
  func run(_ rates: [Double?], _ workloads: [String]) -> RunRecord {
    SampleRun.make(
      ["a/x": Dictionary(uniqueKeysWithValues: workloads.map { ($0, rates) })], frameworks: ["a/x"],
      workloads: workloads)
  }
  return RunComparisonText.text(
    try RunComparison(of: run(compare, workloads), against: run(baseline, ["w"])), style: .plain)
}

@Test func `two runs' text has both values, the ratio, every test and the verdict`() throws {
  let text = try text(slow.map { $0 * 2 }, against: slow)
  #expect(text.contains("1,000/s (10)") && text.contains("2,000/s (10)"))
  #expect(text.contains("2.000× [1.990, 2.010]") && text.contains("▲ better"))
  #expect(text.contains("t = ") && text.contains("<0.0001") && text.contains("after Holm over 1 comparison."))
  #expect(text.hasPrefix("baseline  sample of 1970-01-01T00:00:00Z\ncompare   sample of 1970"))
  #expect(!text.contains("warning"))
}

@Test func `what only one run has is told`() throws {
  #expect(
    try text(slow, against: slow, workloads: ["w", "v"]).hasSuffix(
      "\n- warning: only in the other run: a/x under v\n"))
}

@Test func `tests that disagree and tests that are approximate are marked`() throws {
  let wild = [1100.0, 1101, 1102, 1103, 1104, 1105, 1106, 1107, 1108, 90_000]
  #expect(try text(wild, against: slow).contains("~ inconclusive (the tests disagree)"))
  #expect(try text([1, 1, 2], against: [2, 3, 3]).contains("(approximate)"))
  #expect(
    try text([1], against: [2]).contains("? needs more blocks") && text([1], against: [2]).contains("n/a"))
}
