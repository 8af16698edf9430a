import Analysis
import Record

/// The first screen: who, by how much, how sure, at what cost, why.
struct VerdictPart {
  private let model: PageModel
  private let rankings: [Ranking]

  init(_ model: PageModel) {
    self.model = model
    rankings = Ranking.all(of: model)
  }

  var html: HTML {
    let headline = Headline(model)
    return """
      <section id="verdict" class="hero" aria-labelledby="h-verdict"><p class="kick">\(headline.origin)</p>\
      <h1 id="h-verdict">\(headline.sentence)</h1><p class="lede">\(headline.basis)</p>\
      <div class="cards">\(rankings.map(card))\(why)\(sureness)\(gates)</div>\(glance)</section>
      """
  }

  private func card(_ title: HTML, _ figure: HTML, _ words: HTML, _ strip: HTML = "") -> HTML {
    "<div class=\"card\"><h2>\(title)</h2><p class=\"figure\">\(figure)</p><p>\(words)</p>\(strip)</div>"
  }

  /// Who is best by a ranking, and where everybody else is.
  private func card(_ ranking: Ranking) -> HTML {
    guard let best = ranking.order.first, let value = ranking.values[best] else { return "" }
    let title: HTML =
      "\((ranking.better == .higher ? "most" : "least").capitalisedFirst) \(ranking.title)\(ranking.family.map { " <small>\($0)</small>" as HTML })"
    let reference = ranking.values[model.reference].map { value in
      ranking.unit == nil || best == model.reference
        ? "" : " · \(model.short(model.reference)) \(ranking.text(value))"
    }
    let relative: HTML = ranking.unit == nil ? " <small>\(model.short(model.reference))</small>" : ""
    return card(
      title, "\(ranking.text(value))\(relative)", "\(model.name(best))\(reference ?? "")", strip(ranking))
  }

  /// Everybody on one line.
  private func strip(_ ranking: Ranking) -> HTML {
    guard let scale = Scale(.logarithmic, over: ranking.values.values, padding: 0.06) else { return "" }
    let marks = ranking.order.compactMap { participant in
      ranking.values[participant].map { value in
        let look = model.looks[participant]
        let mark = Drawing.mark(look, x: Drawing.place(value, on: scale), y: "7")
        return
          "<g class=\"mark \(look.name)\"><title>\(participant): \(ranking.text(value))</title>\(mark)</g>"
          as HTML
      }
    }
    return
      "<svg class=\"strip\" height=\"14\" aria-hidden=\"true\"><line class=\"axis\" x2=\"100%\" y1=\"7\" y2=\"7\"/>\(marks)</svg>"
  }

  /// What the slowest requests met most often; nothing where that was not looked at.
  private var why: HTML {
    let tails = model.comparison.tails
    guard !tails.isEmpty else { return "" }
    let title: HTML = "What slow requests met"
    let link: HTML = "<a href=\"#runtime\">why</a>"
    guard let most = tails.causes.first else {
      return card(title, "nothing <small>beyond chance</small>", link)
    }
    let all = tails.count { $0.participant == most.participant }
    return card(
      title, "\(Figures.wholePercent(most.share)) <small>\(most.cause.words)</small>",
      "\(model.name(most.participant)), beyond chance under \(most.conditions) of \(Figures.count(all, "condition")); \(link)"
    )
  }

  /// How many pairs have a verdict, and what cannot be told apart.
  private var sureness: HTML {
    let pairs = model.questions.filter { $0.standing != nil }.flatMap(\.contests).flatMap(\.contest.pairs)
    guard !pairs.isEmpty else { return "" }
    let open = pairs.count { !$0.verdict.isDecided }
    let measure = model.questions.first?.measure
    let resolution = measure.flatMap { measure in
      model.questions.first?.family.resolution(of: measure.id).map { least, most in
        "\(measure.title): what differs by less than \(Figures.percent(least))–\(Figures.percent(most)) cannot be told apart"
      }
    }
    return card(
      "How sure",
      "\(Figures.count(pairs.count - open)) <small>of \(Figures.count(pairs.count)) pairs decided</small>",
      "\(resolution ?? "no twin was measured, so the resolution is not known")")
  }

