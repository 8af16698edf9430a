import Glibc

/// Latency by percentile: how many of the requests are faster than what. Both axes are logarithmic, the horizontal one in the share of the
/// requests that are slower, so that the tail has as much room as the body.
struct PercentileChart {
  /// One participant's.
  struct Curve {
    /// A percentile with its value, in nanoseconds.
    struct Place {
      let percent: Double
      let value: Double
    }

    let look: Looks.Look
    /// What stands at its end.
    let name: String
    /// From the lowest percentile on; it ends where requests end.
    let places: [Place]
    /// What a client would have told that waits its turn; empty: not known.
    let uncorrected: [Place]
    /// The least and the greatest block at a percentile.
    let band: [(percent: Double, low: Double, high: Double)]
    /// The blocks at a percentile.
    let blocks: [Place]
    /// Whether it is one of those that are named.
    let isNamed: Bool
    /// All of it in words.
    let words: String
  }

  /// The percentiles that curves are drawn through: the share that is slower falls by equal factors.
  static let percents: [Double] = (0...15).map { step in
    100 * (1 - pow(10, -(first + (last - first) * Double(step) / 15)))
  }

  private static let first = -log10(1 - 0.5)
  private static let last = -log10(1 - 0.999)
  private static let (left, right, top, bottom) = (46.0, 250.0, 8.0, 172.0)
  private static let ticks = [50, 90, 99, 99.9]

  let scale: Scale
  /// The id of the grid that all charts of the scale share.
  let gridID: String

  /// A scale that has room for all of the curves; nil without any.
  static func scale(for curves: [Curve]) -> Scale? {
    Scale(.logarithmic, over: curves.flatMap { ($0.places + $0.uncorrected).map(\.value) })
  }

  /// The grid with its words.
  var grid: HTML {
    let lines = scale.ticks(atMost: 6).map { tick -> HTML in
      let y = y(tick)
      return """
        <line class="grid" x1="\(number(Self.left))" x2="\(number(Self.right))" y1="\(number(y))" y2="\(number(y))"/>\
        <text x="\(number(Self.left - 5))" y="\(number(y + 3.5))" text-anchor="end">\(Figures.tick(Figures.time(tick)))</text>
        """
    }
    let columns = Self.ticks.map { percent -> HTML in
      let x = x(percent)
      return """
        <line class="grid" x1="\(number(x))" x2="\(number(x))" y1="\(number(Self.top))" y2="\(number(Self.bottom))"/>\
        <text x="\(number(x))" y="\(number(Self.bottom + 14))" text-anchor="middle">\(Drawing.number(percent)) %</text>
        """
    }
    return "<g id=\"\(gridID)\">\(lines)\(columns)</g>"
  }

  /// The chart of some curves; what is named is drawn last.
  func html(_ curves: [Curve], title: String) -> HTML {
    let drawn = curves.filter { !$0.places.isEmpty }
    let ordered = drawn.filter { !$0.isNamed } + drawn.filter(\.isNamed)
    return """
      <svg class="percentiles" viewBox="0 0 322 192" role="img" aria-label="\(title)"><use href="#\(gridID)"/>\
      \(ordered.map(curve))\(names(drawn.filter(\.isNamed)))</svg>
      """
  }

  private func curve(_ curve: Curve) -> HTML {
    guard curve.isNamed else {
      return
        "<g class=\"mark other \(curve.look.name)\"><title>\(curve.words)</title><path d=\"\(path(curve.places))\"/></g>"
    }
    let edges =
      curve.band.map { Curve.Place(percent: $0.percent, value: $0.high) }
      + curve.band.reversed().map { Curve.Place(percent: $0.percent, value: $0.low) }
    let band: HTML = edges.isEmpty ? "" : "<path class=\"area\" d=\"\(path(edges))z\"/>"
    let blocks: HTML =
      curve.blocks.isEmpty
      ? ""
      : "<path class=\"dots\" d=\"\(curve.blocks.map { "M\(point($0))h0" }.joined())\"/>"
    let uncorrected: HTML =
      curve.uncorrected.isEmpty ? "" : "<path class=\"dashed\" d=\"\(path(curve.uncorrected))\"/>"
    return """
      <g class="mark \(curve.look.name)"><title>\(curve.words)</title>\(band)\(blocks)\(uncorrected)\
      <path d="\(path(curve.places))"/></g>
      """
  }

  /// Names at the ends of their curves, far enough apart to be read.
  private func names(_ curves: [Curve]) -> HTML {
    let room = 12.5
    let ends = curves.compactMap { curve in curve.places.last.map { (curve, y($0.value), x($0.percent)) } }
      .sorted { $0.1 < $1.1 }
    var places: [Double] = []
    for end in ends { places.append(max(end.1, (places.last ?? -.infinity) + room)) }
    // What is pushed out at the bottom pushes the others up.
    var limit = Self.bottom + 2
    for index in places.indices.reversed() {
      places[index] = min(places[index], limit)
      limit = places[index] - room
    }
    return zip(ends, places).map { end, place -> HTML in
      """
      <line class="lead \(end.0.look.name)" x1="\(number(end.2 + 2))" x2="\(number(Self.right + 8))" y1="\(number(end.1))" y2="\(number(place))"/>\
      <text class="name \(end.0.look.name)" x="\(number(Self.right + 11))" y="\(number(place + 3.5))">\(end.0.name)</text>
      """
    }.joined()
  }

  private func path(_ places: [Curve.Place]) -> String { "M" + places.map(point).joined(separator: " ") }

  private func point(_ place: Curve.Place) -> String {
    "\(number(x(place.percent))) \(number(y(place.value)))"
  }

  private func x(_ percent: Double) -> Double {
    let place = -log10(1 - min(percent, 99.9) / 100)
    return Self.left + (place - Self.first) / (Self.last - Self.first) * (Self.right - Self.left)
  }

  private func y(_ value: Double) -> Double {
    Self.bottom - scale.place(value) / 100 * (Self.bottom - Self.top)
  }

  private func number(_ value: Double) -> String { Drawing.number(value) }
}

extension Figures {
  /// The words of a tick, which is a round number: without the zeros that measured values have, e.g. `5 ms` for `5.00 ms`.
  static func tick(_ words: String) -> String {
    words.replacing(/(\d)\.0+(?=\D|$)/) { "\($0.1)" }.replacing(/(\.\d*?[1-9])0+(?=\D|$)/) { "\($0.1)" }
  }
}
