import Analysis
import Glibc
import Record

/// The blocks themselves: every observation of the first question around its cell's mean, and how apps came to their pace before.
struct BlocksPart {
  private let model: PageModel
  private let question: Question
  /// Everybody, and the twin.
  private let participants: [Key<Participant>]
  /// As far from the mean as strips reach, as a logarithm.
  private let reach: Double

  static func section(_ model: PageModel) -> PageSection? {
    guard let question = model.questions.first, !question.contests.isEmpty else { return nil }
    let part = BlocksPart(model, question)
    return PageSection(
      id: "blocks", name: "Blocks", finding: part.finding,
      reading: """
        Each dot is \(question.measure.title) of one block over the cell's geometric mean, in the order in which the blocks took place; \
        every strip reaches ±\(Figures.wholePercent(exp(part.reach) - 1)), and what lies beyond stands at its edge. A cross failed a gate of integrity or does not \
        count. The twin is the reference a second time. A slope would mean that the machine changed.
        """, body: part.table + WarmupCurves(model).html)
  }

  private init(_ model: PageModel, _ question: Question) {
    self.model = model
    self.question = question
    participants = model.participants + [model.plan.twin?.id].compactMap(\.self)
    let table = model.table
    let names = participants
    let deviations = question.contests.flatMap { contest in
      names.flatMap { participant in
        Strip(table[participant, contest.point.condition.id], question.measure).deviations.map(abs)
      }
    }.sorted()
    let most = deviations.isEmpty ? 0.1 : deviations[Int(Double(deviations.count - 1) * 0.985)]
    reach = log(1 + ([0.03, 0.05, 0.1, 0.2, 0.3, 0.5].first { log(1 + $0) >= most } ?? 1))
  }

  private var finding: HTML {
    let cells = question.contests.flatMap { contest in
      contest.point.cells.compactMap { cell in
        cell.figures[question.measure.id]?.coefficientOfVariation.map { ($0, cell, contest.point.condition) }
      }
    }
    guard let least = cells.min(by: { $0.0 < $1.0 }), let most = cells.max(by: { $0.0 < $1.0 }) else {
      return "Too few blocks to see how they vary"
    }
    return
      "The same cell again and again varies by \(Figures.percent(least.0)) at the least (\(least.1.participant), \(least.2.label)) and \(Figures.percent(most.0)) at the most (\(most.1.participant), \(most.2.label))"
  }

  private var table: HTML {
    let heads = participants.map { participant -> HTML in
      "<th scope=\"col\" class=\"\(model.looks[participant].name)\"><span>\(model.name(participant))</span></th>"
    }
    func table(_ contests: [(point: Point, contest: Contest)]) -> HTML {
      let rows = contests.map { contest -> HTML in
        let condition = contest.point.condition
        let strips = participants.map { participant -> HTML in
          let strip = Strip(model.table[participant, condition.id], question.measure)
          let words = model.isDense ? nil : "\(participant), \(condition.label): \(words(strip))"
          return
            "<td class=\"\(model.looks[participant].name)\">\(strip.html(reach: reach, isSmall: model.isDense, words))</td>"
        }
        return
          "<tr class=\"\(model.category(condition))\"><th scope=\"row\">\(condition.label)</th>\(strips)</tr>"
      }
      return """
        <div class="wrap" tabindex="0"><table class="strips\(model.isDense ? " dense" : "")"><thead><tr><th scope="col">condition</th>\(heads)</tr></thead>\
        <tbody>\(rows)</tbody></table></div>
        """
    }
    guard model.isDense else { return table(question.contests) }
    return model.groups(question.contests, { $0.point.condition }) { table($0) }
  }

  private func words(_ strip: Strip) -> String {
    let values = strip.observed.map(\.value)
    guard let least = values.min(), let most = values.max() else { return "no observation" }
    let lost = strip.lost.isEmpty ? "" : ", \(strip.lost.count) do not count"
    return
      "\(Figures.count(values.count, "block")), \(question.measure.text(least)) to \(question.measure.text(most))\(lost)"
  }
}

/// The blocks of one cell.
private struct Strip {
  /// Those that are observations.
  let observed: [(block: Int, value: Double)]
  /// Those that are none.
  let lost: [(block: Int, value: Double)]
  private let mean: Double

  init(_ entries: [BlockTable.Entry], _ measure: Measure) {
    let values = entries.compactMap { entry in
      entry.trial.figures[measure.id].flatMap {
        $0 > 0 ? (entry.isObservation, (entry.trial.block, $0)) : nil
      }
    }
    observed = values.filter(\.0).map(\.1)
    lost = values.filter { !$0.0 }.map(\.1)
    let counted = (observed.isEmpty ? lost : observed).map { log($0.value) }
    mean = counted.reduce(0, +) / Double(max(1, counted.count))
  }

  /// How far observations are from their mean, as logarithms.
  var deviations: [Double] { observed.map { log($0.value) - mean } }

