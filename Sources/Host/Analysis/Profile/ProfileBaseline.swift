import Glibc
package import Record

/// What a profile is held against.
package struct ProfileBaseline: Codable, Equatable, Sendable {
  /// The profile's first primary measure over the baseline's.
  package struct Ratio: Codable, Equatable, Sendable {
    /// The ratio.
    package let ratio: Double
    /// Its 95 % interval; nil with too few blocks, or where it cannot be told.
    package let interval: Interval?
  }

  /// Why a condition has no ratio.
  package enum Absence: Codable, Equatable, Sendable {
    /// A participant of the same run has no number.
    case missing(participant: Key<Participant>, reason: Cell.Reason)
    /// No block has both.
    case noCommonBlock
    /// The baseline's run, or this one, does not have it.
    case notPartOf(baseline: Bool)
    /// The baseline's run, or this one, has no valid number.
    case noNumber(baseline: Bool)
  }

  /// Who.
  package let participant: Key<Participant>
  /// The run that it was measured in.
  package let run: String
  /// Whether both were measured in the same blocks, so that ratios exclude what the machine did in the meantime.
  package let isInterleaved: Bool
  /// A ratio for every condition that has numbers on both sides.
  package let ratios: [Key<Condition>: Ratio]
  /// Their geometric mean; nil without any.
  package let overall: Ratio?
  /// The conditions without a ratio, and why.
  package let leftOut: [Key<Condition>: [Absence]]
  /// What differs between the two runs.
  package let doubts: [RunDifference]

  /// What a run's first participant is held against: a stored run, otherwise the run's reference; nil when it is the only one.
  package init?(of record: RunRecord, _ comparison: Comparison, against baseline: RunRecord?) {
    if let baseline {
      self.init(of: record, against: baseline)
    } else {
      self.init(in: comparison, of: record.run)
    }
  }

  private init?(in comparison: Comparison, of run: Run) {
    guard comparison.participants.count > 1, let family = comparison.families.first,
      let standing = family.standings.first
    else { return nil }
    let name = comparison.participants[0]
    participant = comparison.reference
    self.run = run.id
    isInterleaved = true
    var (ratios, leftOut): ([Key<Condition>: Ratio], [Key<Condition>: [Absence]]) = ([:], [:])
    for point in family.points {
      if let pair = point.contests.first?.pair(name, over: comparison.reference) {
        ratios[point.condition.id] = Ratio(ratio: pair.ratio, interval: pair.interval)
      } else {
        let reasons = point.cells.compactMap { cell in
          cell.reason.map { Absence.missing(participant: cell.participant, reason: $0) }
        }
        leftOut[point.condition.id] = reasons.isEmpty ? [.noCommonBlock] : reasons
      }
    }
    self.ratios = ratios
    self.leftOut = leftOut
    overall = standing.rows.first { $0.participant == name }.flatMap { row in
      row.ratio.map { Ratio(ratio: $0, interval: row.interval) }
    }
    doubts = []
  }

  private init?(of record: RunRecord, against baseline: RunRecord) {
    guard let name = record.plan.compared.first?.id, let family = record.plan.families.first else {
      return nil
    }
    let comparison = try? RunComparison(of: record, against: baseline, isForced: true)
    participant = name
    run = baseline.run.id
    isInterleaved = false
    let own = Set(family.conditions.map(\.id))
    let cells = (comparison?.cells ?? []).filter {
      $0.participant == name && own.contains($0.condition.id) && $0.measure.id == family.primary.first
    }.map { ($0.condition.id, Ratio(ratio: $0.ratio, interval: $0.interval)) }
    ratios = Dictionary(cells) { first, _ in first }
    overall =
      switch cells.count {
      case 0: nil
      case 1: cells[0].1
      default:
        Ratio(ratio: exp(cells.reduce(0) { $0 + log($1.1.ratio) } / Double(cells.count)), interval: nil)
      }
    let sides = [(record, false), (baseline, true)].map { ($0, Observations(of: $0), $1) }
    let all = Set(sides.flatMap { side, _, _ in side.plan.families.first?.conditions.map(\.id) ?? [] })
    let measured = Set(ratios.keys)
    leftOut = all.subtracting(measured).reduce(into: [:]) { left, condition in
      left[condition] = sides.compactMap { side, table, isBaseline in
        Self.absence(of: condition, name, from: side, table, isBaseline: isBaseline)
      }
    }
    doubts = comparison?.differences ?? []
  }

  private static func absence(
    of condition: Key<Condition>, _ participant: Key<Participant>, from record: RunRecord,
    _ table: Observations,
    isBaseline: Bool
  ) -> Absence? {
    guard record.plan.families.contains(where: { $0.conditions.contains { $0.id == condition } }) else {
      return .notPartOf(baseline: isBaseline)
    }
    return table.valid(participant, condition).isEmpty
      ? .noNumber(baseline: isBaseline) : nil
  }
}
