import Analysis
import Record

/// From spawning a process to its first answer, and on to its pace.
struct StartupPart {
  private let model: PageModel
  private let summaries: [WarmupSummary]

  static func section(_ model: PageModel) -> PageSection? {
    let known = model.comparison.warmups.filter { $0.startupNanoseconds != nil }
    guard !known.isEmpty else { return nil }
    let part = StartupPart(
      model: model, summaries: known.sorted { ($0.startupNanoseconds ?? 0) < ($1.startupNanoseconds ?? 0) })
    return PageSection(
      id: "startup", name: "Start-up", finding: part.finding,
      reading: """
        From spawning a fresh process to its first 200: the mark is the median, a dot is one process. The line goes on to where the app had \
        found its pace under load, alone before the blocks; dashed: it never did. Logarithmic.
        """, body: part.html)
  }

  private var finding: HTML {
    guard let first = summaries.first, let last = summaries.last else { return "" }
    func words(_ summary: WarmupSummary) -> String {
      "\(summary.participant) \(Figures.time(summary.startupNanoseconds ?? 0))"
    }
    return first.participant == last.participant
      ? "From spawn to the first answer: \(words(first))"
      : "From spawn to the first answer: \(words(first)) to \(words(last))"
  }

  private func startups(_ participant: Key<Participant>) -> [Double] {
    model.record.sessions.filter { $0.participant == participant }.compactMap {
      $0.startupNanoseconds.map(Double.init)
    }
  }

  /// When it had found its pace, from the spawn on.
  private func steady(_ summary: WarmupSummary) -> Double? {
    summary.steadyNanoseconds.map { $0 + (summary.startupNanoseconds ?? 0) }
  }

  private var html: HTML {
    let all = summaries.flatMap { startups($0.participant) + [steady($0)].compactMap(\.self) }
    guard let scale = Scale(.logarithmic, over: all, padding: 0.03) else { return "" }
    let ticks = scale.ticks(atMost: 7)
    let axis = Drawing.labels(scale, ticks: ticks) { Figures.tick(Figures.time($0)) }
    return """
      <div class="rows"><span></span><svg class="axis" height="17" aria-hidden="true">\(axis)</svg><span></span>\
      \(summaries.map { row($0, scale, ticks) })</div>
      """
  }

  private func row(_ summary: WarmupSummary, _ scale: Scale, _ ticks: [Double]) -> HTML {
    let look = model.looks[summary.participant]
    let median = summary.startupNanoseconds ?? 0
    let place = Drawing.place(median, on: scale)
    let dots = startups(summary.participant).map { value -> HTML in
      "<circle class=\"faint\" r=\"2.2\" cx=\"\(Drawing.place(value, on: scale))\" cy=\"13\"/>"
    }
    let end = steady(summary).map { Drawing.place($0, on: scale) }
    let line: HTML =
      "<line class=\"\(end == nil ? "never" : "way")\" x1=\"\(place)\" x2=\"\(end ?? "100%")\" y1=\"13\" y2=\"13\"/>"
    let stop = end.map { "<line class=\"stop\" x1=\"\($0)\" x2=\"\($0)\" y1=\"6\" y2=\"20\"/>" as HTML }
    let steady =
      summary.steadyNanoseconds.map {
        $0 == 0 ? "at its pace at once" : "pace after \(Figures.time($0)) of load"
      } ?? "never at its pace"
    let words = "\(Figures.count(summary.sessions, "process"))"
    return """
      <span class="who \(look.name)">\(model.name(summary.participant))</span><svg class="\(look.name)" height="26">\(Drawing.grid(scale, ticks: ticks))\
      \(dots)\(line)\(stop)<g class="mark \(look.name)"><title>\(summary.participant): median \(Figures.time(median)) of \(words)</title>\
      \(Drawing.mark(look, x: place, y: "13"))</g></svg><span class="value \(look.name)">\(Figures.time(median)) <i>\(steady)</i></span>
      """
  }
}
