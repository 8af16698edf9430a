import Analysis
import Record

/// What a request costs: every measure of the first family of which less is better and that is no latency, side by side.
struct CostPart {
  private let model: PageModel
  private let family: FamilyComparison
  private let measures: [Measure]

  static func section(_ model: PageModel) -> PageSection? {
    guard let part = CostPart(model) else { return nil }
    return PageSection(
      id: "cost", name: "Cost", finding: part.finding,
      reading: """
        One mark for each participant and condition; left and low is cheap. All axes are logarithmic. Memory is that of the whole process \
        tree when a window ends, and processor time that of all of it; per request/s is the memory held for each answer in a second.
        """, body: part.map + part.rows)
  }

  /// nil when nothing is told of costs.
  private init?(_ model: PageModel) {
    guard let family = model.comparison.families.first else { return nil }
    self.model = model
    self.family = family
    measures = model.findings.names.measures(of: family.family).filter { measure in
      measure.better == .lower && measure.aggregation == .mean && Self.varies(measure, family)
    }
    if measures.isEmpty { return nil }
  }

  /// Whether a measure depends on the condition; one that is the same under all of them is no cost of a request.
  private static func varies(_ measure: Measure, _ family: FamilyComparison) -> Bool {
    let values = family.points.flatMap(\.cells).compactMap { cell in
      cell.figures[measure.id].map { (cell.participant, $0.value) }
    }
    return Dictionary(grouping: values, by: \.0).values.contains { Set($0.map(\.1)).count > 1 }
  }

  private func value(_ participant: Key<Participant>, _ point: Point, _ measure: Measure) -> Double? {
    point.cell(participant)?.figures[measure.id].flatMap { $0.value > 0 ? $0.value : nil }
  }

  private func values(_ measure: Measure) -> [Double] {
    family.points.flatMap { point in model.participants.compactMap { value($0, point, measure) } }
  }

  private var finding: HTML {
    let ends = measures.prefix(2).compactMap { measure -> String? in
      let all = family.points.flatMap { point in
        model.participants.compactMap { participant in
          value(participant, point, measure).map { (participant, $0) }
        }
      }
      guard let least = all.min(by: { $0.1 < $1.1 }), let most = all.max(by: { $0.1 < $1.1 }) else {
        return nil
      }
      return
        "\(measure.title): \(measure.text(least.1)) (\(least.0)) to \(measure.text(most.1)) (\(most.0))"
    }
    return "\(ends.joined(separator: "; "))"
  }

  /// The first two measures against each other; nothing of one alone.
  private var map: HTML {
    guard measures.count > 1, let x = Scale(.logarithmic, over: values(measures[0]), padding: 0.06),
      let y = Scale(.logarithmic, over: values(measures[1]), padding: 0.1)
    else { return "" }
    let map = CostMap(x: x, y: y, measures: (measures[0], measures[1]), model: model)
    let marks = model.participants.map { participant in
      (
        participant: participant,
        places: family.points.compactMap { point in
          value(participant, point, measures[0]).flatMap { first in
            value(participant, point, measures[1]).map { (x: first, y: $0) }
          }
        }
      )
    }
    return map.html(marks)
  }

  /// A row for each condition, a line for each measure.
  private var rows: HTML {
    let scales = measures.compactMap { measure in
      Scale(.logarithmic, over: values(measure), padding: 0.05).map { (measure, $0) }
    }
    let heads = scales.map { measure, _ in "<span><b>\(measure.title)</b></span>" as HTML }
    let axes = scales.map { measure, scale in
      let labels = Drawing.labels(scale, ticks: scale.ticks(atMost: 4), y: 11) {
        Figures.tick(measure.unit.text($0))
      }
      return "<svg height=\"16\" aria-hidden=\"true\">\(labels)</svg>" as HTML
    }
    let body = model.groups(family.points, { $0.condition }) { points in
      points.map { point -> HTML in
        let lines = scales.map { measure, scale in line(point, measure, scale) }
        return
          "<div class=\"row \(model.category(point.condition))\" data-condition=\"\(point.condition.id)\"><span>\(point.condition.label)</span>\(lines)</div>"
      }.joined()
    }
    return """
      <div class="costs" style="--columns:\(scales.count)"><div class="row head"><span>condition</span>\(heads)</div>\
      <div class="row axes"><span></span>\(axes)</div>\(body)</div>
      """
  }

