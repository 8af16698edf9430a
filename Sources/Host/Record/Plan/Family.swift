/// Conditions that are measured together, block by block, and whose comparisons are corrected together.
package struct Family: Codable, Equatable, Sendable, Identifiable {
  /// The share up to which differences of throughput and cost usually do not matter.
  package static let usualDelta = 0.03
  /// The same of latency.
  package static let usualLatencyDelta = 0.1

  /// Unique in a plan, e.g. `capacity`.
  package let id: Key<Family>
  /// What people read, e.g. `Latency at equal offered rates`.
  package let title: String
  /// The measures that verdicts are about; an observation is one block's.
  package let primary: [Key<Measure>]
  /// The measures that are told of each condition, in this order.
  package let shown: [Key<Measure>]
  /// The share up to which a difference does not matter.
  package let delta: Double
  /// What is measured, in the order of reports.
  package let conditions: [Condition]
  /// How long, and after what.
  package let window: Window
  /// Blocks that take place however precise they are.
  package let minimumBlocks: Int
  /// The most blocks.
  package let maximumBlocks: Int
  /// The order everything is measured in, up to `maximumBlocks`.
  package let schedule: [Session]

  /// A family.
  package init(
    id: Key<Family>, title: String, primary: [Key<Measure>], shown: [Key<Measure>], delta: Double,
    conditions: [Condition], window: Window, minimumBlocks: Int, maximumBlocks: Int, schedule: [Session]
  ) {
    self.id = id
    self.title = title
    self.primary = primary
    self.shown = shown
    self.delta = delta
    self.conditions = conditions
    self.window = window
    self.minimumBlocks = minimumBlocks
    self.maximumBlocks = maximumBlocks
    self.schedule = schedule
  }

  /// One fresh process of one participant, and the conditions it is measured under, in this order.
  package struct Session: Codable, Equatable, Sendable {
    /// The block it belongs to, from 0.
    package let block: Int
    /// Whose process it is.
    package let participant: Key<Participant>
    /// Its conditions.
    package let conditions: [Key<Condition>]

    /// A session of block `block`.
    package init(block: Int, participant: Key<Participant>, conditions: [Key<Condition>]) {
      self.block = block
      self.participant = participant
      self.conditions = conditions
    }

    /// The session with those of its conditions that `belongs` holds for.
    package func only(_ belongs: (Key<Condition>) -> Bool) -> Session {
      Session(block: block, participant: participant, conditions: conditions.filter(belongs))
    }
  }
}

extension Key where Owner == Family {
  /// What apps can do, in closed loops.
  package static let capacity = Key("capacity")
  /// How long answers take when all apps are offered the same, in open loops.
  package static let latency = Key("latency")
}
