package import Record
import Statistics

/// Whether a participant's throughput depends on when in its session it was measured, as that of an app does that is not warm yet.
package struct Drift: Codable, Equatable, Sendable {
  /// How often an app that is steady may be taken for one that is not.
  package static let alpha = 0.001

  /// Who.
  package let participant: Key<Participant>
  /// In which family's closed loops.
  package let family: Key<Family>
  /// Trials that were looked at.
  package let trials: Int
  /// F of the position in ln(throughput) ~ workload + block + position.
  package let f: Double
  /// Its degrees of freedom.
  package let degreesOfFreedom: Int
  /// Those of what is left.
  package let restDegreesOfFreedom: Int
  /// Its p.
  package let p: Double
  /// The last third of a session's positions over the first, less 1: by how much the throughput grew.
  package let growth: Double
  /// Whether p is below `alpha` and the two thirds differ by more than what matters: then there is no verdict with the participant.
  package let isDrifting: Bool
}

extension Drift {
  /// Every participant in the closed loops of each family; left out where positions cannot be told from workloads.
  static func all(of record: RunRecord, _ table: Observations) -> [Drift] {
    record.plan.families.flatMap { family in
      let closed = record.conditions(of: family).filter { $0.kind == .capacity }
      let positions = SessionPositions(of: record, closed)
      return record.plan.participants.compactMap { Drift($0.id, family, closed, positions, table) }
    }
  }

  private init?(
    _ participant: Key<Participant>, _ family: Family, _ conditions: [Condition],
    _ positions: SessionPositions, _ table: Observations
  ) {
    let observations = conditions.enumerated().flatMap { workload, condition in
      table.valid(participant, condition.id).compactMap { trial -> DriftTest.Observation? in
        guard let value = trial.figures[.throughput], value > 0, let position = positions[trial] else {
          return nil
        }
        return .init(value, workload: workload, block: trial.block, position: position)
      }
    }
    guard let test = DriftTest(observations) else { return nil }
    self.participant = participant
    self.family = family.id
    trials = observations.count
    f = test.f
    degreesOfFreedom = test.degreesOfFreedom.position
    restDegreesOfFreedom = test.degreesOfFreedom.rest
    p = test.pValue
    growth = 1 / test.firstOverLast - 1
    let ratio = max(test.firstOverLast, 1 / test.firstOverLast)
    isDrifting = test.pValue < Self.alpha && ratio > 1 + family.delta
  }
}

/// The place of each trial's condition in its session, from 0, as sessions took place.
private struct SessionPositions {
  private let positions: [TrialKey: Int]

  init(of record: RunRecord, _ conditions: [Condition]) {
    struct Session: Hashable {
      let participant: Key<Participant>
      let block: Int
    }
    let own = Set(conditions.map(\.id))
    var next: [Session: Int] = [:]
    positions = record.trials.reduce(into: [:]) { all, trial in
      guard own.contains(trial.condition) else { return }
      let session = Session(participant: trial.participant, block: trial.block)
      all[trial.key] = next[session, default: 0]
      next[session, default: 0] += 1
    }
  }

  subscript(_ trial: Trial) -> Int? { positions[trial.key] }
}
