import Analysis
import Record
import Statistics

/// What the parts of mixes say, each by itself.
enum PartSection {
  static let all: Section = { findings in
    let mixes = findings.comparison.families.flatMap(\.points).filter { point in
      point.cells.contains { $0.parts != nil }
    }
    guard !mixes.isEmpty else { return nil }
    return [
      .heading(2, "The parts of mixes"),
      .text(
        "Each part's own requests over all valid windows, while those of the other parts were under way. Their shares are those of the mix, so that throughput differs between parts only by these; nothing is tested here."
      ),
    ] + mixes.flatMap { [.heading(3, Text($0.condition.label)), .table(table($0))] }
  }

  /// The percentiles that are told of parts.
  static let measures: [Key<Measure>] = [.p50, .p90, .p99]

  private static func table(_ point: Point) -> Table {
    var table = Table(
      columns: [("part", .left), ("participant", .left), ("requests/s", .right)]
        + measures.map { ("\($0)", .right) } + [("unanswered", .right)])
    for name in point.cells.compactMap(\.parts).flatMap({ $0.map(\.name) }).unique {
      for cell in point.cells {
        guard let part = cell.parts?.first(where: { $0.name == name }) else { continue }
        let times = measures.map { part.latencies[$0].map { Figures.time($0) } ?? "n/a" }
        table.append(
          [name, "\(cell.participant)", Figures.rate(part.perSecond)] + times + [
            Figures.count(part.sent - part.answered)
          ])
      }
    }
    return table
  }
}
