package import Contract
import Platform
package import Record

/// What was asked of a run, understood and checked: everything that a plan follows from.
package struct PlanRequest: Sendable {
  /// Rates that are offered to all participants alike, in open loops, in any order.
  package enum Offer: Equatable, Sendable {
    /// Shares of what the slowest participant can do under a workload, 1 being all of it.
    case shares([Double])
    /// Requests per second.
    case rates([Double])
  }

  /// Up to so many participants are all compared with each other unless something else is asked for: the pairs of more take many more
  /// blocks.
  package static let mostForAllPairs = 4

  /// Who is compared, in the order of reports.
  package var participants: [Participant]
  /// Who ratios are relative to: one of them.
  package var reference: Key<Participant>
  /// Whether the reference is measured a second time.
  package var hasTwin = true
  /// The suite the workloads come from; nil when they were named one by one.
  package var suite: String?
  /// What is sent.
  package var workloads: [Workload]
  /// How apps are started and loaded.
  package var load: Plan.Load
  /// How apps are brought to their pace and measured.
  package var procedure: Procedure
  /// What is offered in open loops; nil: nothing.
  package var offer: Offer?
  /// How many blocks there are.
  package var rounds: Rounds
  /// How many seconds after verification no block may end any more.
  package var budgetSeconds: Double
  /// The share up to which a difference of throughput or cost does not matter.
  package var delta = Family.usualDelta
  /// The same of latency.
  package var latencyDelta = Family.usualLatencyDelta
  /// Which pairs get a verdict; nil: as is usual for so many participants.
  package var comparisons: Plan.Comparisons?
  /// Gates whose failures are tolerated.
  package var toleratedGates: [String] = []
  /// Whether memory is told as PSS, which counts what processes share once, otherwise as RSS.
  package var tellsProportionalMemory = ProcessUsage.tellsProportionalMemory
  /// Seed of everything random.
  package var seed: UInt64

  /// A request with what has no usual value.
  package init(
    participants: [Participant], reference: Key<Participant>, workloads: [Workload], load: Plan.Load,
    procedure: Procedure, rounds: Rounds, budgetSeconds: Double, seed: UInt64
  ) {
    self.participants = participants
    self.reference = reference
    self.workloads = workloads
    self.load = load
    self.procedure = procedure
    self.rounds = rounds
    self.budgetSeconds = budgetSeconds
    self.seed = seed
  }

  /// The complete plan; the same request gives the same plan.
  package func plan() -> Plan {
    let families = families
    var load = load
    load.held = families.flatMap(\.conditions).compactMap(\.held).max()
    return Plan(
      participants: everybody, reference: reference, suite: suite,
      workloads: workloads.map {
        .init(
          id: Key($0.name), category: $0.category, summary: $0.summary,
          requests: $0.held.map { Key($0.requests.name) })
      },
      families: families, procedure: procedure, blocks: blocks(of: families),
      minimumBlocks: rounds.limits(isCompared: participants.count > 1).minimum, comparisons: pairs,
      load: load,
      budgetSeconds: budgetSeconds, seed: seed, toleratedGates: toleratedGates)
  }

  /// Who is measured.
  var everybody: [Participant] {
    participants + participants.filter { hasTwin && $0.id == reference }.map(Participant.init(twinOf:))
  }

  /// Which pairs get a verdict.
  private var pairs: Plan.Comparisons {
    comparisons ?? (participants.count <= Self.mostForAllPairs ? .all : .reference)
  }
}
