import Analysis
import Record

/// What validation or open connections cost: with over without, for each framework and pair of workloads.
struct OverheadPart {
  private let model: PageModel
  private let measure: Measure
  private let overheads: [Overhead]

  @Sendable static func validation(_ model: PageModel) -> PageSection? { section(.validation, model) }

  @Sendable static func openConnections(_ model: PageModel) -> PageSection? {
    section(.openConnections, model)
  }

  private static func section(_ cause: Overhead.Cause, _ model: PageModel) -> PageSection? {
    guard let measure = model.questions.first?.measure else { return nil }
    let own = model.comparison.overheads.filter { $0.cause == cause && $0.measure == measure.id }
    guard !own.isEmpty else { return nil }
    let part = OverheadPart(model: model, measure: measure, overheads: own)
    let (id, name) =
      switch cause {
      case .validation: ("validation", "Validation")
      case .openConnections: ("held", "Open connections")
      }
    return PageSection(
      id: id, name: name, finding: part.finding(cause),
      reading: """
        \(cause.pair): \(measure.title) of the same requests, paired block by block, with the 95 % interval; logarithmic. Open: the \
        interval contains no change.
        """, body: part.html)
  }

  private func finding(_ cause: Overhead.Cause) -> HTML {
    let ranges = model.participants.compactMap { participant -> (Key<Participant>, Double, Double)? in
      let own = overheads.filter { $0.participant == participant }.map(\.ratio)
      return own.min().flatMap { least in own.max().map { (participant, least, $0) } }
    }
    guard let dear = ranges.min(by: { $0.1 < $1.1 }), let cheap = ranges.max(by: { $0.1 < $1.1 }) else {
      return ""
    }
    let what = cause == .validation ? "Validation changes" : "Open connections change"
    let first = "\(what) \(measure.title) of \(dear.0) by \(Self.range(dear.1, dear.2))"
    return dear.0 == cheap.0 ? "\(first)" : "\(first), of \(cheap.0) by \(Self.range(cheap.1, cheap.2))"
  }

  private static func range(_ least: Double, _ most: Double) -> String {
    least == most ? Figures.change(least) : "\(Figures.change(least)) to \(Figures.change(most))"
  }

  private var html: HTML {
    let ends = overheads.flatMap { [$0.ratio, $0.interval?.low, $0.interval?.high].compactMap(\.self) }
    guard let scale = Scale(.logarithmic, over: ends + [1]) else { return "" }
    let ticks = scale.ticks(atMost: 6)
    let pairs = overheads.map(\.subject).unique.compactMap { id in
      model.comparison.families.flatMap(\.points).first { $0.condition.id == id }?.condition
    }
    let panels = model.groups(pairs, { $0 }) { conditions in
      let own = conditions.map { panel($0, scale, ticks) }
      return model.isDense ? "<div class=\"panels\">\(own)</div>" : own.joined()
    }
    return model.isDense
      ? "<div class=\"forest\">\(panels)</div>"
      : "<div class=\"forest\"><div class=\"panels\">\(panels)</div></div>"
  }

  private func panel(_ condition: Condition, _ scale: Scale, _ ticks: [Double]) -> HTML {
    let rows = model.participants.compactMap { participant in
      overheads.first { $0.participant == participant && $0.subject == condition.id }.map { row($0, scale) }
    }
    let axis = Drawing.labels(scale, ticks: ticks) { $0 == 1 ? "0" : Figures.tick(Figures.change($0)) }
    return """
      <article class="panel \(model.category(condition))"><h3>\(condition.label) <small>\(model.workload(condition)?.summary ?? "")</small></h3>\
      <div class="plot"><svg class="back" aria-hidden="true">\(Drawing.grid(scale, ticks: ticks, one: 1))</svg>\
      <svg class="axis" height="17" aria-hidden="true">\(axis)</svg><ul>\(rows)</ul></div></article>
      """
  }

  private func row(_ overhead: Overhead, _ scale: Scale) -> HTML {
    let look = model.looks[overhead.participant]
    let isOpen = overhead.interval.map { $0.low < 1 && $0.high > 1 } ?? true
    let mark = IntervalMark(look: look, value: overhead.ratio, interval: overhead.interval, isOpen: isOpen)
    let interval = overhead.interval.map { "\(Figures.change($0.low)) to \(Figures.change($0.high))" } ?? ""
    return """
      <li class="\(look.name)"><span class="who">\(model.name(overhead.participant))</span><svg height="24">\(mark.html(on: scale, y: 12))</svg>\
      <span class="value"><b>\(Figures.change(overhead.ratio))</b><i>\(interval)</i></span></li>
      """
  }
}
