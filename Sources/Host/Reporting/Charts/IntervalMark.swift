import Analysis

/// A value with its interval: a point on a bar.
struct IntervalMark {
  let look: Looks.Look
  let value: Double
  let interval: Interval?
  /// Whether nothing may be said of it yet: then the bar is dashed and the point open.
  let isOpen: Bool
  /// What it says in full; nil: that stands elsewhere.
  var title: String?

  func html(on scale: Scale, y: Int) -> HTML {
    let bar = interval.map { interval in
      "<line x1=\"\(Drawing.place(interval.low, on: scale))\" x2=\"\(Drawing.place(interval.high, on: scale))\" y1=\"\(y)\" y2=\"\(y)\"/>"
        as HTML
    }
    let point = Drawing.mark(look, x: Drawing.place(value, on: scale), y: "\(y)")
    let words = title.map { "<title>\($0)</title>" as HTML }
    return "<g class=\"mark \(look.name)\(isOpen ? " open" : "")\">\(words)\(bar)\(point)</g>"
  }
}
