/// Conditions whose comparisons are corrected together.
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

  /// A family.
  package init(
    id: Key<Family>, title: String, primary: [Key<Measure>], shown: [Key<Measure>], delta: Double,
    conditions: [Condition]
  ) {
    self.id = id
    self.title = title
    self.primary = primary
    self.shown = shown
    self.delta = delta
    self.conditions = conditions
  }
}

extension Key where Owner == Family {
  /// What apps can do, in closed loops.
  package static let capacity = Key("capacity")
  /// The same of event streams.
  package static let events = Key("events")
  /// The same of messages over WebSockets.
  package static let messages = Key("messages")
  /// Requests beside connections that are held open.
  package static let held = Key("held")
  /// What apps can do for users who carry out flows of requests.
  package static let flows = Key("flows")
  /// How long answers take when all apps are offered the same, in open loops.
  package static let latency = Key("latency")
}
