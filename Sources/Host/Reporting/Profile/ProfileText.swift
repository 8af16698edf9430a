package import Analysis
package import Record

/// What `harness profile` prints.
package enum ProfileText {
  /// A line of figures per condition, what they are held against, what tells most of each, where the time went, and the doubts about
  /// the run.
  package static func text(
    _ profile: Profile, _ comparison: Comparison, of record: RunRecord, style: TerminalStyle
  ) -> String {
    let doubts = Report.terminal(comparison, of: record, .doubts)
    return TerminalRenderer(style).text(Document(document(profile, of: record).blocks + doubts.blocks))
  }

  static func document(_ profile: Profile, of record: RunRecord) -> Document {
    let names = Names(record)
    let versions = profile.versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    let title = ([profile.participant.rawValue] + versions).joined(separator: "  ")
    let legend = legend(profile)
    return Document(
      [.heading(1, Text(title)), .table(table(profile, record, names))]
        + (profile.baseline.map { baseline($0, profile, names) } ?? []) + profile.parts.flatMap(details)
        + (legend.isEmpty ? [] : [.notes(legend)]))
  }

  private static func table(_ profile: Profile, _ record: RunRecord, _ names: Names) -> Table {
    let measures = record.plan.families.first.map { names.measures(of: $0.id) } ?? []
    var table = Table(
      columns: [("condition", .left)]
        + measures.enumerated().map {
          ($0.offset == 0 ? "\($0.element.title) [95 %]" : $0.element.title, .right)
        }
        + (profile.baseline.map { [("× \($0.participant)", .left)] } ?? []))
    for part in profile.parts {
      let values = measures.enumerated().map { index, measure in
        value(measure, of: part.cell, index == 0 ? part.interval : nil)
      }
      let ratio = profile.baseline.map { baseline in
        [Table.Cell(text(baseline.ratios[part.condition.id]))]
      }
      table.append([.init(part.condition.label)] + values + (ratio ?? []))
    }
    return table
  }

  private static func value(_ measure: Measure, of cell: Cell, _ interval: Interval?) -> Table.Cell {
    guard let figure = cell.figures[measure.id] else {
      return .init(cell.stateWords, cell.state == .measured ? nil : .bad)
    }
    let range = interval.map { " [\(measure.text($0.low)), \(measure.text($0.high))]" } ?? ""
    return .init(measure.text(figure) + range)
  }

  private static func text(_ ratio: ProfileBaseline.Ratio?) -> String {
    PairWords.ratio(ratio?.ratio, ratio?.interval)
  }

  private static func baseline(_ baseline: ProfileBaseline, _ profile: Profile, _ names: Names) -> [Block] {
    let how =
      baseline.isInterleaved
      ? "measured in the same blocks"
      : "of run \(baseline.run), which shares no blocks with this one: what the machine did in the meantime is part of every ratio"
    let mean =
      "Over \(baseline.participant), \(how). Geometric mean over \(Figures.count(baseline.ratios.count, "condition")): \(text(baseline.overall))."
    let left = baseline.leftOut.sorted { $0.key < $1.key }.map { condition, absences in
      "left out: \(names[condition]): \(absences.map { $0.words(names) }.joined(separator: ", "))"
    }
    return [.notes(([mean] + left + baseline.doubts.map { "warning: \($0.words)" }).map { Text($0) })]
  }

  /// What tells most under a condition, and the frames with most time; nothing when there is neither.
  private static func details(_ part: Profile.Part) -> [Block] {
    let telling = part.telling.map(\.line)
    let missing = part.unavailable[Profile.Part.graphKey].map { ["no flame graph: \($0.words)"] } ?? []
    let lines = telling + (part.flameGraph.map(frames) ?? missing)
    return lines.isEmpty
      ? [] : [.details(summary: Text("\(part.condition.label):"), [.notes(lines.map { Text($0) })])]
  }

  private static func frames(_ graph: Profile.FlameGraph) -> [String] {
    let head = "\(Figures.count(graph.samples, "sample")) of \(graph.profiler), by self time (\(graph.svg)):"
    let hottest = graph.hottest.map { "  \(Figures.fixed($0.share * 100, 1)) %  \($0.frame)" }
    let lost = graph.lost > 0 ? ["\(Figures.count(graph.lost, "sample")) lost"] : []
    return [head] + hottest + lost + graph.notes.map { "note: \($0)" }
  }

  /// Why the figures that stand out do.
  private static func legend(_ profile: Profile) -> [Text] {
    var seen: Set<String> = []
    return profile.parts.flatMap(\.telling).filter(\.isTelling).compactMap(\.reason)
      .filter { seen.insert($0).inserted }.map { Text($0) }
  }
}
