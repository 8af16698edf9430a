package import Record
import Statistics

/// What a participant pays for what a condition has beyond another one: by a measure, its requests under the one over those under the other,
/// from the blocks that have both.
package struct Overhead: Codable, Equatable, Sendable {
  /// What is paid for.
  package enum Cause: String, Codable, CaseIterable, Sendable {
    /// The same requests go to the validated route.
    case validation
    /// Connections are held open beside the same requests.
    case openConnections
  }

  /// What is paid for.
  package let cause: Cause
  /// Who.
  package let participant: Key<Participant>
  /// The condition without it.
  package let base: Key<Condition>
  /// The condition with it.
  package let condition: Key<Condition>
  /// By what.
  package let measure: Key<Measure>
  /// Blocks that have both.
  package let blocks: Int
  /// Geometric mean over blocks of the value with it over that without.
  package let ratio: Double
  /// Student's 95 % interval of the ratio; nil with too few blocks.
  package let interval: Interval?

  /// The condition that tells a pair from others of its cause.
  package var subject: Key<Condition> {
    switch cause {
    case .validation: base
    case .openConnections: condition
    }
  }
}

extension Overhead {
  /// Two conditions of closed loops, which differ in one thing; in open loops both get the same requests, whatever they take.
  private struct Conditions {
    let cause: Cause
    let base: Condition
    let condition: Condition

    /// nil of a condition that has nothing beyond another one of `all`.
    init?(_ condition: Condition, among all: [Condition], _ plan: Plan) {
      guard condition.kind == .capacity, let workload = plan.workload(condition.workload) else { return nil }
      let parts = [(Cause.validation, workload.raw), (.openConnections, workload.requests)]
      let pairs = parts.compactMap { cause, base in
        all.first { $0.kind == .capacity && $0.workload == base && $0.held == nil }.map { (cause, $0) }
      }
      guard let (cause, base) = pairs.first else { return nil }
      (self.cause, self.base, self.condition) = (cause, base, condition)
    }
  }

  /// Everybody's under every pair of conditions, by the primary measures of the family that has the dearer one.
  static func all(of record: RunRecord, _ table: Observations) -> [Overhead] {
    let plan = record.plan
    let all = plan.families.flatMap(record.conditions)
    return plan.families.flatMap { family in
      let pairs = record.conditions(of: family).compactMap { Conditions($0, among: all, plan) }
      return pairs.flatMap { pair in
        family.primary.flatMap { measure in
          let values = [pair.condition, pair.base].map { table.values(of: measure, under: $0.id) }
          return plan.compared.compactMap { participant in
            Overhead(participant.id, pair, measure, values.map { $0[participant.id] ?? [:] })
          }
        }
      }
    }
  }

  /// - Parameter values: by block, under the dearer condition and under the other one.
  private init?(
    _ participant: Key<Participant>, _ pair: Conditions, _ measure: Key<Measure>, _ values: [[Int: Double]]
  ) {
    let common = values[0].keys.filter { values[1][$0] != nil }.sorted()
    guard
      let pairs = PairedBlocks(common.compactMap { values[0][$0] }, over: common.compactMap { values[1][$0] })
    else { return nil }
    cause = pair.cause
    self.participant = participant
    base = pair.base.id
    condition = pair.condition.id
    self.measure = measure
    blocks = common.count
    ratio = pairs.ratio
    interval =
      common.count < StepDownSignFlip.fewestBlocks ? nil : pairs.interval(level: 0.95).map(Interval.init)
  }
}
