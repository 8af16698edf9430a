import Analysis
import Record
import Statistics

/// Why: where the processor time goes, what the slowest requests met, and one window of everybody on one axis.
struct RuntimePart {
  private let model: PageModel
  private let windows: ExampleWindows

  static func section(_ model: PageModel) -> PageSection? {
    guard !model.comparison.insights.isEmpty || !model.comparison.tails.isEmpty else { return nil }
    let part = RuntimePart(model: model, windows: ExampleWindows(model))
    return PageSection(
      id: "runtime", name: "Runtime", finding: part.finding, reading: part.reading,
      body: model.participants.map(part.card).joined())
  }

  private var finding: HTML {
    let tails = model.comparison.tails
    guard !tails.isEmpty else { return "Where the time goes" }
    let explained = model.participants.compactMap { participant -> String? in
      let own = tails.filter { $0.participant == participant }
      let count = own.count { $0.findings.contains(where: \.isBeyondChance) }
      return count == 0 ? nil : "\(participant) under \(count) of \(Figures.count(own.count, "condition"))"
    }
    guard !explained.isEmpty else { return "No cause that is known explains slow requests beyond chance" }
    let more = explained.count > 3 ? " and \(explained.count - 3) more" : ""
    return
      "A cause that is known explains slow requests beyond chance: \(explained.prefix(3).joined(separator: "; "))\(more)"
  }

  private var reading: HTML {
    let window = windows.condition.map { condition -> HTML in
      """
       The window is that of \(model.findings.names[condition]) in the block whose tail is the median: each dot is one of the slowest 1 % of \
      the requests, where its answer ended, with a line from when it was due, over what held the app up and what its memory did.
      """
    }
    return """
      Bars: shares of the processor time or of the elapsed time, means over the categories of workloads. Ticks: the share of the slowest 1 % \
      of the requests that met a cause (in colour), and the share by chance alone (grey), one pair for each condition.\(window)
      """
  }

  private func card(_ participant: Key<Participant>) -> HTML {
    let look = model.looks[participant]
    let facts = model.record.frameworks.first { $0.participant == participant }
    let server = facts?.versions["server"].map { ", \($0)" } ?? ""
    let head: HTML = "\(model.name(participant)) <small>\(facts?.runtime ?? "")\(server)</small>"
    let body: HTML =
      "<div class=\"two\"><div>\(shares(participant))\(tails(participant))</div>\(windows.html(participant, look))</div>"
    guard model.isDense else {
      return "<article class=\"runtime \(look.name)\"><h3>\(head)</h3>\(body)</article>"
    }
    return "<details class=\"group runtime \(look.name)\"><summary>\(head)</summary>\(body)</details>"
  }

  /// Processor time, and the runtime's own figures.
  private func shares(_ participant: Key<Participant>) -> HTML {
    let insights = model.comparison.insights.filter { $0.participant == participant }
    let rows = insights.means.map { reading, value -> HTML in
      let width = Drawing.number(min(100, value * 100))
      let bar: HTML =
        reading.isShare
        ? "<svg height=\"12\" aria-hidden=\"true\"><rect class=\"whole\" width=\"100%\" height=\"12\"/><rect class=\"part\" width=\"\(width)%\" height=\"12\"/></svg>"
        : "<span></span>"
      let basis = reading.basis.map { " <i>\($0.words)</i>" as HTML }
      return "<span>\(reading.title)</span>\(bar)<span class=\"value\">\(reading.text(value))\(basis)</span>"
    }
    return "<div class=\"shares\">\(processor(insights))\(rows)</div>"
  }

  private func processor(_ insights: [Insight]) -> HTML {
    guard let cpu = mean(insights.compactMap(\.cpuMicrosecondsPerRequest)) else { return "" }
    let user = mean(insights.compactMap(\.userShare))
    let bar = user.map { user -> HTML in
      let width = Drawing.number(user * 100)
      return
        "<svg height=\"12\" aria-hidden=\"true\"><rect class=\"part kernel\" width=\"100%\" height=\"12\"/><rect class=\"part\" width=\"\(width)%\" height=\"12\"/></svg>"
    }
    let share = user.map { " <i>\(Figures.wholePercent($0)) user</i>" as HTML }
    return
      "<span>CPU per request</span>\(bar ?? "<span></span>")<span class=\"value\"><b>\(Figures.time(cpu * 1000))</b>\(share)</span>"
  }

