package import Record
import Statistics

/// What a participant pays for validation: by a measure, its requests to the validated route over the same to the raw one, from the blocks
/// that have both.
package struct Overhead: Codable, Equatable, Sendable {
  /// Who.
  package let participant: Key<Participant>
  /// The raw condition.
  package let raw: Key<Condition>
  /// The validated one.
  package let validated: Key<Condition>
  /// By what.
  package let measure: Key<Measure>
  /// Blocks that have both.
  package let blocks: Int
  /// Geometric mean over blocks of the validated value over the raw one.
  package let ratio: Double
  /// Student's 95 % interval of the ratio; nil with too few blocks.
  package let interval: Interval?
}

extension Overhead {
  /// Everybody's under every pair of conditions of a family that differ in validation alone, by its primary measures.
  static func all(of record: RunRecord, _ table: Observations) -> [Overhead] {
    let plan = record.plan
    return plan.families.flatMap { family in
      let pairs = pairs(of: record.conditions(of: family), plan)
      return pairs.flatMap { raw, validated in
        family.primary.flatMap { measure in
          let values = [validated, raw].map { table.values(of: measure, under: $0.id) }
          return plan.compared.compactMap { participant in
            Overhead(participant.id, raw.id, validated.id, measure, values.map { $0[participant.id] ?? [:] })
          }
        }
      }
    }
  }

  /// Conditions of a closed loop: in an open one both get the same requests, whatever they take.
  private static func pairs(
    of conditions: [Condition], _ plan: Plan
  ) -> [(raw: Condition, validated: Condition)] {
    let closed = conditions.filter { $0.kind == .capacity }
    return closed.compactMap { validated in
      plan.workload(validated.workload)?.raw.flatMap { workload in
        closed.first { $0.workload == workload && $0.parameters == validated.parameters }
      }.map { ($0, validated) }
    }
  }

  /// - Parameter values: by block, of the validated condition and of the raw one.
  private init?(
    _ participant: Key<Participant>, _ raw: Key<Condition>, _ validated: Key<Condition>,
    _ measure: Key<Measure>, _ values: [[Int: Double]]
  ) {
    let common = values[0].keys.filter { values[1][$0] != nil }.sorted()
    guard
      let pairs = PairedBlocks(common.compactMap { values[0][$0] }, over: common.compactMap { values[1][$0] })
    else { return nil }
    self.participant = participant
    self.raw = raw
    self.validated = validated
    self.measure = measure
    blocks = common.count
    ratio = pairs.ratio
    interval =
      common.count < StepDownSignFlip.fewestBlocks ? nil : pairs.interval(level: 0.95).map(Interval.init)
  }
}
