import Foundation
import Record

/// What is left of a run's values, in logarithms, when each cell's mean is taken away: the noise of a machine and of apps, without any
/// difference between them.
struct Residuals {
  /// A cell by a measure.
  struct Cell: Hashable {
    let family: Key<Family>
    let participant: Key<Participant>
    let condition: Key<Condition>
    let measure: Key<Measure>

    /// The same of another participant.
    func of(_ participant: Key<Participant>) -> Cell {
      Cell(family: family, participant: participant, condition: condition, measure: measure)
    }
  }

  /// How the run was planned, and under which conditions it took place.
  let plan: Plan
  let conditions: [Key<Family>: [Condition]]
  /// The run as it began.
  let run: Run
  /// Of each family and block, the cells that have a value.
  let blocks: [Key<Family>: [[Cell: Double]]]

  /// Those of a stored run; throws when it cannot be read.
  init(of folder: URL) throws {
    let record = try RunStore.read(folder)
    let plan = record.plan
    var values: [Cell: [Int: Double]] = [:]
    for family in plan.families {
      let own = Set(record.conditions(of: family).map(\.id))
      for trial in record.trials
      where own.contains(trial.condition) && trial.isValid(tolerating: plan.toleratedGates) {
        for measure in family.primary {
          guard let value = trial.figures[measure], value > 0 else { continue }
          let cell = Cell(
            family: family.id, participant: trial.participant, condition: trial.condition, measure: measure)
          values[cell, default: [:]][trial.block] = log(value)
        }
      }
    }
    var blocks: [Key<Family>: [Int: [Cell: Double]]] = [:]
    for (cell, own) in values {
      let mean = own.values.reduce(0, +) / Double(own.count)
      for (block, value) in own {
        blocks[cell.family, default: [:]][block, default: [:]][cell] = value - mean
      }
    }
    self.plan = plan
    run = record.run
    conditions = Dictionary(
      uniqueKeysWithValues: plan.families.map { ($0.id, record.conditions(of: $0)) })
    self.blocks = blocks.mapValues { found in found.sorted { $0.key < $1.key }.map(\.value) }
  }

  /// Every cell that a family of the plan can have.
  func cells(of family: Family) -> [Cell] {
    plan.participants.flatMap { participant in
      family.conditions.flatMap { condition in
        family.primary.map {
          Cell(family: family.id, participant: participant.id, condition: condition.id, measure: $0)
        }
      }
    }
  }
}
