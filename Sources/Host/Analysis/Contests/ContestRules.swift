import Record
import Statistics

/// What all contests of a family have in common.
struct ContestRules {
  /// How often a true difference of nothing may be called one, over the whole family.
  static let alpha = 0.05

  let plan: Plan
  let family: Family
  let measures: [Measure]
  /// What is compared beside them: the p99 of a family that is about other percentiles of the same histogram.
  let secondary: [Measure]
  let pairs: [(a: Key<Participant>, b: Key<Participant>)]
  /// How many comparisons are corrected together.
  let comparisons: Int
  /// Who changes over a session, so that there is no verdict with it.
  let drifting: Set<Key<Participant>>

  init(_ plan: Plan, _ family: Family, drifting: Set<Key<Participant>> = []) {
    self.plan = plan
    self.family = family
    self.drifting = drifting
    let measures = family.primary.compactMap(plan.measure)
    let histograms = Set(measures.compactMap(\.histogram))
    self.measures = measures
    secondary = family.shown.filter { $0 == .p99 && !family.primary.contains($0) }.compactMap(plan.measure)
      .filter { $0.histogram.map(histograms.contains) ?? false }
    pairs = plan.pairs
    comparisons = max(1, pairs.count * family.conditions.count * measures.count)
  }
}

extension Measure {
  /// What it is a percentile of; nil: it is none.
  fileprivate var histogram: Key<Histogram>? {
    if case .percentile(let histogram, _) = aggregation { histogram } else { nil }
  }
}

extension ContestRules {
  /// Whether neither changes over a session.
  func isSteady(_ a: Key<Participant>, _ b: Key<Participant>) -> Bool { drifting.isDisjoint(with: [a, b]) }
}

/// How many blocks a run should have.
package enum BlocksAdvice {
  /// How often a true difference of nothing may be called one, over a whole family.
  package static var alpha: Double { ContestRules.alpha }

  /// Fewer give no verdict.
  package static var fewest: Int { StepDownSignFlip.fewestBlocks }

  /// As many as runs have where nothing else is asked for.
  package static let usual = 8
}
