import Analysis
import Evidence
import Record
import TestSupport
import Testing

extension RunRecord {
  fileprivate func isPrecise(_ family: Key<Family>) -> Bool {
    let left = conditions(inBlock: plan.blocks.count)
    return plan.family(family).map { left.isDisjoint(with: $0.conditions.map(\.id)) } ?? false
  }
}

/// Twelve blocks that differ by `spread` in turn.
private func noisy(_ mean: Double, _ spread: Double, blocks: Int = 12) -> [Double] {
  (0..<blocks).map { mean * ($0.isMultiple(of: 2) ? 1 + spread : 1 - spread) }
}

private func run(_ other: [Double?], blocks: Int = 12) -> RunRecord {
  SampleRun.make(
    ["a/x": ["w": Array(repeating: 10_000, count: blocks)], "b/y": ["w": other]],
    frameworks: ["a/x", "b/y"], workloads: ["w"])
}

@Suite struct PrecisionTests {
  @Test func `a family is precise when every interval is half as wide as what counts as equal`() throws {
    // With 12 blocks ±s the half-width is 2.201 · s · √(12/11) / √12 = .6636 s; ln(1.03)/2 is .01478.
    #expect(run(noisy(20_000, 0.021)).isPrecise(.capacity))
    #expect(!run(noisy(20_000, 0.024)).isPrecise(.capacity))
    #expect(run(noisy(10_010, 0.021)).isPrecise(.capacity), "whatever the p value is")
  }

  @Test func `few blocks are never precise, and a participant without any number is not waited for`() {
    #expect(!run(noisy(20_000, 0, blocks: 5), blocks: 5).isPrecise(.capacity))
    #expect(run(noisy(20_000, 0, blocks: 6), blocks: 6).isPrecise(.capacity))
    #expect(run(Array(repeating: nil, count: 12)).isPrecise(.capacity))
    let oneFailed: [Double?] = [nil] + noisy(20_000, 0, blocks: 11)
    #expect(run(oneFailed).isPrecise(.capacity))
  }

  @Test func `trials that failed a gate are waited for`() {
    let rates = Array(repeating: 1000.0, count: 12)
    func run(_ bad: Int) -> RunRecord {
      SampleRun.make(
        ["a/x": ["w": rates], "b/y": ["w": rates]], frameworks: ["a/x", "b/y"], workloads: ["w"],
        system: { $0 == "b/y" && $1 < bad ? .withoutPorts : SampleRun.quiet })
    }
    #expect(!run(12).isPrecise(.capacity) && !run(7).isPrecise(.capacity) && run(6).isPrecise(.capacity))
  }

  @Test func `a latency family is judged by its own p99`() {
    let rates = Array(repeating: 1000.0, count: 12)
    func run(_ spread: Double) -> RunRecord {
      SampleRun.make(
        ["a/x": ["w": rates], "b/y": ["w": rates]], frameworks: ["a/x", "b/y"], workloads: ["w"],
        p99: ["a/x": Array(repeating: 1e6, count: 12), "b/y": noisy(2e6, spread)])
    }
    #expect(run(0.015).isPrecise(.latency) && !run(0.03).isPrecise(.latency))
    #expect(run(0.03).isPrecise(.capacity))
  }

  @Test func `later blocks are spent on the conditions that need them, by what the blocks before have shown`()
  {
    let calm = noisy(10_000, 0, blocks: 12)
    let run = SampleRun.make(
      ["a/x": ["calm": calm, "wild": calm], "b/y": ["calm": calm, "wild": noisy(20_000, 0.1)]],
      frameworks: ["a/x", "b/y"], workloads: ["calm", "wild"], minimumBlocks: 8)
    #expect(run.conditions(inBlock: 7) == ["calm", "wild"], "the planned blocks have all")
    #expect(run.conditions(inBlock: 8) == ["wild"])
    #expect(run.contradictions.count == 1, "the precise condition was measured on")
    func with(_ belongs: (Trial) -> Bool) -> RunRecord {
      run.with(trials: run.trials.filter(belongs), series: [])
    }
    #expect(with { $0.block < 8 || $0.condition == "wild" }.contradictions == [])
    #expect(with { $0.block < 8 || $0.condition == "calm" }.contradictions.count == 1)
    #expect(with { $0.block < 7 || $0.condition == "wild" }.contradictions.count == 1)
    let late = SampleRun.make(
      ["a/x": ["w": calm], "b/y": ["w": noisy(10_000, 0, blocks: 9) + [9000, 12_000, 9000]]],
      frameworks: ["a/x", "b/y"], workloads: ["w"], minimumBlocks: 8)
    #expect(late.conditions(inBlock: 9).isEmpty, "what came later does not count")
    #expect(late.conditions(inBlock: 12) == ["w"])
  }

  @Test
  func `a pair tells its minimum detectable effect, and an undecided one how many more blocks it takes`()
    throws
  {
    func pair(_ record: RunRecord) throws -> Pair {
      try #require(Comparison(of: record).families.first?.points.first?.contests.first?.pairs.first)
    }
    let wide = try pair(run(noisy(10_050, 0.05)))
    #expect(wide.verdict == .inconclusive)
    // ±d in turn: a pattern of signs is as extreme as half of the blocks' being flipped is not. Of 2048 patterns 102 may be.
    #expect(wide.minimumDetectableEffect.map { 0.03 < $0 && $0 < 0.08 } == true)
    // t(.975, n − 1) · .0522695 / √n is at most ln(1.03)/2 from n = 51 on.
    #expect(wide.moreBlocks == 39)
    let narrow = try pair(run(noisy(20_000, 0.01)))
    #expect(narrow.moreBlocks == 0 && narrow.verdict == .faster)
    let few = try pair(run(noisy(20_000, 0.001, blocks: 4), blocks: 4))
    #expect(few.minimumDetectableEffect == nil && few.moreBlocks == 2 && few.interval == nil)
  }

  @Test func `what can be found is less where more comparisons are corrected together`() throws {
    // Deviations of ±5 % whose signs have nothing to do with those of another workload.
    func rates(_ bit: Int) -> [Double] { (0..<16).map { 10_000 * ($0 >> bit & 1 == 0 ? 1.05 : 0.95) } }
    func effect(_ workloads: [String]) throws -> Double {
      let calm = Array(repeating: 10_000.0, count: 16)
      let record = SampleRun.make(
        [
          "a/x": Dictionary(uniqueKeysWithValues: workloads.map { ($0, calm) }),
          "b/y": Dictionary(uniqueKeysWithValues: workloads.enumerated().map { ($1, rates($0)) }),
        ], frameworks: ["a/x", "b/y"], workloads: workloads)
      let pair = Comparison(of: record).families.first?.points.first?.contests.first?.pairs.first
      return try #require(pair?.minimumDetectableEffect)
    }
    #expect(try effect(["u", "v", "w", "x"]) > 1.1 * effect(["u"]))
  }
}
