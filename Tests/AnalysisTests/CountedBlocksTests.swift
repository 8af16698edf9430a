import Record
import TestSupport
import Testing

@testable import Analysis

/// Blocks that a hypervisor disturbed are measured again; which count depends on what it took alone.
@Suite struct CountedBlocksTests {
  /// A run of so many blocks, of which four were planned; from some of them a share of the processors was taken.
  private func run(_ blocks: Int, stolen: [Int: Double]) -> RunRecord {
    SampleRun.make(
      [
        "a/x": ["w": (0..<blocks).map { 1000 + Double($0) }],
        "b/y": ["w": (0..<blocks).map { 2000 + Double($0) }],
      ],
      frameworks: ["a/x", "b/y"], workloads: ["w"], minimumBlocks: 4,
      system: { _, block in .sample(stolen: Int((stolen[block] ?? 0) * 2e9), other: 0, taken: 1, ports: 100) }
    )
  }

  @Test func `quiet blocks all count, and none is measured again`() {
    #expect(run(4, stolen: [:]).countedBlocks == [0, 1, 2, 3] && !run(4, stolen: [:]).isRepetition(4))
    #expect(run(6, stolen: [:]).countedBlocks == [0, 1, 2, 3, 4, 5])
  }

  @Test func `a disturbed block is replaced by the next one, the most disturbed first`() {
    let disturbed = run(4, stolen: [1: 0.2, 2: 0.3])
    #expect(disturbed.isRepetition(4) && disturbed.conditions(inBlock: 4) == ["w"])
    #expect(disturbed.countedBlocks == [0, 1, 2, 3], "nothing is there yet in their place")
    let once = run(5, stolen: [1: 0.2, 2: 0.3])
    #expect(once.countedBlocks == [0, 1, 3, 4] && once.isRepetition(5))
    let twice = run(6, stolen: [1: 0.2, 2: 0.3])
    #expect(twice.countedBlocks == [0, 3, 4, 5] && !twice.isRepetition(6))
    #expect(Comparison(of: twice).families[0].points[0].cells.map(\.blocks) == [4, 4])
  }

  @Test func `half as many as were planned are measured again at the most, and a little steal is let pass`() {
    let all = Dictionary(uniqueKeysWithValues: (0..<6).map { ($0, 0.5) })
    #expect(run(5, stolen: all).isRepetition(5) && !run(6, stolen: all).isRepetition(6))
    #expect(run(6, stolen: all).countedBlocks.count == 4)
    #expect(!run(4, stolen: [1: 0.04, 2: 0.05]).isRepetition(4))
  }
}
