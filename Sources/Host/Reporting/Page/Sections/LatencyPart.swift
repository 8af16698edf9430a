import Analysis
import Record
import Statistics

/// Percentile curves under the conditions of families whose verdicts are about percentiles.
struct LatencyPart {
  private let model: PageModel
  private let family: FamilyComparison
  /// The percentiles that verdicts are about.
  private let deciding: [Percentile]
  /// All that the family tells.
  private let told: [Percentile]

  /// A percentile that is a measure.
  private struct Percentile {
    let measure: Measure
    let histogram: Key<Histogram>
    let percent: Double

    init?(_ measure: Measure) {
      guard case .percentile(let histogram, let percent) = measure.aggregation else { return nil }
      (self.measure, self.histogram, self.percent) = (measure, histogram, percent)
    }
  }

  static func section(_ model: PageModel) -> PageSection? {
    let parts = model.comparison.families.compactMap { LatencyPart(model, $0) }
    guard let first = parts.first else { return nil }
    return PageSection(
      id: "latency", name: "Latency", finding: first.finding, reading: first.reading,
      body: parts.map(\.html).joined())
  }

  /// nil of a family whose verdicts are about something else.
  private init?(_ model: PageModel, _ family: FamilyComparison) {
    deciding = family.standings.compactMap {
      model.findings.names.measure($0.measure).flatMap(Percentile.init)
    }
    guard !deciding.isEmpty, deciding.count == family.standings.count else { return nil }
    told = model.findings.names.measures(of: family.family).compactMap(Percentile.init)
    self.model = model
    self.family = family
  }

