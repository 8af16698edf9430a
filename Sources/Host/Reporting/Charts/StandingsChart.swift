import Analysis
import Record

/// Everybody over all conditions, as a picture that stands alone: for a code host, which shows no page.
struct StandingsChart {
  /// The paper that it is shown on.
  enum Theme: String, CaseIterable {
    case light, dark

    fileprivate var ink: String { self == .light ? "#1a1d23" : "#e9e7e2" }

    fileprivate var soft: String { self == .light ? "#5a616e" : "#a5abb6" }

    fileprivate var grid: String { self == .light ? "#e4e1da" : "#2d323b" }

    fileprivate func colour(_ paint: Looks.Paint) -> String {
      self == .light ? paint.light.hex : paint.dark.hex
    }
  }

  private static let (width, left, right, head, row) = (860, 190, 190, 56, 26)

  private let model: PageModel
  private let question: Question
  private let rows: [Standing.Row]
  private let scale: Scale

  /// A picture of each family, by the first of its measures.
  static func all(of model: PageModel) -> [StandingsChart] {
    model.comparison.families.compactMap { family in
      model.questions.first { $0.family.family == family.family }.flatMap { StandingsChart(model, $0) }
    }
  }

  /// nil of one participant alone, and without an overall ratio.
  private init?(_ model: PageModel, _ question: Question) {
    guard model.findings.isCompared, let standing = question.standing else { return nil }
    let rows = RankedStandings.sorted(standing.rows, by: question.measure).filter { $0.ratio != nil }
    let ends = rows.flatMap { [$0.ratio, $0.interval?.low, $0.interval?.high].compactMap(\.self) }
    guard rows.count > 1, let scale = Scale(.logarithmic, over: ends + [1]) else { return nil }
    (self.model, self.question, self.rows, self.scale) = (model, question, rows, scale)
  }

  /// What it shows.
  var title: String {
    "\(question.family.title): \(question.measure.goal), ratios to \(model.reference) over all conditions, with 95 % intervals"
  }

  /// Where it is below the run's folder.
  func fileName(_ theme: Theme) -> String {
    "pictures/\(question.family.family.fileName)-\(theme.rawValue).svg"
  }

  /// The picture on the paper of a theme.
  func svg(_ theme: Theme) -> HTML {
    let height = Self.head + Self.row * rows.count + 12
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.width) \(height)" width="\(Self.width)" height="\(height)" \
      role="img" aria-label="\(title)" font-family="system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif" font-size="13"><title>\(title)</title>
      <defs>\(Drawing.shapes)</defs><text x="0" y="14" font-weight="600" fill="\(theme.ink)">\(title)</text>
      \(axis(theme, height))\(rows.enumerated().map { row($1, $0, theme) })</svg>

      """
  }

  private func x(_ value: Double) -> String {
    Drawing.number(Double(Self.left) + scale.place(value) / 100 * Double(Self.width - Self.left - Self.right))
  }

  private func axis(_ theme: Theme, _ height: Int) -> HTML {
    scale.ticks(atMost: 8).map { tick -> HTML in
      let place = x(tick)
      let colour = abs(tick - 1) < 1e-9 ? theme.ink : theme.grid
      return """
        <line x1="\(place)" x2="\(place)" y1="\(Self.head - 8)" y2="\(height - 8)" stroke="\(colour)"/>\
        <text x="\(place)" y="\(Self.head - 14)" text-anchor="middle" font-size="11" fill="\(theme.soft)">\(Figures.tick("\(Figures.short(tick))×"))</text>

        """
    }.joined()
  }

  private func row(_ row: Standing.Row, _ index: Int, _ theme: Theme) -> HTML {
    let y = Self.head + Self.row * index + Self.row / 2
    let look = model.looks[row.participant]
    let colour = theme.colour(look.colours)
    let ratio = row.ratio ?? 1
    let bar = row.interval.map { interval in
      "<line x1=\"\(x(interval.low))\" x2=\"\(x(interval.high))\" y1=\"\(y)\" y2=\"\(y)\" stroke=\"\(colour)\" stroke-width=\"2.2\"/>"
        as HTML
    }
    let words =
      row.participant == model.reference ? "the reference" : PairWords.ratio(ratio, row.interval)
    let verdict = question.standing?.pair(row.participant, over: model.reference)?.verdict.mark ?? ""
    return """
      <g fill="\(colour)" stroke="\(colour)">\(bar)<use href="#\(look.shape.id)" x="\(x(ratio))" y="\(y)"/></g>\
      <text x="\(Self.left - 14)" y="\(y + 4)" text-anchor="end" fill="\(theme.ink)">\(row.participant)</text>\
      <text x="\(Self.width - Self.right + 14)" y="\(y + 4)" fill="\(theme.ink)">\(words) \(verdict)</text>

      """
  }
}
