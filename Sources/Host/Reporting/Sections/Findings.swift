import Analysis
import Record

/// A record and what it says, with what sections look up in them by key.
struct Findings: Sendable {
  let comparison: Comparison
  let record: RunRecord
  let names: Names

  init(_ comparison: Comparison, _ record: RunRecord) {
    self.comparison = comparison
    self.record = record
    names = Names(record)
  }

  var plan: Plan { record.plan }

  /// Who ratios are relative to.
  var reference: Key<Participant> { comparison.reference }

  /// Whether there is anybody to compare the reference with.
  var isCompared: Bool { comparison.participants.count > 1 }

  /// Whether there are too many to give each a column.
  var isCrowded: Bool { comparison.participants.count > Self.mostColumns }

  /// More participants than these are rows, not columns.
  static let mostColumns = 6

  /// The measures that a family's verdicts are about.
  func primary(_ family: FamilyComparison) -> [Measure] {
    family.standings.compactMap { names.measure($0.measure) }
  }

  /// A family's contests by a measure, in the order of its points.
  func rows(_ family: FamilyComparison, _ measure: Measure) -> [MatrixRow] {
    family.points.flatMap { point in
      point.contests.filter { $0.measure == measure.id }.map {
        MatrixRow(point, $0, measure, reference: reference)
      }
    }
  }
}

/// A part of a report; nil when there is nothing to say.
typealias Section = @Sendable (Findings) -> [Block]?