  private var finding: HTML {
    let contests = deciding.flatMap { family.contests(by: $0.measure.id) }
    let wins = Dictionary(grouping: contests.compactMap(\.winner), by: \.self)
    let total = contests.count
    guard let (best, own) = wins.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }) else {
      return "\(family.title): nobody is known to be the fastest"
    }
    let names = deciding.map(\.measure.title).joined(separator: " and ")
    return
      "\(family.title): \(best) has the least \(names) in \(own.count) of \(Figures.count(total, "contest"))"
  }

  private var reading: HTML {
    let kinds = family.points.map(\.condition.kind).unique.compactMap(LoadWords.meaning)
    let dots = deciding.map(\.measure.title).joined(separator: " and ")
    return """
      \(kinds.joined(separator: " ")) Solid: as it counts; dashed: uncorrected. Shaded: from the least to the greatest block. \
      Dots: the blocks at \(dots), which are what is tested. A curve ends where there are too few requests for it. Both axes are logarithmic.
      """
  }

  private var html: HTML {
    let named = namedParticipants
    let charts = family.points.map { point in
      (point, model.participants.compactMap { curve($0, point, named) })
    }
    let words: HTML =
      named.count < model.participants.count
      ? "<p class=\"note\">In colour: \(named.map(model.name).joined(separator: ", ")). Grey: the others; point at one to see who it is.</p>"
      : ""
    let body = model.groups(charts, { $0.0.condition }) { own in
      // Payloads of one category have latencies of one order of magnitude.
      guard let scale = PercentileChart.scale(for: own.flatMap(\.1)), let first = own.first else { return "" }
      let id = "grid-\(family.family.fileName)-\(model.category(first.0.condition))"
      let chart = PercentileChart(scale: scale, gridID: id)
      let grid: HTML = "<svg class=\"hidden\" aria-hidden=\"true\"><defs>\(chart.grid)</defs></svg>"
      return "\(grid)<div class=\"curves\">\(own.map { figure($0.0, $0.1, chart) })</div>"
    }
    return "\(words)\(body)\(table)"
  }

  /// Everybody while there are few; otherwise the reference and the best of each language.
  private var namedParticipants: [Key<Participant>] {
    guard model.participants.count > Findings.mostColumns else { return model.participants }
    let languages = Dictionary(model.plan.compared.map { ($0.id, $0.language) }) { first, _ in first }
    var seen: Set<String?> = [languages[model.reference]]
    let best = model.ranked.filter { seen.insert(languages[$0]).inserted }
    return [model.reference] + best.prefix(Findings.mostColumns - 1)
  }

  private func figure(_ point: Point, _ curves: [PercentileChart.Curve], _ chart: PercentileChart) -> HTML {
    let title = "Latency by percentile under \(point.condition.label)"
    let wins = deciding.compactMap { percentile -> (title: String, winner: Key<Participant>)? in
      let contest = point.contests.first { $0.measure == percentile.measure.id }
      return contest?.winner.map { (percentile.measure.title, $0) }
    }
    let winners = wins.map(\.winner).unique.map { winner -> String in
      let won = wins.filter { $0.winner == winner }.map(\.title)
      let what = won.count == deciding.count ? "" : " (\(won.joined(separator: ", ")))"
      return " ★ \(model.short(winner))\(what)"
    }
    let words = winners.joined()
    return """
      <figure class="curve \(model.category(point.condition))" data-condition="\(point.condition.id)"><figcaption>\
      <b>\(point.condition.label)</b>\(words)</figcaption>\(chart.html(curves, title: title))</figure>
      """
  }

  /// A participant under a condition; nil without a number.
  private func curve(
    _ participant: Key<Participant>, _ point: Point, _ named: [Key<Participant>]
  ) -> PercentileChart.Curve? {
    guard let cell = point.cell(participant), let main = deciding.first?.histogram else { return nil }
    let isNamed = named.contains(participant)
    let blocks = model.table[participant, point.condition.id].filter(\.isObservation).map(\.trial)
    let others = told.map(\.histogram).unique.filter { $0 != main }
    // The others are drawn thin, through what their cells tell.
    let places = isNamed ? places(of: main, blocks) : places(of: main, in: cell)
    guard !places.isEmpty else { return nil }
    let own = told.filter { $0.histogram == main }
    return PercentileChart.Curve(
      look: model.looks[participant], name: model.short(participant), places: places,
      uncorrected: isNamed ? others.first.map { self.places(of: $0, blocks) } ?? [] : [],
      band: isNamed ? own.compactMap { band($0, blocks) } : [],
      blocks: isNamed ? deciding.flatMap { dots($0, blocks) } : [], isNamed: isNamed,
      words: "\(participant): "
        + own.compactMap { percentile in
          cell.figures[percentile.measure.id].map {
            "\(percentile.measure.title) \(percentile.measure.text($0))"
          }
        }.joined(separator: ", "))
  }

  /// The percentiles of all blocks together, as far as there are requests for them.
  private func places(of name: Key<Histogram>, _ blocks: [Trial]) -> [PercentileChart.Curve.Place] {
    var merged = Histogram()
    var unsent = 0
    for load in blocks.compactMap(\.load) {
      guard let histogram = load.histograms[name] else { continue }
      merged.merge(histogram)
      unsent += name == deciding.first?.histogram ? load.censored : 0
    }
    let count = Int(merged.count) + unsent
    return PercentileChart.percents.compactMap { percent in
      guard count >= HTTPMeasures.fewestRequests(for: percent),
        case .value(let value) = merged.percentile(percent, unsent: UInt64(unsent)), value > 0
      else { return nil }
      return .init(percent: percent, value: Double(value))
    }
  }

  private func places(of name: Key<Histogram>, in cell: Cell) -> [PercentileChart.Curve.Place] {
    told.filter { $0.histogram == name && $0.percent < 100 }.compactMap { percentile in
      cell.figures[percentile.measure.id].flatMap { figure in
        figure.isLowerBound || figure.value <= 0
          ? nil : .init(percent: percentile.percent, value: figure.value)
      }
    }.sorted { $0.percent < $1.percent }
  }

  private func band(
    _ percentile: Percentile, _ blocks: [Trial]
  ) -> (percent: Double, low: Double, high: Double)? {
    let values = blocks.compactMap { $0.figures[percentile.measure.id] }.filter { $0 > 0 }
    guard percentile.percent < 100, values.count >= 3, let low = values.min(), let high = values.max() else {
      return nil
    }
    return (percentile.percent, low, high)
  }

  private func dots(_ percentile: Percentile, _ blocks: [Trial]) -> [PercentileChart.Curve.Place] {
    blocks.compactMap { $0.figures[percentile.measure.id] }.filter { $0 > 0 }.map {
      .init(percent: percentile.percent, value: $0)
    }
  }

  /// The same as a table; what is too large for one is in the run's files.
  private var table: HTML {
    guard !model.isDense else { return "" }
    let measures = told.map(\.measure)
    var table = Table(
      columns: [("condition", .left), ("participant", .left)] + measures.map { ($0.title, .right) })
    for point in family.points {
      for cell in point.cells {
        table.append(
          ["\(point.condition.label)", "\(cell.participant)"]
            + measures.map { measure in cell.figures[measure.id].map(measure.text) ?? "n/a" })
      }
    }
    return "<details><summary>The same as a table</summary>\(HTMLRenderer().html(table))</details>"
  }
}