  /// How many trials are no observations.
  private var gates: HTML {
    let all = model.comparison.cells.flatMap { cell in model.table[cell.cell.participant, cell.condition.id] }
    let lost = all.count { !$0.isObservation }
    return card(
      "What counts for nothing",
      "\(Figures.count(lost)) <small>of \(Figures.count(all.count)) trials</small>",
      "<a href=\"#gates\">gates and errors</a>")
  }
}

extension VerdictPart {
  /// Everybody in a table, the best first.
  private var glance: HTML {
    guard let first = rankings.first else { return "" }
    let scale = Scale(
      .logarithmic, over: first.values.values + first.intervals.values.flatMap { [$0.low, $0.high] } + [1])
    let ticks = scale?.ticks(atMost: 6) ?? []
    let axis = scale.map { Drawing.labels($0, ticks: ticks, y: 11) { Figures.tick("\(Figures.short($0))×") } }
    let columns = rankings.map { "<th scope=\"col\">\(heading($0))</th>" as HTML }
    let rows = model.ranked.map { row($0, scale, ticks) }
    return """
      <div class="wrap" tabindex="0"><table class="glance" id="glance"><caption class="hidden">Everybody at a glance</caption>\
      <thead><tr><th scope="col">participant</th><td class="plot"><svg height="14" aria-hidden="true">\(axis)</svg></td>\
      \(columns)<th scope="col">won</th><th scope="col">trials dropped</th></tr></thead><tbody>\(rows)</tbody></table></div>\
      <p class="note">Ratios are geometric means of paired ratios to \(model.reference); the rest geometric means over the conditions \
      that everybody has. Won: conditions under which it is better than every other by \(first.title).</p>
      """
  }

  private func heading(_ ranking: Ranking) -> HTML {
    "\(ranking.title)\(ranking.family.map { "<small>\($0)</small>" as HTML })"
  }

  private func row(_ participant: Key<Participant>, _ scale: Scale?, _ ticks: [Double]) -> HTML {
    let look = model.looks[participant]
    let version = model.record.frameworks.first { $0.participant == participant }?.versions["framework"]
    let cells = rankings.map { ranking -> HTML in
      guard let value = ranking.values[participant] else { return "<td data-v=\"\">n/a</td>" }
      let interval = ranking.intervals[participant].map { interval in
        " <i>\(Figures.short(interval.low))–\(Figures.short(interval.high))</i>" as HTML
      }
      let isUnit = participant == model.reference && ranking.unit == nil
      return
        "<td data-v=\"\(value)\">\(isUnit ? "1×" : "<b>\(ranking.text(value))</b>" as HTML)\(interval)</td>"
    }
    let standing = model.questions.first?.standing?.rows.first { $0.participant == participant }
    let entries = model.comparison.cells.filter { $0.cell.participant == participant }.flatMap {
      model.table[participant, $0.condition.id]
    }
    let dropped = entries.count { !$0.isObservation }
    let isReference: HTML = participant == model.reference ? " reference" : ""
    return """
      <tr class="\(look.name)\(isReference)"><th scope="row">\(model.name(participant)) <small>\(version ?? "")</small></th>\
      <td class="plot">\(plot(participant, look, scale, ticks))</td>\(cells)\
      <td data-v="\(standing?.won ?? 0)">\(standing?.won ?? 0)</td><td data-v="\(dropped)">\(dropped)</td></tr>
      """
  }

  private func plot(
    _ participant: Key<Participant>, _ look: Looks.Look, _ scale: Scale?, _ ticks: [Double]
  ) -> HTML {
    guard let scale, let first = rankings.first, let value = first.values[participant] else { return "" }
    let mark = IntervalMark(look: look, value: value, interval: first.intervals[participant], isOpen: false)
    return """
      <svg height="22" aria-hidden="true">\(Drawing.grid(scale, ticks: ticks, one: 1))\(mark.html(on: scale, y: 11))</svg>
      """
  }
}
