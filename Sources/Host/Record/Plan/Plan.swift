import Statistics

/// Everything that was decided before a run began; with the seed it is enough to repeat the run.
package struct Plan: Codable, Equatable, Sendable {
  /// A workload that is measured.
  package struct Workload: Codable, Equatable, Sendable, Identifiable {
    /// The workload's name, e.g. `json-small-validated`.
    package let id: Key<Workload>
    /// The category it is summed up in, e.g. `json-bodies`.
    package let category: String
    /// What it sends, in a few words.
    package let summary: String
    /// The workload whose requests it sends beside connections that are held open; nil: nothing is held.
    package let requests: Key<Workload>?

    /// A workload as the catalogue describes it.
    package init(id: Key<Workload>, category: String, summary: String, requests: Key<Workload>? = nil) {
      self.id = id
      self.category = category
      self.summary = summary
      self.requests = requests
    }
  }

  /// Which pairs get a verdict.
  package enum Comparisons: String, Codable, CaseIterable, Sendable {
    /// Every participant with the reference.
    case reference
    /// Every participant with every other.
    case all
  }

  /// Everybody under every condition once, each in a fresh process, all of them alive at the same time.
  package struct Block: Codable, Equatable, Sendable {
    /// The order in which participants are started and warmed up.
    package let participants: [Key<Participant>]
    /// The order in which conditions are measured.
    package let conditions: [Key<Condition>]

    /// A block.
    package init(participants: [Key<Participant>], conditions: [Key<Condition>]) {
      self.participants = participants
      self.conditions = conditions
    }
  }

  /// Who is measured, in the order asked for; the reference's twin, where there is one, at the end.
  package let participants: [Participant]
  /// Who ratios are relative to.
  package let reference: Key<Participant>
  /// The suite the workloads come from; nil when they were named one by one.
  package let suite: String?
  /// The workloads, in the order of reports.
  package let workloads: [Workload]
  /// What is measured.
  package let measures: [Measure]
  /// What is compared, in the order of reports.
  package let families: [Family]
  /// How it is measured.
  package let procedure: Procedure
  /// Every block that may take place, in the order they do.
  package let blocks: [Block]
  /// Blocks that are to take place, however precise they are.
  package let minimumBlocks: Int
  /// Which pairs get a verdict.
  package let comparisons: Comparisons
  /// How apps are started and loaded.
  package let load: Load
  /// How many seconds after verification no block may end any more, pilot included. Time is looked at between blocks only, and never a p
  /// value: who stops at a significant one finds differences where there are none.
  package let budgetSeconds: Double
  /// Seed of the order, the payloads and the resampling.
  package let seed: UInt64
  /// Gates whose failures are tolerated: such trials are observations, and a warning says so.
  package let toleratedGates: [String]

  /// A plan.
  package init(
    participants: [Participant], reference: Key<Participant>, suite: String?, workloads: [Workload],
    measures: [Measure] = HTTPMeasures.all, families: [Family], procedure: Procedure, blocks: [Block],
    minimumBlocks: Int, comparisons: Comparisons, load: Load, budgetSeconds: Double, seed: UInt64,
    toleratedGates: [String] = []
  ) {
    self.participants = participants
    self.reference = reference
    self.suite = suite
    self.workloads = workloads
    self.measures = measures
    self.families = families
    self.procedure = procedure
    self.blocks = blocks
    self.minimumBlocks = minimumBlocks
    self.comparisons = comparisons
    self.load = load
    self.budgetSeconds = budgetSeconds
    self.seed = seed
    self.toleratedGates = toleratedGates
  }
}

extension Plan.Workload {
  /// The workload that sends the same to the route without validation, which the contract names alike; nil: it is not of a validated route.
  package var raw: Key<Plan.Workload>? {
    let suffix = "-validated"
    return id.rawValue.hasSuffix(suffix) ? Key(String(id.rawValue.dropLast(suffix.count))) : nil
  }
}

extension Plan {
  /// Who is compared: everybody but the twin.
  package var compared: [Participant] { participants.filter { $0.twinOf == nil } }

  /// The reference's second run; nil without one.
  package var twin: Participant? { participants.first { $0.twinOf != nil } }

  /// The participant of this id; nil when there is none.
  package func participant(_ id: Key<Participant>) -> Participant? { participants.first { $0.id == id } }

  /// The family of this id; nil when there is none.
  package func family(_ id: Key<Family>) -> Family? { families.first { $0.id == id } }

  /// The measure of this id; nil when there is none.
  package func measure(_ id: Key<Measure>) -> Measure? { measures.first { $0.id == id } }

  /// The workload of this id; nil when there is none.
  package func workload(_ id: Key<Workload>) -> Workload? { workloads.first { $0.id == id } }

  /// Fewer blocks decide nothing, so that time does not cut them: what a test needs, or what was asked for where that is less.
  package var fewestBlocks: Int { min(minimumBlocks, StepDownSignFlip.fewestBlocks) }

  /// What is measured, family by family.
  package var conditions: [Condition] { families.flatMap(\.conditions) }

  /// The pairs that get a verdict, the reference second.
  package var pairs: [(a: Key<Participant>, b: Key<Participant>)] {
    let others = compared.map(\.id).filter { $0 != reference }
    let withReference = others.map { (a: $0, b: reference) }
    guard comparisons == .all else { return withReference }
    return withReference + others.indices.flatMap { i in others[..<i].map { (a: others[i], b: $0) } }
  }
}