  /// The strip; of blocks that reach out so far.
  func html(reach: Double, isSmall: Bool, _ words: String?) -> HTML {
    let (width, height) = isSmall ? (40.0, 20.0) : (170.0, 40.0)
    let last = Double(max(1, (observed + lost).map(\.block).max() ?? 1))
    func place(_ entry: (block: Int, value: Double)) -> (x: Double, y: Double) {
      let deviation = min(1, max(-1, (log(entry.value) - mean) / reach))
      return (4 + Double(entry.block) / last * (width - 8), height / 2 - deviation * (height / 2 - 3))
    }
    func text(_ place: (x: Double, y: Double)) -> String {
      "\(Drawing.number(place.x, digits: isSmall ? 0 : 1)) \(Drawing.number(place.y))"
    }
    let places = observed.map(place).map(text)
    let line: HTML =
      isSmall || places.count < 2 ? "" : "<path class=\"thread\" d=\"M\(places.joined(separator: " "))\"/>"
    let dots: HTML =
      places.isEmpty ? "" : "<path class=\"dots\" d=\"\(places.map { "M\($0)h0" }.joined())\"/>"
    let crosses = lost.map(place).map {
      "M\(Drawing.number($0.x - 2)) \(Drawing.number($0.y - 2))l4 4m0-4l-4 4"
    }
    let lost: HTML = crosses.isEmpty ? "" : "<path class=\"lost\" d=\"\(crosses.joined())\"/>"
    let label: HTML = words.map { " role=\"img\" aria-label=\"\($0)\"" } ?? " aria-hidden=\"true\""
    let title = words.map { "<title>\($0)</title>" as HTML }
    return
      "<svg viewBox=\"0 0 \(Drawing.number(width)) \(Drawing.number(height))\"\(label)>\(title)\(line)\(dots)\(lost)</svg>"
  }
}

/// How apps came to their pace: the pilots' windows over what their workloads came to in the end.
struct WarmupCurves {
  private let model: PageModel
  private static let (width, height, left, bottom) = (322.0, 128.0, 34.0, 20.0)
  /// As high as charts reach.
  private static let most = 1.35

  init(_ model: PageModel) { self.model = model }

  var html: HTML {
    let figures = model.participants.compactMap { participant in
      model.plan.participant(participant).flatMap { model.record.pilot(of: $0) }.map { figure($0) }
    }
    guard !figures.isEmpty else { return "" }
    let body: HTML = """
      <p class="reading">Each app alone, before the blocks: a dot is one window of \(Figures.time(Pilot.windowSeconds * 1e9)) \
      over what its workload came to in the end. The line is where it had found its pace.</p><div class="warmups">\(figures)</div>
      """
    return model.isDense
      ? "<details class=\"group\"><summary>Warm-up</summary>\(body)</details>"
      : "<h3>Warm-up</h3>\(body)"
  }

  private func figure(_ pilot: Pilot) -> HTML {
    let look = model.looks[pilot.participant].name
    let capacities = pilot.capacities
    let end = Double(pilot.windows.last?.endNanoseconds ?? 1)
    func x(_ time: Double) -> Double { Self.left + time / end * (Self.width - Self.left - 8) }
    func y(_ share: Double) -> Double {
      Self.height - Self.bottom - min(share, Self.most) / Self.most * (Self.height - Self.bottom - 8)
    }
    let lines = [0, 0.5, 1].map { share -> HTML in
      let place = Drawing.number(y(share))
      return """
        <line class="\(share == 1 ? "axis" : "grid")" x1="\(Drawing.number(Self.left))" x2="\(Drawing.number(Self.width - 8))" y1="\(place)" y2="\(place)"/>\
        <text x="\(Drawing.number(Self.left - 4))" y="\(Drawing.number(y(share) + 3.5))" text-anchor="end">\(Drawing.number(share))×</text>
        """
    }
    let times = Scale(.linear, over: [0, end], padding: 0)?.ticks(atMost: 5) ?? []
    let labels = times.map { time -> HTML in
      "<text x=\"\(Drawing.number(x(time)))\" y=\"\(Drawing.number(Self.height - 5))\" text-anchor=\"middle\">\(time == 0 ? "0" : Figures.tick(Figures.time(time)))</text>"
    }
    let dots = pilot.windows.compactMap { window in
      capacities[window.workload].flatMap { capacity in
        capacity > 0
          ? "M\(Drawing.number(x(Double(window.endNanoseconds)), digits: 0)) \(Drawing.number(y(window.requestsPerSecond / capacity)))h0"
          : nil
      }
    }
    let steady = pilot.steady.map { steady -> HTML in
      let place = Drawing.number(x(Double(steady.nanoseconds)))
      return
        "<line class=\"steady\" x1=\"\(place)\" x2=\"\(place)\" y1=\"4\" y2=\"\(Drawing.number(Self.height - Self.bottom))\"/>"
    }
    let words =
      pilot.steady.map { steady in
        steady.nanoseconds == 0
          ? "at its pace at once" : "at its pace after \(Figures.time(Double(steady.nanoseconds)))"
      } ?? "never at its pace"
    return """
      <figure class="\(look)"><figcaption>\(model.name(pilot.participant)) <small>\(words)</small></figcaption>\
      <svg viewBox="0 0 \(Drawing.number(Self.width)) \(Drawing.number(Self.height))" role="img" aria-label="Warm-up of \(pilot.participant): \(words)">\
      \(lines)\(labels)<path class="dots" d="\(dots.joined())"/>\(steady)</svg></figure>
      """
  }
}
