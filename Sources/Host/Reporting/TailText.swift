import Analysis

/// What slow requests met, in sentences.
enum TailText {
  /// What they met beyond chance is told first and `stressed`, then the other causes and the share without any event; nil when chance
  /// explains it all.
  static func blame(_ tail: TailAttribution, stressed: (String) -> String = { $0 }) -> String? {
    guard tail.findings.contains(where: \.isBeyondChance) else { return nil }
    let found = tail.findings.compactMap { finding in
      finding.share.map { share in (finding, share, chance: finding.chance ?? 0) }
    }
    let causes = found.sorted { $0.1 - $0.chance > $1.1 - $1.chance }.map { finding, share, chance in
      let text = "\(name(finding.cause)) \(percent(share))"
      return "\(finding.isBeyondChance ? stressed(text) : text) (chance \(percent(chance)))"
    }
    let rest = tail.unexplained.map { "no event \(percent($0))" }
    return (causes + [rest].compactMap(\.self)).joined(separator: ", ")
  }

  /// Whose requests, how many and how slow, e.g. `python/fastapi under json-small at 500/s, 40 requests (1.0 %) from 12.0 ms on`.
  static func title(_ tail: TailAttribution) -> String {
    let rate = tail.rate.map { " at \(Figures.count(Int($0)))/s" } ?? ""
    let share = Figures.fixed(100 * Double(tail.requests) / Double(tail.answered), 1)
    return "\(tail.framework) under \(tail.workload)\(rate), \(Figures.count(tail.requests)) "
      + "request\(tail.requests == 1 ? "" : "s") (\(share) %) from \(Figures.time(Double(tail.thresholdNanoseconds))) on"
  }

  static func name(_ cause: TailAttribution.Cause) -> String {
    switch cause {
    case .collection: "GC"
    case .lock: "interpreter's lock"
    case .stall: "event loop"
    case .processor: "no processor"
    }
  }

  private static func percent(_ share: Double) -> String { Figures.fixed(share * 100, 0) + " %" }
}
