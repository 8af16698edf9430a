import Record
import Statistics

/// A pair's values in the blocks that have both.
struct PairTest {
  let a: Key<Participant>
  let b: Key<Participant>
  let blocks: PairedBlocks
  /// The log ratio by block.
  let logRatios: [Int: Double]
  let raw: (a: [Double], b: [Double])

  /// nil without a common block.
  init?(_ a: Key<Participant>, over b: Key<Participant>, in values: [Key<Participant>: [Int: Double]]) {
    let (first, second) = (values[a] ?? [:], values[b] ?? [:])
    let common = first.keys.filter { second[$0] != nil }.sorted()
    raw = (common.compactMap { first[$0] }, common.compactMap { second[$0] })
    guard let blocks = PairedBlocks(raw.a, over: raw.b) else { return nil }
    self.a = a
    self.b = b
    self.blocks = blocks
    logRatios = Dictionary(uniqueKeysWithValues: zip(common, blocks.logRatios))
  }

  /// How many blocks have both.
  var count: Int { raw.a.count }

  /// Student's interval of the ratio; nil with too few blocks.
  func interval(level: Double) -> ConfidenceInterval? {
    count < StepDownSignFlip.fewestBlocks ? nil : blocks.interval(level: level)
  }
}

extension Pair.Welch {
  init(_ test: WelchTest) {
    self.init(t: test.t, degreesOfFreedom: test.degreesOfFreedom, p: test.pValue)
  }
}

extension Pair.Verdict {
  init(_ verdict: Statistics.Verdict) {
    self =
      switch verdict {
      case .faster: .faster
      case .slower: .slower
      case .equivalent: .equivalent
      case .inconclusive: .inconclusive
      case .tooNoisy: .tooNoisy
      case .needsBlocks: .needsBlocks
      }
  }
}

extension Interval {
  init(_ interval: ConfidenceInterval) { self.init(low: interval.lower, high: interval.upper) }
}
