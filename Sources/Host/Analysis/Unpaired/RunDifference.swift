import Foundation
import JSON
package import Record

/// Something besides the participants that two stored runs do not have in common, so that a difference of their
/// figures may come from it.
package struct RunDifference: Codable, Equatable, Sendable {
  /// How much of a doubt it is.
  package enum Weight: String, Codable, Sendable {
    /// The runs were loaded differently: their figures are not of the same thing.
    case load
    /// The figures are of the same thing, but their difference may have another cause.
    case doubt
  }

  /// How much of a doubt it is.
  package let weight: Weight
  /// What differs, e.g. `plan.load.connections` or `environment.kernel`.
  package let what: String
  /// What it is in the baseline, as JSON; `nothing` when it is not there.
  package let baseline: String
  /// What it is in the run that is compared with it.
  package let compare: String

  /// All that differs and matters to the `participants` and `workloads` that both runs have. What runs do not
  /// share by their nature is left out: time, seed, order, ports, working copy and load average.
  static func all(
    between baseline: RunRecord, and compare: RunRecord, participants: [Key<Participant>],
    workloads: [Key<Plan.Workload>]
  ) -> [RunDifference] {
    let (first, second) = (baseline.run, compare.run)
    let facts = participants.flatMap { id in
      members(
        .doubt, "frameworks.\(id)", baseline.frameworks.first { $0.participant == id },
        compare.frameworks.first { $0.participant == id })
    }
    let contract = workloads.flatMap { id in
      members(.doubt, "plan.workloads.\(id)", first.plan.workload(id), second.plan.workload(id))
    }
    let deltas = first.plan.families.compactMap { family in
      second.plan.family(family.id).flatMap {
        value(.doubt, "plan.families.\(family.id).delta", family.delta, $0.delta)
      }
    }
    return loads(between: first.plan, and: second.plan)
      + members(
        .doubt, "environment", first.environment, second.environment, except: ["git", "host", "loadAverage"])
      + [
        value(.doubt, "poller", baseline.poller, compare.poller),
        value(.doubt, "harnessVersion", first.harnessVersion, second.harnessVersion),
        value(.doubt, "outcome", baseline.outcome?.kind, compare.outcome?.kind),
      ].compactMap(\.self) + deltas + facts + contract
  }

  /// What makes the figures of two plans those of different things.
  package static func loads(between baseline: Plan, and compare: Plan) -> [RunDifference] {
    members(.load, "plan.load", baseline.load, compare.load, except: ["ports"])
      + members(.load, "plan.procedure", baseline.procedure, compare.procedure, except: ["pilotSeconds"])
  }

  /// The members of two records that differ, in the order of their names; members that a later harness adds
  /// are compared too.
  private static func members(
    _ weight: Weight, _ place: String, _ first: (some Encodable)?, _ second: (some Encodable)?,
    except ignored: Set<String> = []
  ) -> [RunDifference] {
    let (first, second) = (object(first), object(second))
    return Set(first.keys).union(second.keys).subtracting(ignored).sorted().compactMap { key in
      guard first[key] != second[key] else { return nil }
      return RunDifference(
        weight: weight, what: "\(place).\(key)", baseline: text(first[key]), compare: text(second[key]))
    }
  }

  private static func value(
    _ weight: Weight, _ what: String, _ first: some Encodable, _ second: some Encodable
  )
    -> RunDifference?
  {
    let (first, second) = (json(first), json(second))
    guard first != second else { return nil }
    return RunDifference(weight: weight, what: what, baseline: text(first), compare: text(second))
  }

  private static func object(_ value: (some Encodable)?) -> [String: JSONValue] {
    if let value, case .object(let members) = json(value) { members } else { [:] }
  }

  private static func json(_ value: some Encodable) -> JSONValue? {
    (try? StoredForm.encode(value, pretty: false)).flatMap {
      try? StoredForm.decode(JSONValue.self, from: $0)
    }
  }

  private static func text(_ value: JSONValue?) -> String {
    guard let value, value != .null, let data = try? StoredForm.encode(value, pretty: false) else {
      return "nothing"
    }
    return String(decoding: data, as: UTF8.self)
  }
}
