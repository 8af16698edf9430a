import Analysis
import Record

/// Whether throughput depends on when in its session it was measured.
enum DriftSection {
  static let all: Section = { findings in
    let drifts = findings.comparison.drifts
    guard !drifts.isEmpty else { return nil }
    var table = Table(columns: [
      ("participant", .left), ("family", .left), ("last third over first", .right), ("F", .right),
      ("p", .right), ("", .left),
    ])
    for drift in drifts {
      let df = "\(drift.degreesOfFreedom), \(drift.restDegreesOfFreedom)"
      table.append([
        .init("\(drift.participant)"), .init(findings.names[drift.family]),
        .init(Figures.ratio(1 + drift.growth)), .init("\(Figures.short(drift.f)) (\(df))"),
        .init(Figures.probability(drift.p)),
        drift.isDrifting ? .init("changes over a session: no verdict", .bad) : "steady",
      ])
    }
    return [
      .heading(2, "Over a session"),
      .text(
        "Whether throughput depends on the place of a condition in its session, by an F test of ln(throughput) ~ workload + block + place, with its degrees of freedom. There is no verdict with a participant whose p is below \(Figures.short(Drift.alpha)) and whose first and last third differ by more than δ."
      ), .table(table),
    ]
  }
}
