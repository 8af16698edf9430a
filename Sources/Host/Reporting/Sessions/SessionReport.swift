package import Record
import Statistics

/// What users did in a run, as text.
package enum SessionReport {
  private static let percents = [50.0, 95, 99].map(Percentile.init)

  /// The final report.
  package static func text(_ figures: ScenarioFigures, style: TerminalStyle) -> String {
    TerminalRenderer(style).text(document(figures))
  }

  /// The final report in Markdown.
  package static func markdown(_ figures: ScenarioFigures) -> String {
    MarkdownRenderer().text(document(figures))
  }

  /// A second in one line, for those who watch.
  package static func line(_ second: ScenarioSecond) -> String {
    func rate(_ count: Int) -> String { Figures.rate(Double(count) / max(second.length, 1e-9)) }
    let users = second.planned.map { "\(Figures.count(second.users)) of \(Figures.count($0)) users" }
    let times = [("p50", second.p50), ("p95", second.p95), ("p99", second.p99)].map { name, time in
      "\(name) \(time.map { Figures.time(Double($0)) } ?? "n/a")"
    }
    return
      ([
        "\(Figures.short(second.end)) s", second.phase, users ?? Figures.count(second.users, "user"),
        "\(rate(second.flows)) flows/s", "\(rate(second.answered)) requests/s",
      ].compactMap(\.self) + times + ["errors \(second.errors)"]).joined(separator: "  ")
  }

  static func document(_ figures: ScenarioFigures) -> Document {
    Document(
      [.notes(heading(figures).map { Text($0) }), .table(flows(figures)), .table(steps(figures))]
        + (figures.phases.isEmpty ? [] : [.table(phases(figures))])
        + (figures.thresholds.isEmpty ? [] : [.table(thresholds(figures))])
        + [.notes(closing(figures).map { Text($0) })])
  }

  private static func heading(_ figures: ScenarioFigures) -> [String] {
    let completed = figures.flows.reduce(0) { $0 + $1.completedInWindow }
    let rate = Figures.rate(Double(completed) / max(figures.seconds, 1e-9))
    let answered = figures.steps.reduce(0) { $0 + $1.passedInWindow }
    let requests = Figures.rate(Double(answered) / max(figures.seconds, 1e-9))
    let turnedAway =
      figures.unstarted == 0 ? "" : ", \(Figures.count(figures.unstarted)) more were due and found no seat"
    return [
      "\(figures.name): \(Figures.count(completed, "flow")) in \(Figures.short(figures.seconds)) s: \(rate) flows/s, \(requests) requests/s",
      "users: \(Figures.count(figures.usersBegun)) began, \(Figures.short(figures.meanUsers)) were there on average\(turnedAway)",
      figures.isOpen
        ? "open: users came at their times, and times count from when they were due"
        : "closed: users wait for their answers, so these times cannot show what others would have met meanwhile",
    ]
  }

  private static func flows(_ figures: ScenarioFigures) -> Table {
    var table = Table(
      columns: [
        ("flow", .left), ("completed", .right), ("failed", .right), ("unfinished", .right),
      ] + percents.map { ("at work \($0.name)", .right) } + [("with pauses p50", .right)])
    for flow in figures.flows {
      table.append(
        [
          flow.name, Figures.count(flow.completed), Figures.count(flow.failed),
          Figures.count(flow.unfinished),
        ]
          + times(flow.active) + [time(Percentile(50), flow.elapsed)])
    }
    return table
  }

  private static func steps(_ figures: ScenarioFigures) -> Table {
    var table = Table(
      columns: [("step", .left), ("passed", .right), ("failed", .right), ("again", .right), ("mean", .right)]
        + percents.map { ($0.name, .right) } + [("max", .right)])
    for step in figures.steps {
      let mean = step.response.mean.map { Figures.time($0) } ?? "n/a"
      table.append(
        [
          [step.flow ?? "once", step.name].joined(separator: " · ")
            + (step.isMeasured ? "" : " (not of the flow's time)"),
          Figures.count(step.passed),
          Figures.count(step.begun - step.passed), Figures.count(step.retries + step.polls), mean,
        ] + times(step.response) + [step.response.maximum.map { Figures.time(Double($0)) } ?? "n/a"])
    }
    return table
  }

  private static func phases(_ figures: ScenarioFigures) -> Table {
    var table = Table(
      columns: [("phase", .left), ("users", .right), ("flows/s", .right), ("steps failed", .right)]
        + percents.map { ("at work \($0.name)", .right) })
    for phase in figures.phases {
      let completed = phase.flows.reduce(0) { $0 + $1.completed }
      let failed = phase.steps.reduce(0) { $0 + $1.failed.values.reduce(0, +) }
      let active = phase.flows.reduce(into: Histogram()) { $0.merge($1.active) }
      table.append(
        [
          phase.name + (phase.isCounted ? "" : " (not counted)"), Figures.short(phase.meanUsers),
          Figures.rate(Double(completed) / phase.seconds),
          Figures.count(failed),
        ] + times(active))
    }
    return table
  }

  private static func times(_ histogram: Histogram) -> [String] { percents.map { time($0, histogram) } }

  private static func time(_ percentile: Percentile, _ histogram: Histogram) -> String {
    percentile.of(histogram).map { Figures.time(Double($0.bound)) } ?? "n/a"
  }

  private static func thresholds(_ figures: ScenarioFigures) -> Table {
    var table = Table(columns: [("threshold", .left), ("measured", .right), ("", .left)])
    for threshold in figures.thresholds {
      table.append([
        threshold.text, threshold.measured.map { measured($0, threshold.text) } ?? "no data",
        threshold.isMet ? "met" : "missed",
      ])
    }
    return table
  }

  /// A measured value in the kind of unit that its threshold has.
  private static func measured(_ value: Double, _ text: String) -> String {
    if text.contains("%") || text.contains(".share") { return Figures.percent(value) }
    return text.contains("/s") || text.contains(".rate")
      ? "\(Figures.rate(value))/s" : Figures.time(value * 1e9)
  }

  /// How well it is known when something came to pass that was asked for again and again; nil: nothing was.
  private static func polled(_ step: ScenarioFigures.Step) -> String? {
    guard let earliest = step.earliest, step.passed > 0 else { return nil }
    let bounds = [50.0, 99].map(Percentile.init).map { percentile in
      "\(time(percentile, earliest)) and \(time(percentile, step.response)) at \(percentile.name)"
    }
    return
      "polled: what \(step.name) waits for came to pass between \(bounds.joined(separator: ", between "))"
  }

  /// What is doubted when too much was begun too late; nothing where all was begun in time.
  private static func tardiness(_ figures: ScenarioFigures) -> [String] {
    let late = figures.lateness.share(above: 10_000_000)
    guard late > 0.01 else { return [] }
    let cause =
      figures.isOpen
      ? "no seat, no connection or no processor was free" : "no connection or no processor was free"
    return [
      "late-users: \(Figures.percent(late)) of the steps were begun more than 10 ms late, since \(cause): their times have that in them"
    ]
  }

  private static func closing(_ figures: ScenarioFigures) -> [String] {
    let errors = figures.steps.reduce(into: [String: Int]()) { $0.merge($1.failed, uniquingKeysWith: +) }
    let kinds = errors.sorted { $0.key < $1.key }.map {
      "\(Figures.count($0.value)) \(ErrorKind.words($0.key))"
    }
    let unfinished = figures.steps.reduce(0) { $0 + $1.unfinished }
    let all = kinds + (unfinished == 0 ? [] : ["\(Figures.count(unfinished)) without an answer at the end"])
    let generator = figures.load.generator
    let cpu = Double(generator.cpuUserNanoseconds + generator.cpuSystemNanoseconds)
    let each = figures.load.answered == 0 ? "n/a" : Figures.time(cpu / Double(figures.load.answered))
    let late = Percentile(99).of(figures.lateness).map {
      ["lateness: 99 % of the steps were begun within \(Figures.time(Double($0.bound))) of their time"]
        + tardiness(figures)
    }
    let limit = figures.hasReachedLimit ? ["a limit was reached: the run ended before its time"] : []
    let breaker = figures.breaker.map {
      [
        "the breaker opened \(Figures.count($0.openings, "time")) and kept requests back for \(Figures.short($0.seconds)) s: the figures are of a server that was spared"
      ]
    }
    return limit + (breaker ?? []) + (late ?? []) + figures.steps.compactMap(polled) + [
      "errors: " + (all.isEmpty ? "none" : all.joined(separator: ", ")),
      "seed \(figures.seed), run \(figures.run): the same seed gives the same users",
      "generator: \(each) of CPU per request, \(Figures.wholePercent(figures.load.generatorUtilisation)) of \(Figures.count(generator.threads, "thread")), \(generator.poller)",
    ]
  }
}

extension Histogram {
  /// The share of values that are larger, by the buckets' lower ends; 0 of none.
  fileprivate func share(above limit: UInt64) -> Double {
    let larger = entries.reduce(0) { $0 + ($1.lowestValue > limit ? $1.count : 0) }
    return count == 0 ? 0 : Double(larger) / Double(count)
  }
}
