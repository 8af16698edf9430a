import Record
import TestSupport
import Testing

@Suite struct PlanTests {
  private static func plan(_ comparisons: Plan.Comparisons, reference: String? = nil) -> Plan {
    SampleRun.make(
      ["a/x": ["w": [1]], "b/y": ["w": [1]], "c/z": ["w": [1]]], frameworks: ["a/x", "b/y", "c/z"],
      reference: reference, workloads: ["w"], twin: ["w": [1]], comparisons: comparisons
    ).plan
  }

  private static func pairs(_ plan: Plan) -> [[Key<Participant>]] { plan.pairs.map { [$0.a, $0.b] } }

  @Test func `against the reference everybody is compared with it, the twin is no competitor`() {
    #expect(Self.pairs(Self.plan(.reference)) == [["b/y", "a/x"], ["c/z", "a/x"]])
    #expect(Self.pairs(Self.plan(.reference, reference: "b/y")) == [["a/x", "b/y"], ["c/z", "b/y"]])
  }

  @Test func `of all pairs those with the reference come first, and each pair is there once`() {
    #expect(Self.pairs(Self.plan(.all)) == [["b/y", "a/x"], ["c/z", "a/x"], ["c/z", "b/y"]])
    #expect(
      Self.pairs(Self.plan(.all, reference: "c/z")) == [["a/x", "c/z"], ["b/y", "c/z"], ["b/y", "a/x"]])
  }

  @Test func `a twin is its original a second time`() throws {
    let plan = Self.plan(.all)
    let twin = try #require(plan.twin)
    #expect(plan.compared.map(\.id) == ["a/x", "b/y", "c/z"] && twin.id == "a/x (twin)")
    #expect(twin.original == "a/x" && twin.app == plan.participants[0].app && twin.folder == "a-x-twin")
    #expect(plan.participants[1].original == "b/y" && plan.participants[1].folder == "b-y")
  }

  @Test func `there are at least as many trials as the fewest blocks have`() {
    let run = SampleRun.make(
      ["a/x": ["v": [1, 1, 1], "w": [1, 1, 1]], "b/y": ["v": [1, 1, 1], "w": [1, 1, 1]]],
      frameworks: ["a/x", "b/y"], workloads: ["v", "w"], p99: ["a/x": [1, 1], "b/y": [1, 1]], minimumBlocks: 2
    )
    #expect(run.fewestTrials == 2 * 2 * (2 + 4))
    let design = Design(
      availableSeconds: 1, warmups: [:],
      windows: [.init(condition: .capacity("w"), seconds: 1, turns: 1)],
      omitted: [:], blockSeconds: 1, smallestDifference: nil)
    #expect(run.with(design: design).fewestTrials == 2 * 2)
    #expect(run.with(design: .some(nil)).fewestTrials == 2 * 2 * (2 + 4))
  }

  @Test(arguments: [(8, 6), (6, 6), (5, 5), (0, 0)])
  func `time cuts no block that a verdict needs, unless fewer were asked for`(minimum: Int, fewest: Int) {
    #expect(Self.plan(.all).with(minimumBlocks: minimum).fewestBlocks == fewest)
  }

  @Test func `a condition's id is the same whatever a run finds, its label tells what it found`() {
    let planned = Condition.offered("w", share: 0.5)
    let settled = planned.settled(capacity: 1234.5)
    #expect(planned.id == "w at 50%" && planned.rate == nil && settled.id == planned.id)
    #expect(settled.rate == 617 && settled.share == 0.5 && settled.label == "w at 617/s (50 %)")
    #expect(planned.settled(capacity: 0.1).rate == 1)
    let given = Condition.offered("w", rate: 7.5)
    #expect(given.id == "w at 7.5/s" && given.settled(capacity: 99) == given && given.share == nil)
    #expect(Condition.capacity("w").rate == nil && Condition.capacity("w").id == "w")
  }
}
