import Glibc
package import Record
import Statistics

extension RunRecord {
  /// The share of the processors' time that a hypervisor took in a block, the mean over its trials; nil when none tells. By this, and never
  /// by a result, blocks may be chosen that are measured again.
  package func stealShare(ofBlock block: Int) -> Double? {
    mean(trials.filter { $0.block == block }.compactMap { $0.system?.stealShare })
  }
}

/// How much a ratio of throughputs depends on what a hypervisor took: what it would be if both apps had done as much in each of the
/// nanoseconds that were taken as in the others.
package struct StealSensitivity: Codable, Equatable, Sendable {
  /// Who.
  package let participant: Key<Participant>
  /// Under what.
  package let condition: Key<Condition>
  /// The geometric mean over blocks of its throughput over the reference's.
  package let ratio: Double
  /// The same with each throughput divided by (1 − steal).
  package let withoutSteal: Double

  /// Of everybody under every condition of closed loops that nothing but steal distinguishes; empty when nothing was taken.
  static func all(of record: RunRecord, _ table: Observations) -> [StealSensitivity] {
    let conditions = record.plan.families.filter { $0.primary.contains(.throughput) }
      .flatMap { record.conditions(of: $0) }
    return conditions.flatMap { condition in
      record.plan.compared.map(\.id).filter { $0 != record.plan.reference }.compactMap {
        StealSensitivity($0, over: record.plan.reference, condition.id, table)
      }
    }
  }

  /// nil without a block that both have, and where nothing was taken from either.
  private init?(
    _ participant: Key<Participant>, over reference: Key<Participant>, _ condition: Key<Condition>,
    _ table: Observations
  ) {
    let (own, others) = (table.stolen(participant, condition), table.stolen(reference, condition))
    let common = own.keys.filter { others[$0] != nil }.sorted()
    let pairs = common.compactMap { block in own[block].flatMap { own in others[block].map { (own, $0) } } }
    guard pairs.contains(where: { $0.steal > 0 || $1.steal > 0 }),
      let plain = mean(pairs.map { log($0.throughput / $1.throughput) }),
      let change = mean(pairs.map { log((1 - $1.steal) / (1 - $0.steal)) })
    else { return nil }
    self.participant = participant
    self.condition = condition
    ratio = exp(plain)
    withoutSteal = exp(plain + change)
  }
}

extension Observations {
  /// The throughput and the steal of each block that has both.
  fileprivate func stolen(
    _ participant: Key<Participant>, _ condition: Key<Condition>
  ) -> [Int: (throughput: Double, steal: Double)] {
    valid(participant, condition).reduce(into: [:]) { all, trial in
      guard let throughput = trial.figures[.throughput], throughput > 0, let steal = trial.system?.stealShare,
        steal < 1
      else { return }
      all[trial.block] = (throughput, steal)
    }
  }
}