  private func line(_ point: Point, _ measure: Measure, _ scale: Scale) -> HTML {
    let marks = model.participants.compactMap { participant in
      value(participant, point, measure).map { value -> HTML in
        let look = model.looks[participant]
        let mark = Drawing.mark(look, x: Drawing.place(value, on: scale), y: "10")
        // Titles of thousands of marks would be a third of the page; the script says the same.
        let title: HTML = model.isDense ? "" : "<title>\(participant): \(measure.text(value))</title>"
        return "<g class=\"mark \(look.name)\">\(title)\(mark)</g>"
      }
    }
    return "<svg height=\"20\">\(marks)</svg>"
  }
}

/// Two measures of all cells against each other.
private struct CostMap {
  let x: Scale
  let y: Scale
  let measures: (x: Measure, y: Measure)
  let model: PageModel

  private static let (width, left, bottom) = (900.0, 64.0, 34.0)

  private var height: Double { model.isDense ? 360 : 220 }

  private func across(_ value: Double) -> Double {
    Self.left + x.place(value) / 100 * (Self.width - Self.left - 20)
  }

  private func down(_ value: Double) -> Double {
    height - Self.bottom - y.place(value) / 100 * (height - Self.bottom - 14)
  }

  func html(_ marks: [(participant: Key<Participant>, places: [(x: Double, y: Double)])]) -> HTML {
    let rows = y.ticks(atMost: 5).map { tick -> HTML in
      let place = number(down(tick))
      return """
        <line class="grid" x1="\(number(Self.left))" x2="\(number(Self.width - 20))" y1="\(place)" y2="\(place)"/>\
        <text x="\(number(Self.left - 6))" y="\(number(down(tick) + 4))" text-anchor="end">\(Figures.tick(measures.y.unit.text(tick)))</text>
        """
    }
    let columns = x.ticks(atMost: 7).map { tick -> HTML in
      let place = number(across(tick))
      return """
        <line class="grid" x1="\(place)" x2="\(place)" y1="14" y2="\(number(height - Self.bottom))"/>\
        <text x="\(place)" y="\(number(height - Self.bottom + 15))" text-anchor="middle">\(Figures.tick(measures.x.unit.text(tick)))</text>
        """
    }
    let dots = marks.map { mark -> HTML in
      let look = model.looks[mark.participant]
      let uses = mark.places.map { Drawing.mark(look, x: number(across($0.x)), y: number(down($0.y))) }
      return "<g class=\"mark \(look.name)\"><title>\(mark.participant)</title>\(uses)</g>"
    }
    return """
      <div class="wrap map" tabindex="0"><svg viewBox="0 0 \(number(Self.width)) \(number(height))" role="img" \
      aria-label="\(measures.x.title) against \(measures.y.title), one mark per cell">\(rows)\(columns)\
      <text x="\(number(Self.width - 20))" y="\(number(height - 4))" text-anchor="end">\(measures.x.title) →</text>\
      <text x="\(number(Self.left))" y="9">↑ \(measures.y.title)</text>\(dots)\(names(marks))</svg></div>
      """
  }

  /// A name above or beside each participant's marks, where there is room for it.
  private func names(_ marks: [(participant: Key<Participant>, places: [(x: Double, y: Double)])]) -> HTML {
    var taken: [(x: ClosedRange<Double>, y: Double)] = []
    return marks.compactMap { mark -> HTML? in
      let places = mark.places.map { (across($0.x), down($0.y)) }
      guard let top = places.map(\.1).min() else { return nil }
      let middle = places.map(\.0).reduce(0, +) / Double(places.count)
      let name = model.short(mark.participant)
      let half = Double(name.count) * 3.4 + 4
      let rows = [0, -12, -24, -36].map { top - 10 + $0 } + [12, 24, 36, 48].map { top - 10 + $0 }
      let x = min(max(middle, Self.left + half), Self.width - half)
      let y = rows.first { y in
        y > 10 && y < height - Self.bottom
          && !taken.contains { abs($0.y - y) < 12 && $0.x.overlaps(x - half...x + half) }
      }
      guard let y else { return nil }
      taken.append((x - half...x + half, y))
      let look = model.looks[mark.participant].name
      return
        "<text class=\"name \(look)\" x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"middle\">\(name)</text>"
    }.joined()
  }

  private func number(_ value: Double) -> String { Drawing.number(value) }
}
