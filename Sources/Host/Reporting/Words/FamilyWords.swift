import Analysis
package import Record

extension BlocksEnd {
  /// When the blocks ended and why, e.g. `after 12 blocks by the time budget`.
  package var words: String { "after \(Figures.count(blocks, "block")) by \(reason.words)" }
}

extension BlocksEnd.Reason {
  /// What ended the blocks.
  fileprivate var words: String {
    switch self {
    case .precision: "precision (every interval's half-width is at most δ/2)"
    case .rounds: "the number of rounds"
    case .timeBudget: "the time budget"
    }
  }
}

/// What a family could find and what it left open, in sentences.
enum FamilyWords {
  /// What the run cannot tell apart by a measure; nil without a twin.
  static func resolution(
    of measure: Measure, in family: FamilyComparison, reference: Key<Participant>
  ) -> String? {
    guard let (least, most) = family.resolution(of: measure.id) else { return nil }
    let (low, high) = (Figures.percent(least), Figures.percent(most))
    let range = low == high ? low : "\(low) where it is quietest and \(high) where it is noisiest"
    return
      "Resolution of \(measure.title): \(range). So far from 1 reach the 95 % intervals of \(reference) against its twin, which is the same app."
  }

  /// What the blocks could have found and what they left open; nil when there is nothing to say.
  static func power(_ family: FamilyComparison) -> String? {
    let pairs = family.points.flatMap(\.contests).flatMap(\.pairs)
    let found = [effects(pairs, family.method), open(pairs), family.method.end.map { "Ended \($0.words)." }]
    let sentences = found.compactMap(\.self)
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  private static func effects(_ pairs: [Pair], _ method: FamilyComparison.Method) -> String? {
    let effects = pairs.compactMap(\.minimumDetectableEffect)
    guard let least = effects.min(), let most = effects.max(), let fewest = pairs.map(\.blocks).min() else {
      return nil
    }
    let blocks = fewest < method.blocks ? "\(fewest) to \(method.blocks)" : "\(method.blocks)"
    return
      "Minimum detectable effect of \(blocks) blocks, with 80 % power: \(Figures.percent(least)) in the quietest pair, \(Figures.percent(most)) in the noisiest."
  }

  private static func open(_ pairs: [Pair]) -> String? {
    let open = pairs.filter(\.verdict.isOpen)
    guard !open.isEmpty else { return nil }
    let more = open.compactMap(\.moreBlocks).max().flatMap {
      $0 > 0 ? ", which \(PairWords.more($0)) would decide" : nil
    }
    return "Undecided: \(open.count) of \(Figures.count(pairs.count, "pair"))\(more ?? "")."
  }

  /// What the cells of a matrix show.
  static func cells(_ measures: [Measure], reference: Key<Participant>, isCompared: Bool) -> String {
    let goals = measures.map(\.goal).joined(separator: ", or ")
    let ratio = ", ratio to \(reference) with its 95 % interval, and what may be said"
    return "Each cell: \(goals)\(isCompared ? ratio : "")."
  }

  /// What the marks mean.
  static func marks(_ method: FamilyComparison.Method) -> String {
    "▲ better  ▼ worse (p < \(Figures.short(method.alpha)), stepped down over \(Figures.count(method.comparisons, "comparison")))  "
      + "= equivalent within \(Figures.percent(method.delta))  ~ inconclusive  ≋ too noisy to tell  "
      + "? needs ≥ \(Figures.count(method.blocksNeeded, "block"))  ! not at its pace  ★ better than every other"
  }
}
