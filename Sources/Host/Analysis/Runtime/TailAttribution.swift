package import Record
import Statistics

/// What the slowest requests of a participant under one condition met, and what chance alone would have had them meet.
package struct TailAttribution: Codable, Equatable, Sendable {
  /// What may hold requests up.
  package enum Cause: String, Codable, CaseIterable, Sendable {
    /// A garbage collection.
    case collection = "gc"
    /// A thread waited for the interpreter's lock: Python's GIL, Ruby's GVL.
    case lock
    /// The event loop was late.
    case stall
    /// Threads were ready to run and had no processor, for more than a tenth of the time between two samples; no finer than those.
    case processor
  }

  /// Why nothing is known of a cause.
  package enum Unknown: String, Codable, Sendable {
    /// The system does not tell.
    case system
    /// The run had no runtime agents.
    case noAgents = "no-agents"
    /// The runtime counts them, but does not tell when each was.
    case notTimed = "not-timed"
    /// The runtime has none, or does not tell.
    case notTold = "not-told"
  }

  /// One cause.
  package struct Finding: Codable, Equatable, Sendable {
    /// What may have held the requests up.
    package let cause: Cause
    /// Why nothing is known; nil when it is.
    package let unknown: Unknown?
    /// The share of the slow requests of which the cause covers at least a tenth; nil with a reason, as is all that follows.
    package let share: Double?
    /// The share to be expected by chance.
    package let chance: Double?
    /// What chance exceeds once in 40 times.
    package let chanceHigh: Double?
    /// The one-sided p value: how often chance would cover as much of the requests.
    package let p: Double?
    /// The same after Holm's correction over all causes of all conditions of the run.
    package fileprivate(set) var adjustedP: Double?

    /// Whether more requests met it than chance explains.
    package var isBeyondChance: Bool {
      guard let adjustedP, let share, let chance else { return false }
      return adjustedP < ContestRules.alpha && share > chance
    }
  }

  /// Who.
  package let participant: Key<Participant>
  /// Under what.
  package let condition: Key<Condition>
  /// How many slow requests there are: of each valid trial the slowest hundredth.
  package let requests: Int
  /// How many requests were answered.
  package let answered: Int
  /// What the fastest of the slow ones took, in nanoseconds from when it was due.
  package let thresholdNanoseconds: Int
  /// Every cause.
  package fileprivate(set) var findings: [Finding]
  /// The share of the slow requests that met no event of the runtime; nil when it tells none. A lack of processors is too coarse to
  /// explain single requests.
  package let unexplained: Double?
  /// Events that were too many to be kept, shorter than those that were; with any, shares are too small.
  package let eventsLeftOut: Int
}

extension TailAttribution {
  private struct Place: Hashable {
    let participant: Key<Participant>
    let condition: Key<Condition>
  }

  /// What the slow requests of everybody met, by condition and participant; none for runs that did not keep them.
  static func all(of record: RunRecord) -> [TailAttribution] {
    let plan = record.plan
    let (series, facts) = (record.seriesByTrial, record.metricsByName)
    let windows = record.trials.compactMap { trial in
      trial.isValid(tolerating: plan.toleratedGates) ? TailWindow(trial, series[trial.key], facts) : nil
    }
    let places = Dictionary(grouping: windows) {
      Place(participant: $0.trial.participant, condition: $0.trial.condition)
    }
    let tails = plan.families.flatMap { record.conditions(of: $0) }.flatMap { condition in
      plan.compared.compactMap { participant in
        places[Place(participant: participant.id, condition: condition.id)].flatMap {
          TailAttribution($0, plan)
        }
      }
    }
    return adjusted(tails)
  }

  /// What the requests of a condition's windows met; nil without any.
  init?(_ windows: [TailWindow], _ plan: Plan) {
    let requests = windows.flatMap(\.requests)
    guard let window = windows.first, let fastest = requests.map(\.count).min() else { return nil }
    participant = window.trial.participant
    condition = window.trial.condition
    self.requests = requests.count
    answered = windows.map(\.answered).reduce(0, +)
    thresholdNanoseconds = fastest
    eventsLeftOut = windows.map(\.eventsLeftOut).reduce(0, +)
    var isExplained: [Bool]?
    findings = Cause.allCases.map { cause in
      let tests = windows.map { $0.test(of: cause) }
      let known = tests.compactMap(\.self)
      guard known.count == tests.count, let test = OverlapTest(known, seed: plan.seed) else {
        let silent = tests.firstIndex { $0 == nil } ?? 0
        return Finding(cause, windows[silent].unknown(cause, plan))
      }
      let meetings = known.flatMap(\.meetings)
      if cause != .processor {
        isExplained = isExplained.map { zip($0, meetings).map { $0 || $1 } } ?? meetings
      }
      return Finding(cause, test)
    }
    unexplained = isExplained.map { Double($0.count { !$0 }) / Double($0.count) }
  }

  /// Corrects all p values together.
  private static func adjusted(_ tails: [TailAttribution]) -> [TailAttribution] {
    var adjusted = MultipleComparisons.holm(tails.flatMap(\.findings).compactMap(\.p))[...]
    return tails.map { tail in
      var tail = tail
      for index in tail.findings.indices where tail.findings[index].p != nil {
        tail.findings[index].adjustedP = adjusted.popFirst()
      }
      return tail
    }
  }
}

extension TailAttribution.Finding {
  fileprivate init(_ cause: TailAttribution.Cause, _ unknown: TailAttribution.Unknown) {
    self.init(cause: cause, unknown: unknown, share: nil, chance: nil, chanceHigh: nil, p: nil)
  }

  fileprivate init(_ cause: TailAttribution.Cause, _ test: OverlapTest) {
    self.init(
      cause: cause, unknown: nil, share: test.share, chance: test.chance, chanceHigh: test.chanceHigh,
      p: test.pValue)
  }
}