  /// What the slowest requests met, cause by cause.
  private func tails(_ participant: Key<Participant>) -> HTML {
    let findings = model.comparison.tails.filter { $0.participant == participant }.flatMap(\.findings)
    guard !findings.isEmpty else { return "" }
    let rows = TailAttribution.Cause.allCases.compactMap { cause -> HTML? in
      let own = findings.filter { $0.cause == cause }
      let known = own.filter { $0.share != nil }
      guard !known.isEmpty else {
        return own.first?.unknown.map {
          "<span>\(cause.words)</span><span class=\"unknown\">n/a: \($0.words)</span>"
        }
      }
      func ticks(_ name: String, _ y: (Int, Int), _ value: (TailAttribution.Finding) -> Double?) -> HTML {
        known.compactMap(value).map { share -> HTML in
          let x = Drawing.number(share * 100) + "%"
          return "<line class=\"\(name)\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(y.0)\" y2=\"\(y.1)\"/>"
        }.joined()
      }
      let beyond = known.count(where: \.isBeyondChance)
      return """
        <span>\(cause.words)</span><svg height="24" role="img" aria-label="\(cause.words): \(beyond) of \(known.count) conditions beyond chance">\
        <line class="grid" x2="100%" y1="14" y2="14"/>\(ticks("chance", (15, 21)) { $0.chance })\(ticks("found", (3, 13)) { $0.share })</svg>\
        <span class="value">\(beyond) of \(known.count)</span>
        """
    }
    return """
      <div class="tails"><b>The slowest 1 % met</b><svg class="axis" height="14" aria-hidden="true"><text y="11">0</text>\
      <text x="100%" y="11" text-anchor="end">100 %</text></svg><i>beyond chance</i>\(rows)</div>
      """
  }
}

/// One window of each participant, all under the same condition.
private struct ExampleWindows {
  private let model: PageModel
  /// Under which; nil when no window was watched.
  let condition: Key<Condition>?
  private let windows: [Key<Participant>: (trial: Trial, slow: SlowRequests, series: TrialSeries)]
  private let scale: Scale?

  init(_ model: PageModel) {
    self.model = model
    let tails = model.comparison.tails
    func p(_ tail: TailAttribution) -> Double { tail.findings.compactMap(\.adjustedP).min() ?? 1 }
    // In an open loop a request waits for the app alone, and not for those before it.
    let rates = Set(
      model.comparison.families.flatMap(\.points).map(\.condition).filter { $0.rate != nil }.map(\.id))
    let open = tails.filter { rates.contains($0.condition) }
    let condition = (open.isEmpty ? tails : open).min { p($0) < p($1) }?.condition
    self.condition = condition
    let series = model.record.seriesByTrial
    windows = model.participants.reduce(into: [:]) { all, participant in
      guard let condition else { return }
      let known = model.table[participant, condition].filter(\.isObservation).map(\.trial).compactMap {
        trial in
        trial.load?.slowest.flatMap { slow in series[trial.key].map { (trial: trial, slow: slow, series: $0) }
        }
      }
      func tail(_ trial: Trial) -> UInt64 { trial.load?.latency.percentile(99) ?? 0 }
      let sorted = known.sorted { tail($0.trial) < tail($1.trial) }
      if !sorted.isEmpty { all[participant] = sorted[sorted.count / 2] }
    }
    scale = Scale(
      .logarithmic, over: windows.values.flatMap { $0.slow.requests.map { Double(max(1, $0.end - $0.due)) } })
  }

  /// So many requests are drawn at the most, the slowest.
  private static let mostRequests = 300
  private static let height = 104.0

