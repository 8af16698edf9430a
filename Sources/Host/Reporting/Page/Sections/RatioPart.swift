import Analysis
import Record

/// How everybody compares with the reference under each condition: a forest plot for each, by the first question. The script draws the other
/// questions and references from the page's data in the same way.
enum RatioPart {
  static func section(_ model: PageModel) -> PageSection? {
    guard model.findings.isCompared, let question = model.questions.first else { return nil }
    return PageSection(
      id: "ratios", name: "Ratios", finding: finding(question, model), reading: reading(question, model),
      body: controls + ForestPlot(question, model).html + legend(question))
  }

  /// How far the best is ahead, where it is nearest and where it is farthest.
  private static func finding(_ question: Question, _ model: PageModel) -> HTML {
    let measure = question.measure.title
    guard let best = model.ranked.first(where: { $0 != model.reference }) else { return "\(measure)" }
    let pairs = question.contests.compactMap { $0.contest.pair(best, over: model.reference) }
    guard let least = pairs.map(\.ratio).min(), let most = pairs.map(\.ratio).max() else {
      return "\(best) and \(model.reference) have no condition in common"
    }
    let open = pairs.count { !$0.verdict.isDecided }
    let rest = open == 0 ? "" : "; \(open) of them without a verdict"
    return
      "\(best) has \(Figures.short(least)) to \(Figures.short(most)) times the \(measure) of \(model.reference) under \(Figures.count(pairs.count, "condition"))\(rest)"
  }

  private static func reading(_ question: Question, _ model: PageModel) -> HTML {
    """
    <span data-say="measure">\(question.measure.goal.capitalisedFirst)</span>, relative to <b data-say="reference">\(model.reference)</b>, \
    the line at 1×; logarithmic. Point and bar: geometric mean of the paired ratios and its 95 % interval. The band is δ: \
    what lies within it does not matter. Dashed and open: nothing may be said yet.
    """
  }

  private static let controls: HTML = """
    <div class="controls script"><span class="choice" role="group" aria-label="Scale">\
    <button data-zoom="" aria-pressed="true">whole range</button><button data-zoom="1.3" aria-pressed="false">±30 %</button></span>\
    <span class="choice" role="group" aria-label="Order"><button data-order="ratio" aria-pressed="true">by ratio</button>\
    <button data-order="plan" aria-pressed="false">as listed</button></span></div>
    """

  private static func legend(_ question: Question) -> HTML {
    "<p class=\"note\">\(FamilyWords.marks(question.family.method))  ✕ no number</p>"
  }
}

/// Everybody's ratios under each condition of a question.
struct ForestPlot {
  private let question: Question
  private let model: PageModel
  private let scale: Scale?
  private let ticks: [Double]

  init(_ question: Question, _ model: PageModel) {
    self.question = question
    self.model = model
    let pairs = question.contests.flatMap { $0.contest.pairs.filter { $0.b == model.reference } }
    let ends = pairs.flatMap { [$0.ratio, $0.interval?.low, $0.interval?.high].compactMap(\.self) }
    scale = Scale(.logarithmic, over: ends + [0.8, 1.25])
    ticks = scale?.ticks(atMost: model.isDense ? 5 : 9) ?? []
  }

  var html: HTML {
    guard let scale else { return "" }
    let axis: HTML =
      "<div class=\"axes\" aria-hidden=\"true\"><svg height=\"17\">\(Drawing.labels(scale, ticks: ticks) { Figures.tick("\(Figures.short($0))×") })</svg></div>"
    let panels = model.groups(
      question.contests, { $0.point.condition }, note: { Figures.count($0.count, "condition") }
    ) { contests in
      let own = contests.map { panel($0.point, $0.contest, scale) }
      return model.isDense ? "<div class=\"panels\">\(own)</div>" : own.joined()
    }
    guard !model.isDense else { return "<div id=\"forest\" class=\"forest\">\(panels)</div>" }
    return
      "<div id=\"forest\" class=\"forest\">\(axis)<div class=\"panels\">\(panels)</div></div>"
  }

  private func panel(_ point: Point, _ contest: Contest, _ scale: Scale) -> HTML {
    let condition = point.condition
    let resolution = contest.twin?.resolution.map { "; resolution \(Figures.percent($0))" } ?? ""
    let summary = model.workload(condition)?.summary ?? ""
    let pairs = contest.pairs(with: model.reference)
    let others = model.participants.filter { $0 != model.reference }
    let sign = question.measure.better == .higher ? -1.0 : 1
    let rows = others.sorted { first, second in
      (pairs[first].map { $0.ratio * sign } ?? .infinity)
        < (pairs[second].map { $0.ratio * sign } ?? .infinity)
    }
    let δ = 1 + question.family.method.delta
    let axis: HTML =
      model.isDense
      ? "<svg class=\"axis\" height=\"17\" aria-hidden=\"true\">\(Drawing.labels(scale, ticks: ticks) { Figures.tick("\(Figures.short($0))×") })</svg>"
      : ""
    return """
      <article class="panel \(model.category(condition))" data-condition="\(condition.id)"><h3>\(condition.label) \
      <small>\(summary)\(resolution)</small></h3><div class="plot"><svg class="back" aria-hidden="true">\
      \(Drawing.band(from: 1 / δ, to: δ, on: scale))\(Drawing.grid(scale, ticks: ticks, one: 1))</svg>\(axis)<ul>\
      \(rows.map { row($0, pairs[$0], point, contest, scale) })</ul></div></article>
      """
  }

  private func row(
    _ participant: Key<Participant>, _ pair: Pair?, _ point: Point, _ contest: Contest, _ scale: Scale
  ) -> HTML {
    let look = model.looks[participant]
    let link: HTML =
      "<a href=\"#\(model.address(participant, point.condition.id))\">\(model.name(participant))</a>"
    guard let pair else {
      let cells = [participant, model.reference].compactMap { point.cell($0) }
      let lacking = cells.first { $0.figures[question.measure.id] == nil }
      let why = lacking.map { "\($0.stateWords): \($0.reason?.words(model.findings.names, $0.gates) ?? "")" }
      return
        "<li class=\"\(look.name)\">\(link)<span class=\"why\">\(why ?? "no block in common")</span><span class=\"value\"><em class=\"verdict\" aria-label=\"no number\">✕</em></span></li>"
    }
    let mark = IntervalMark(
      look: look, value: pair.ratio, interval: pair.interval,
      isOpen: !pair.verdict.isDecided)
    let interval = pair.interval.map { "\(Figures.short($0.low))–\(Figures.short($0.high))" } ?? ""
    let star = contest.winner == participant ? "★" : ""
    return """
      <li class="\(look.name)">\(link)<svg height="\(height)">\(mark.html(on: scale, y: height / 2))</svg>\
      <span class="value"><b>\(Figures.short(pair.ratio))×</b><i>\(interval)</i><span>\(star)\(pair.verdict.glyph)</span></span></li>
      """
  }

  private var height: Int { model.isDense ? 18 : 24 }
}

extension Pair.Verdict {
  /// The mark of what may be said, with its words for who does not see it.
  var glyph: HTML {
    "<em class=\"verdict \(rawValue)\" role=\"img\" aria-label=\"\(words)\">\(mark)</em>"
  }
}
