import Analysis
import Record

extension Pair.Verdict {
  /// The mark of what may be said.
  var mark: String {
    switch self {
    case .faster: "▲"
    case .slower: "▼"
    case .equivalent: "="
    case .inconclusive: "~"
    case .tooNoisy: "≋"
    case .needsBlocks: "?"
    case .unsteady: "!"
    }
  }

  /// What may be said, in a word or two.
  var words: String {
    switch self {
    case .faster: "better"
    case .slower: "worse"
    case .equivalent: "equivalent"
    case .inconclusive: "inconclusive"
    case .tooNoisy: "too noisy"
    case .needsBlocks: "needs more blocks"
    case .unsteady: "no verdict, not at its pace"
    }
  }

  /// How it is to be taken; nil: neither way.
  var tone: Table.Tone? {
    switch self {
    case .faster: .good
    case .slower: .bad
    default: nil
    }
  }
}

/// Ratios and pairs in words.
enum PairWords {
  /// A ratio with its interval, e.g. `1.27× [1.25, 1.29]`; `n/a` without one.
  static func ratio(_ ratio: Double?, _ interval: Interval?, digits: Int = 2) -> String {
    guard let ratio else { return "n/a" }
    let number = { Figures.multiple($0, digits: digits) }
    let range = interval.map { " [\(number($0.low)), \(number($0.high))]" }
    return "\(number(ratio))×\(range ?? "")"
  }

  /// What is known of a pair.
  static func sentence(_ pair: Pair) -> Text {
    let p = pair.adjustedP.map { ", \(Figures.equation(p: $0)) stepped down" } ?? ""
    let raw = pair.welch.map { "; \(welch($0))" } ?? ""
    return
      "\(pair.a) / \(pair.b): \(ratio(pair.ratio, pair.interval)), robust \(Figures.ratio(pair.robustRatio)), \(Figures.count(pair.blocks, "block"))\(p)\(raw)\(resolution(pair)): \(strong: pair.verdict.words)"
  }

  /// Welch's test on the raw values.
  static func welch(_ test: Pair.Welch) -> String {
    "Welch t = \(Figures.fixed(test.t, 2)), df = \(Figures.fixed(test.degreesOfFreedom, 1)), \(Figures.equation(p: test.p))"
  }

  /// The twin beside the reference.
  static func sentence(_ twin: Contest.Twin, reference: Key<Participant>) -> Text {
    let head =
      "\(twin.participant) / \(reference): \(ratio(twin.ratio, twin.interval)), \(Figures.count(twin.blocks, "block"))"
    let found = twin.resolution.map { ", resolution \(Figures.percent($0))" } ?? ""
    let p = twin.adjustedP.map { ", \(Figures.equation(p: $0)) stepped down" } ?? ""
    let differs =
      twin.differs
      ? ": the same app differs from itself, so nothing is equivalent here, and only what is farther apart differs"
      : ""
    return "\(head)\(p)\(found)\(differs)"
  }

  /// How many more blocks it takes; what nobody would wait for is not counted.
  static func more(_ blocks: Int) -> String {
    blocks > 1000 ? "more than 1,000 more blocks" : "about \(Figures.count(blocks, "more block"))"
  }

  /// What the blocks of a pair could have found, and how many more it would take.
  private static func resolution(_ pair: Pair) -> String {
    let finds = pair.minimumDetectableEffect.map { "; detects \(Figures.percent($0)) with 80 % power" }
    let decide = pair.moreBlocks.flatMap {
      pair.verdict.isOpen && $0 > 0 ? "; \(more($0)) would decide" : nil
    }
    return (finds ?? "") + (decide ?? "")
  }
}
