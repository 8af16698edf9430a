package import Contract
package import Record

/// What was asked of a run, understood and checked: everything that a plan follows from.
package struct PlanRequest: Sendable {
  /// Rates that are offered to all participants alike, in open loops.
  package struct Offer: Sendable {
    /// How high they are, in any order.
    package enum Levels: Equatable, Sendable {
      /// Shares of what the slowest participant can do under a workload, 1 being all of it.
      case shares([Double])
      /// Requests per second.
      case rates([Double])
    }

    /// How high.
    package let levels: Levels
    /// How long, after what, and how requests are spread.
    package let window: Window

    /// Rates, each for a window.
    package init(_ levels: Levels, _ window: Window) {
      self.levels = levels
      self.window = window
    }
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
  /// How long closed loops are measured, and after what.
  package var window: Window
  /// What is offered in open loops afterwards; nil: nothing.
  package var offer: Offer?
  /// How many blocks each family has.
  package var rounds: Rounds
  /// When blocks end by the clock.
  package var budget: Plan.Budget
  /// The share up to which a difference of throughput or cost does not matter.
  package var delta = Family.usualDelta
  /// The same of latency.
  package var latencyDelta = Family.usualLatencyDelta
  /// Which pairs get a verdict; nil: as is usual for so many participants.
  package var comparisons: Plan.Comparisons?
  /// Gates whose failures are tolerated.
  package var toleratedGates: [String] = []
  /// Seed of everything random.
  package var seed: UInt64

  /// A request with what has no usual value.
  package init(
    participants: [Participant], reference: Key<Participant>, workloads: [Workload], load: Plan.Load,
    window: Window, rounds: Rounds, budget: Plan.Budget, seed: UInt64
  ) {
    self.participants = participants
    self.reference = reference
    self.workloads = workloads
    self.load = load
    self.window = window
    self.rounds = rounds
    self.budget = budget
    self.seed = seed
  }

  /// The complete plan; the same request gives the same plan.
  package func plan() -> Plan {
    Plan(
      participants: everybody, reference: reference, suite: suite,
      workloads: workloads.map { .init(id: Key($0.name), category: $0.category, summary: $0.summary) },
      families: [capacity, latency].compactMap(\.self), comparisons: pairs, load: load, budget: budget,
      seed: seed, toleratedGates: toleratedGates)
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