  func html(_ participant: Key<Participant>, _ look: Looks.Look) -> HTML {
    guard let window = windows[participant], let scale else {
      return "<p class=\"note\">No window of it was watched.</p>"
    }
    let start = window.slow.startNanoseconds
    let times = window.slow.requests.map(\.end) + window.series.times.suffix(1)
    let length = Double(times.max() ?? 1)
    func x(_ time: Int) -> String {
      Drawing.number(min(100, max(0, Double(time) / length * 100)), digits: 2) + "%"
    }
    func y(_ value: Double) -> String {
      Drawing.number(Self.height - 6 - scale.place(value) / 100 * (Self.height - 14))
    }
    let ticks = scale.ticks(atMost: 4)
    let grid = ticks.map { "<line class=\"grid\" x2=\"100%\" y1=\"\(y($0))\" y2=\"\(y($0))\"/>" as HTML }
    let labels = ticks.map { tick -> HTML in
      "<text x=\"100%\" dx=\"-4\" y=\"\(y(tick))\" dy=\"3.5\" text-anchor=\"end\">\(Figures.tick(Figures.time(tick)))</text>"
    }
    let slowest = window.slow.requests.sorted { $0.end - $0.due > $1.end - $1.due }.prefix(Self.mostRequests)
    let requests = slowest.map { request -> HTML in
      let latency = Double(max(1, request.end - request.due))
      return """
        <line class="request" x1="\(x(request.due))" x2="\(x(request.end))" y1="\(y(latency))" y2="\(y(latency))"/>\
        <circle class="mark" r="2" cx="\(x(request.end))" cy="\(y(latency))"><title>due at \(Figures.time(Double(request.due))), \
        answered after \(Figures.time(latency))</title></circle>
        """
    }
    let axis = (0...5).map { step -> HTML in
      let time = length * Double(step) / 5
      let anchor = step == 0 ? "start" : step == 5 ? "end" : "middle"
      let spare: HTML = step % 2 == 1 ? " class=\"spare\"" : ""
      return
        "<text\(spare) x=\"\(step * 20)%\" y=\"11\" text-anchor=\"\(anchor)\">\(step == 0 ? "0" : Figures.time(time))</text>"
    }
    return """
      <div class="timeline \(look.name)" role="group" aria-label="One window of \(participant)"><b>slow requests, latency</b>\
      <svg height="104" aria-hidden="true">\(labels)</svg><svg height="104" role="img" aria-label="Slow requests of \(participant)">\(grid)\(requests)</svg>\
      \(lanes(window.trial, window.series, start, x))\(memory(window.series, x))\
      <span></span><svg height="15" aria-hidden="true">\(axis)</svg></div>
      """
  }

  /// A line for each kind of event that the app's runtime tells.
  private func lanes(_ trial: Trial, _ series: TrialSeries, _ start: Int, _ x: (Int) -> String) -> HTML {
    let facts = trial.metrics.keys.sorted().compactMap { model.record.metricsByName[$0] }
    let kinds = facts.compactMap(\.events).unique
    return kinds.map { kind -> HTML in
      let role = facts.first { $0.events == kind }?.role
      let bars = series.events.filter { $0.kind == kind }.map { event -> HTML in
        let begin = event.timeNanoseconds - start
        let words =
          "\(kind) at \(Figures.time(Double(max(0, begin)))), \(Figures.time(Double(event.durationNanoseconds)))"
        return """
          <line class="event" x1="\(x(begin))" x2="\(x(begin + event.durationNanoseconds))" y1="7" y2="7"><title>\(words)</title></line>
          """
      }
      let none: HTML = bars.isEmpty ? "<text y=\"11\">none of 1 ms or more</text>" : ""
      let title = role.flatMap { RoleWords.of($0)?.title } ?? kind
      return
        "<span>\(title)</span><svg height=\"16\" role=\"img\" aria-label=\"\(title): \(Figures.count(bars.count, "event"))\"><line class=\"grid\" x2=\"100%\" y1=\"15\" y2=\"15\"/>\(bars)\(none)</svg>"
    }.joined()
  }

  /// The memory that the runtime tells of, otherwise the processes'.
  private func memory(_ series: TrialSeries, _ x: (Int) -> String) -> HTML {
    let roles: [Key<MetricFacts.Roles>] = [.heapUsed, .heapLive, .heapTotal]
    let own = series.values.keys.sorted().compactMap { model.record.metricsByName[$0] }
    let metric = roles.lazy.compactMap { role in own.first { $0.role == role } }.first
    let name = metric?.name ?? MetricFacts.residentMemory
    let values = zip(series.times, series.values[name] ?? []).compactMap { time, value in
      value.map { (time, Double($0)) }
    }
    guard values.count > 1, let scale = Scale(.linear, over: values.map(\.1) + [0], padding: 0.1) else {
      return ""
    }
    func y(_ value: Double) -> String { Drawing.number(46 - scale.place(value) / 100 * 44) }
    let lines = zip(values, values.dropFirst()).map { first, second -> HTML in
      "<line class=\"line\" x1=\"\(x(first.0))\" x2=\"\(x(second.0))\" y1=\"\(y(first.1))\" y2=\"\(y(second.1))\"/>"
    }
    let last = values[values.count - 1].1
    let title = metric?.role.flatMap { RoleWords.of($0)?.title } ?? "resident memory"
    return """
      <span>\(title)</span><svg height="48" role="img" aria-label="\(title), \(Figures.bytes(last)) at the end">\
      <line class="axis" x2="100%" y1="46" y2="46"/>\(lines)<text x="100%" y="\(y(last))" dy="-5" text-anchor="end">\(Figures.bytes(last))</text></svg>
      """
  }
}
