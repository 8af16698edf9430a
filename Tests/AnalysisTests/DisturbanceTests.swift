import Analysis
import Record
import TestSupport
import Testing

private let slow = [1000.0, 1010, 990, 1005, 995, 1002, 998, 1001, 1003, 997]

private func run(_ system: @escaping (String, Int) -> SystemUse) -> RunRecord {
  SampleRun.make(
    ["a/x": ["w": slow], "b/y": ["w": slow.map { $0 * 2 }]], frameworks: ["a/x", "b/y"], workloads: ["w"],
    system: system)
}

/// A fifth of the time of b/y's blocks from the third on is stolen, a twentieth of a/x's.
private let disturbed = run { name, block in
  block < 2 ? .sample() : .sample(stolen: name == "b/y" ? 400_000_000 : 100_000_000)
}

@Suite struct DisturbanceTests {
  @Test func `a disturbed trial is an observation, and one doubt tells of all`() throws {
    let comparison = Comparison(of: disturbed)
    let point = try #require(comparison.families.first?.points.first)
    #expect(point.cells.map(\.blocks) == [10, 10] && point.cells.allSatisfy { $0.reason == nil })
    let steal = try #require(point.cells[1].gates.first { $0.gate == "steal" })
    #expect(steal.kind == .environment && steal.failed == 8 && !steal.invalidates)
    #expect(point.contests.first?.pairs.first?.verdict == .faster && comparison.isComplete)
    let found = Disturbance(gate: "steal", trials: 8, of: 20, median: 0.05, worst: 0.2, limit: 0.05)
    #expect(comparison.warnings == [.disturbed(found)])
  }

  @Test func `a disturbed run says so when it is held against another`() throws {
    let comparison = try RunComparison(of: disturbed, against: run { _, _ in .sample() })
    #expect(comparison.baseline.disturbances == [])
    #expect(comparison.compare.disturbances.map(\.gate) == ["steal"])
  }

  @Test func `a block's steal is the mean of its trials`() {
    #expect(disturbed.stealShare(ofBlock: 0) == 0)
    #expect(disturbed.stealShare(ofBlock: 5).map { abs($0 - 0.125) < 1e-12 } == true)
    #expect(run { _, _ in .sample(stolen: nil) }.stealShare(ofBlock: 0) == nil)
    #expect(disturbed.stealShare(ofBlock: 10) == nil)
  }
}
