import Analysis
import Foundation
import TestSupport
import Testing

private let slow = [1000.0, 1010, 990, 1005, 995, 1002, 998, 1001, 1003, 997]

private func compare(_ other: [Double?], twin: [Double?]?) -> Comparison {
  Comparison(
    of: SampleRun.make(
      ["a/x": ["w": slow], "b/y": ["w": other]], frameworks: ["a/x", "b/y"], workloads: ["w"],
      twin: twin.map { ["w": $0] }))
}

@Suite struct TwinTests {
  @Test func `how far the twin is from the reference is the noise floor and enters delta`() throws {
    let twin = slow.enumerated().map { $0.isMultiple(of: 2) ? $1 * 1.25 : $1 / 1.25 }
    let loud = try #require(compare(slow.map { $0 * 1.2 }, twin: twin).workloads.first)
    let found = try #require(loud.twin?.noiseFloor)
    #expect(abs(found - 0.25) < 2e-3 && loud.delta == found)
    #expect(loud.twin?.ratio.map { abs($0 - 1) < 2e-3 } == true && loud.twin?.blocks == 10)
    #expect(loud.pairs.first?.verdict == .equivalent)
    let quiet = try #require(compare(slow.map { $0 * 1.2 }, twin: slow).workloads.first)
    #expect(quiet.twin?.noiseFloor == 0 && quiet.delta == 0.03 && quiet.pairs.first?.verdict == .faster)
  }

  @Test func `the twin is no competitor`() throws {
    let fast = slow.map { $0 * 1.1 }
    let (with, without) = (compare(fast, twin: slow.map { $0 * 3 }), compare(fast, twin: nil))
    let (workload, plain) = (try #require(with.workloads.first), try #require(without.workloads.first))
    #expect(workload.ranks.keys.sorted() == ["a/x", "b/y"] && workload.pairs.count == 1)
    #expect(with.method.family == without.method.family && with.overall.map(\.framework) == ["a/x", "b/y"])
    #expect(workload.cells == plain.cells && workload.pairs.first?.p == plain.pairs.first?.p)
    #expect(workload.twinCell?.framework == "a/x (twin)" && plain.twin == nil && plain.delta == 0.03)
  }

  @Test func `a noise floor above delta is a warning, and the floors of workloads are a range`() {
    let run = SampleRun.make(
      ["a/x": ["v": slow, "w": slow], "b/y": ["v": slow, "w": slow]], frameworks: ["a/x", "b/y"],
      workloads: ["v", "w"], twin: ["v": slow.map { $0 * 1.01 }, "w": slow.map { $0 * 1.1 }])
    let comparison = Comparison(of: run)
    #expect(comparison.noiseFloor.map { abs($0.least - 0.01) < 2e-3 && abs($0.most - 0.1) < 2e-3 } == true)
    let warnings = comparison.warnings.filter { $0.kind == .noisy }
    #expect(warnings.count == 1 && warnings[0].message.contains("under w,"), "\(warnings)")
  }

  @Test func `a twin that never gave a number leaves delta alone and the comparison unclean`() throws {
    let comparison = compare(slow, twin: slow.map { _ in nil })
    let workload = try #require(comparison.workloads.first)
    #expect(workload.twin?.noiseFloor == nil && workload.twinCell?.state == .failed)
    #expect(workload.delta == 0.03 && comparison.noiseFloor == nil && !comparison.isClean)
  }
}
