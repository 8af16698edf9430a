/// What a participant is put under: a kind of load, of a workload, with numbers that say how much of it.
package struct Condition: Codable, Hashable, Sendable, Identifiable {
  /// How the load is made; a kind of load is a value here and whoever drives it, nothing else.
  package enum Kinds {}

  /// The same in all runs that ask for the same, whatever a run finds: `json-small`, `json-small at 50%`.
  package let id: Key<Condition>
  /// The kind of load.
  package let kind: Key<Kinds>
  /// The workload that is sent.
  package let workload: Key<Plan.Workload>
  /// Numbers of the kind, by name.
  package let parameters: [String: Double]
  /// What people read, numbers that the run found included.
  package let label: String

  /// A condition of any kind.
  package init(
    id: Key<Condition>, kind: Key<Kinds>, workload: Key<Plan.Workload>, parameters: [String: Double] = [:],
    label: String
  ) {
    self.id = id
    self.kind = kind
    self.workload = workload
    self.parameters = parameters
    self.label = label
  }
}

extension Key where Owner == Condition.Kinds {
  /// A closed loop: every connection waits for its answer, which finds what an app can do.
  package static let capacity = Key("capacity")
  /// An open loop: requests are due at a rate, whatever the app does.
  package static let offered = Key("offered")
}

extension Condition {
  private static let rateName = "rate"
  private static let shareName = "share"
  private static let heldName = "held"

  /// As many requests of the workload as the app answers; `held`: so many connections of others are held open meanwhile.
  package static func capacity(_ workload: Key<Plan.Workload>, beside held: Int? = nil) -> Condition {
    Condition(
      id: Key(workload.rawValue), kind: .capacity, workload: workload,
      parameters: held.map { [heldName: Double($0)] } ?? [:], label: workload.rawValue)
  }

  /// `rate` requests per second of the workload.
  package static func offered(_ workload: Key<Plan.Workload>, rate: Double) -> Condition {
    let label = "\(workload) at \(text(rate))/s"
    return Condition(
      id: Key(label), kind: .offered, workload: workload, parameters: [rateName: rate], label: label)
  }

  /// A share of what the slowest participant can do under the workload; the rate is not known before the run is `settled`.
  package static func offered(_ workload: Key<Plan.Workload>, share: Double) -> Condition {
    let label = "\(workload) at \(text(share * 100))%"
    return Condition(
      id: Key(label), kind: .offered, workload: workload, parameters: [shareName: share], label: label)
  }

  /// Requests per second that are due; nil in a closed loop, and before it is known.
  package var rate: Double? { parameters[Self.rateName] }

  /// Connections that are held open beside the load's own; nil: none.
  package var held: Int? { parameters[Self.heldName].map { Int($0) } }

  /// The share of the slowest participant's capacity that is offered; nil when the rate was given.
  package var share: Double? { parameters[Self.shareName] }

  /// The condition once the slowest participant's `capacity`, in requests per second, is known: whole requests per second, at least 1.
  package func settled(capacity: Double) -> Condition {
    guard let share else { return self }
    let rate = max(1, (share * capacity).rounded(.down))
    return Condition(
      id: id, kind: kind, workload: workload, parameters: [Self.shareName: share, Self.rateName: rate],
      label: "\(workload) at \(Self.text(rate))/s (\(Self.text(share * 100)) %)")
  }

  private static func text(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
  }
}
