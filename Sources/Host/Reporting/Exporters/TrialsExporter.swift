import Analysis
import Foundation
import Record

/// `trials.csv`: what every verdict is from, one line per trial and measure of its family; empty where a trial gave no value.
struct TrialsExporter: FileExporter {
  let fileName = "trials.csv"

  private static let head = [
    "block", "participant", "family", "condition", "workload", "offered_rate", "started_at", "measure",
    "unit",
    "value", "is_observation", "reason",
  ]

  func render(_ comparison: Comparison, of record: RunRecord) throws -> Data {
    let (names, table) = (Names(record), BlockTable(of: record))
    let entries = comparison.cells.flatMap { table[$0.cell.participant, $0.condition.id] }
    let observed = Set(entries.filter(\.isObservation).map(\.trial.key))
    let rows = comparison.families.flatMap { family in
      let measures = names.measures(of: family.family)
      let conditions = Dictionary(family.points.map { ($0.condition.id, $0.condition) }) { first, _ in first }
      return record.trials.flatMap { trial -> [[String]] in
        guard let condition = conditions[trial.condition] else { return [] }
        return measures.map { measure in
          [
            "\(trial.block)", "\(trial.participant)", "\(family.family)", "\(trial.condition)",
            "\(condition.workload)", CSV.number(condition.rate), trial.startedAt.formatted(.iso8601),
            "\(measure.id)", "\(measure.unit)", CSV.number(trial.figures[measure.id]),
            "\(observed.contains(trial.key))", trial.failure?.words ?? "",
          ]
        }
      }
    }
    return CSV.data([Self.head] + rows)
  }
}
