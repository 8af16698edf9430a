import Analysis
import Glibc
import Record

/// Every cell of the first question, coloured by its ratio to the reference.
enum MatrixPart {
  static func section(_ model: PageModel) -> PageSection? {
    guard let question = model.questions.first else { return nil }
    let matrix = Heatmap(question, model)
    return PageSection(
      id: "matrix", name: "Matrix", finding: finding(question, model),
      reading: """
        <span data-say="measure">\(question.measure.goal.capitalisedFirst)</span>, coloured by the ratio to \
        <b data-say="reference">\(model.reference)</b>. A heading sorts; a cell opens all that is known of it, and its address is its link.
        """, body: Heatmap.scale + matrix.html)
  }

  private static func finding(_ question: Question, _ model: PageModel) -> HTML {
    let wins = Dictionary(grouping: question.contests.compactMap(\.contest.winner), by: \.self)
    let total = Figures.count(question.contests.count, "condition")
    guard let (best, own) = wins.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }) else {
      return "Under none of \(total) anybody is known to be better than every other"
    }
    let clear = wins.values.map(\.count).reduce(0, +)
    let others = clear == own.count ? "" : "; \(clear) have a winner"
    return "\(best) is better than every other under \(own.count) of \(total)\(others)"
  }
}

/// Conditions against participants.
struct Heatmap {
  private let question: Question
  private let model: PageModel

  init(_ question: Question, _ model: PageModel) {
    self.question = question
    self.model = model
  }

  var html: HTML {
    let heads = model.participants.map { participant -> HTML in
      "<th scope=\"col\" class=\"\(model.looks[participant].name)\" data-participant=\"\(participant)\"><span>\(model.name(participant))</span></th>"
    }
    let columns = model.participants.count + 1
    let rows = model.byCategory(question.contests) { $0.point.condition }.map { group -> HTML in
      let category = "c\(model.categories.firstIndex(of: group.name) ?? 0)"
      let head: HTML =
        "<tr class=\"category \(category)\"><th colspan=\"\(columns)\" scope=\"rowgroup\">\(group.name)</th></tr>"
      return head + group.items.map { row($0.point, $0.contest, category) }.joined()
    }
    return """
      <div class="wrap" tabindex="0"><table class="heatmap\(model.isDense ? " dense" : "")" id="heatmap">\
      <caption class="hidden">\(question.measure.title), condition by participant</caption>\
      <thead><tr><th scope="col">condition</th>\(heads)</tr></thead><tbody>\(rows)</tbody>\(foot)</table></div>
      """
  }

  private func row(_ point: Point, _ contest: Contest, _ category: String) -> HTML {
    let pairs = contest.pairs(with: model.reference)
    let cells = point.cells.map { cell($0, pairs[$0.participant], point, contest) }
    return
      "<tr class=\"\(category)\" data-condition=\"\(point.condition.id)\"><th scope=\"row\">\(point.condition.label)</th>\(cells)</tr>"
  }

  private func cell(_ cell: Cell, _ pair: Pair?, _ point: Point, _ contest: Contest) -> HTML {
    let look = model.looks[cell.participant].name
    let address = model.address(cell.participant, point.condition.id)
    guard let figure = cell.figures[question.measure.id] else {
      let words: HTML =
        model.isDense ? "✕<span class=\"hidden\"> \(cell.stateWords)</span>" : "\(cell.stateWords)"
      return
        "<td class=\"\(look) none\" id=\"\(address)\"><a href=\"#\(address)\"><span>\(words)</span></a></td>"
    }
    let interval = pair?.interval.map { " \(Figures.short($0.low))–\(Figures.short($0.high))" } ?? ""
    let ratio = pair.map { "\(Figures.short($0.ratio))×\(interval)" } ?? ""
    let star = contest.winner == cell.participant ? "★ " : ""
    let mark: HTML = pair.map { "<i>\(star)\($0.verdict.glyph)</i>" } ?? "<i>\(star)ref</i>"
    return """
      <td class="\(look) \(step(pair))" id="\(address)" data-v="\(figure.value)"><a href="#\(address)">\
      <i class="ratio">\(ratio)</i>\(mark)<b>\(question.measure.text(figure))</b></a></td>
      """
  }

  /// How far from 1 a ratio is, in nine steps from worse to better; hatched where nothing may be said.
  private func step(_ pair: Pair?) -> String {
    guard let pair else { return "" }
    guard pair.verdict != .equivalent else { return "equal" }
    let gain = question.measure.better == .lower ? 1 / pair.ratio : pair.ratio
    let size = Self.steps.count { abs(log(gain)) >= log($0) } + 1
    let isOpen = !pair.verdict.isDecided
    return "\(gain > 1 ? "better" : "worse")\(size)\(isOpen ? " open" : "")"
  }

  /// Where steps begin, as ratios.
  private static let steps = [1.1, 1.5, 4]

  private var foot: HTML {
    guard let standing = question.standing, model.findings.isCompared else { return "" }
    func row(_ title: String, _ value: (Standing.Row) -> String) -> HTML {
      let cells = standing.rows.map { row -> HTML in
        "<td class=\"\(model.looks[row.participant].name)\">\(value(row))</td>"
      }
      return "<tr><th scope=\"row\">\(title)</th>\(cells)</tr>"
    }
    let means = row("geometric mean") { $0.ratio.map { "\(Figures.short($0))×" } ?? "n/a" }
    return "<tfoot>\(means)\(row("won") { "\($0.won)" })</tfoot>"
  }

  /// What the colours mean.
  static var scale: HTML {
    let names = ["over 4×", "1.5–4×", "1.1–1.5×", "under 1.1×"]
    func steps(_ side: String, _ numbers: [Int]) -> HTML {
      numbers.map { "<span class=\"\(side)\($0)\">\(names[4 - $0])</span>" as HTML }.joined()
    }
    return """
      <p class="steps"><em>worse</em>\(steps("worse", [4, 3, 2, 1]))<span class="equal">equivalent</span>\
      \(steps("better", [1, 2, 3, 4]))<em>better</em><span class="better3 open">hatched</span><em>nothing may be said</em></p>
      """
  }
}
