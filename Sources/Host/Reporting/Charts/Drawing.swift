import Glibc

/// Pieces of charts. Places along an axis are in percent, so that charts are as wide as there is room, without a script.
enum Drawing {
  /// A number with at most so many digits after the dot, and no zeros at the end.
  static func number(_ value: Double, digits: Int = 1) -> String {
    let text = Figures.fixed(value, digits)
    guard text.contains(".") else { return text }
    let end = text.lastIndex { $0 != "0" } ?? text.startIndex
    return String(text[end] == "." ? text[..<end] : text[...end])
  }

  /// A place along a scale as an attribute's value, e.g. `12.5%`.
  static func place(_ value: Double, on scale: Scale, digits: Int = 1) -> String {
    number(scale.place(value), digits: digits) + "%"
  }

  /// Lines that values are read by; the one at `one` is an axis.
  static func grid(_ scale: Scale, ticks: [Double], one: Double? = nil) -> HTML {
    ticks.map { tick -> HTML in
      let x = place(tick, on: scale)
      let isOne = one.map { abs(tick - $0) < 1e-9 } ?? false
      return "<line class=\"\(isOne ? "one" : "grid")\" x1=\"\(x)\" x2=\"\(x)\" y1=\"0\" y2=\"100%\"/>"
    }.joined()
  }

  /// The words below or above ticks; those at the ends stay within. Every second one can be left out where there is little room.
  static func labels(_ scale: Scale, ticks: [Double], y: Int = 12, _ words: (Double) -> String) -> HTML {
    ticks.enumerated().map { index, tick -> HTML in
      let place = scale.place(tick)
      let anchor = place < 3 ? "start" : place > 97 ? "end" : "middle"
      let spare: HTML = index % 2 == 1 ? " class=\"spare\"" : ""
      return
        "<text\(spare) x=\"\(number(place))%\" y=\"\(y)\" text-anchor=\"\(anchor)\">\(words(tick))</text>"
    }.joined()
  }

  /// A stretch along the scale that means something as a whole.
  static func band(from low: Double, to high: Double, on scale: Scale) -> HTML {
    let (start, end) = (scale.place(low), scale.place(high))
    return
      "<rect class=\"band\" x=\"\(number(start))%\" width=\"\(number(end - start))%\" height=\"100%\"/>"
  }

  /// A participant's shape at a place.
  static func mark(_ look: Looks.Look, x: String, y: String) -> HTML {
    "<use href=\"#\(look.shape.id)\" x=\"\(x)\" y=\"\(y)\"/>"
  }

  /// The shapes, to be used by their ids; around the origin, 9 units wide.
  static var shapes: HTML { Looks.Shape.allCases.map(\.definition).joined() }
}

extension Looks.Shape {
  /// The id that marks refer to.
  var id: String { "s\(rawValue)" }

  fileprivate var definition: HTML {
    let outline: HTML = " fill=\"none\" stroke-width=\"2\""
    let body: HTML =
      switch self {
      case .disc: "<circle r=\"4.2\"/>"
      case .square: "<rect x=\"-3.8\" y=\"-3.8\" width=\"7.6\" height=\"7.6\"/>"
      case .diamond: "<path d=\"M0-5.2 5.2 0 0 5.2-5.2 0z\"/>"
      case .cross: "<path d=\"M-1.6-4.6h3.2v3h3v3.2h-3v3h-3.2v-3h-3v-3.2h3z\"/>"
      case .ring: "<circle r=\"3.4\"\(outline)/>"
      case .frame: "<rect x=\"-3.2\" y=\"-3.2\" width=\"6.4\" height=\"6.4\"\(outline)/>"
      }
    return "<g id=\"\(id)\">\(body)</g>"
  }
}
