import Analysis
import Record

extension TailAttribution.Cause {
  /// What may have held requests up.
  var words: String {
    switch self {
    case .collection: "GC"
    case .lock: "interpreter's lock"
    case .stall: "event loop"
    case .processor: "no processor"
    }
  }
}

extension TailAttribution.Unknown {
  /// Why nothing is known.
  var words: String {
    switch self {
    case .system: "the system does not tell"
    case .noAgents: "the run had no runtime agents"
    case .notTimed: "its runtime counts them, but does not tell when each was"
    case .notTold: "its runtime has none or does not tell"
    }
  }
}

extension TailAttribution {
  /// Whose requests, how many and how slow, e.g. `python/fastapi under json-small at 500/s, 40 requests (1.0 %) from 12.0 ms on`.
  func title(_ names: Names) -> String {
    let share = Figures.fixed(100 * Double(requests) / Double(max(1, answered)), 1)
    return
      "\(participant) under \(names[condition]), \(Figures.count(requests, "request")) (\(share) %) from \(Figures.time(Double(thresholdNanoseconds))) on"
  }

  /// What they met beyond chance is told first and stressed, then the other causes and the share without any event; nil when chance
  /// explains it all.
  var blame: Text? {
    guard findings.contains(where: \.isBeyondChance) else { return nil }
    let found = findings.compactMap { finding in
      finding.share.map { (finding: finding, share: $0, chance: finding.chance ?? 0) }
    }
    let causes = found.sorted { $0.share - $0.chance > $1.share - $1.chance }.map { found -> Text in
      let words = "\(found.finding.cause.words) \(Figures.wholePercent(found.share))"
      let chance = " (chance \(Figures.wholePercent(found.chance)))"
      return found.finding.isBeyondChance ? "\(strong: words)\(chance)" : Text(words + chance)
    }
    let rest = unexplained.map { Text("no event \(Figures.wholePercent($0))") }
    return (causes + [rest].compactMap(\.self)).joined(separator: ", ")
  }

  /// That there were more events than were kept; nothing when there were not.
  var leftOut: String {
    eventsLeftOut == 0
      ? "" : "; \(Figures.count(eventsLeftOut)) short events were not kept, so shares may be larger"
  }
}

/// A cause that slow requests of a participant met more often than by chance.
struct TailCause {
  let participant: Key<Participant>
  let cause: TailAttribution.Cause
  /// The median share of the slow requests that met it, over those conditions.
  let share: Double
  /// Under so many conditions.
  let conditions: Int
}

extension [TailAttribution] {
  /// What was met beyond chance, under the most conditions first; of equals as the run has them, for a dictionary's order is another one
  /// in every process.
  var causes: [TailCause] {
    let met = flatMap { tail in
      tail.findings.filter(\.isBeyondChance).map {
        (place: CausePlace(participant: tail.participant, cause: $0.cause), share: $0.share ?? 0)
      }
    }
    let shares = Dictionary(grouping: met, by: \.place)
    let causes = met.map(\.place).unique.map { place in
      let own = shares[place, default: []].map(\.share).sorted()
      return TailCause(
        participant: place.participant, cause: place.cause, share: own[own.count / 2], conditions: own.count)
    }
    return causes.sorted { $0.conditions > $1.conditions }
  }
}

private struct CausePlace: Hashable {
  let participant: Key<Participant>
  let cause: TailAttribution.Cause
}
