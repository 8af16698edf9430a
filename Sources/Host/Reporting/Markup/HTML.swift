/// Markup, HTML or SVG. What a literal has is markup; words that are put into it are escaped, so that nothing in them is taken for any.
struct HTML: Equatable, Sendable {
  /// The markup itself.
  private(set) var source: String

  /// Words, escaped.
  init(words: some StringProtocol) { source = Self.escaped(words) }

  private init(source: String) { self.source = source }

  /// Markup as it is, e.g. a script of ours.
  static func verbatim(_ source: String) -> HTML { HTML(source: source) }

  static func + (first: HTML, second: HTML) -> HTML { HTML(source: first.source + second.source) }

  static func += (first: inout HTML, second: HTML) { first.source += second.source }

  /// The same with figures that are not torn from their units or signs at the end of a line.
  var unbroken: HTML {
    .verbatim(source.replacing(/(\d) (%|ns|µs|ms|s|B|kB|MB|GB)(?![\w\/])/) { "\($0.1)\u{202F}\($0.2)" })
  }

  private static func escaped(_ words: some StringProtocol) -> String {
    guard words.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || "&<>\"".utf8.contains($0) }) else {
      return String(words)
    }
    return words.unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "\t", "\n", "\r": text.unicodeScalars.append(scalar)
      // Neither HTML nor XML has a place for other control characters, such as colours of a terminal.
      case "\u{0}"..."\u{1f}", "\u{7f}": break
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}

extension HTML: ExpressibleByStringInterpolation {
  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var source = ""

    init(literalCapacity: Int, interpolationCount: Int) { source.reserveCapacity(2 * literalCapacity) }

    mutating func appendLiteral(_ literal: String) { source += literal }

    mutating func appendInterpolation(_ markup: HTML) { source += markup.source }

    /// nil is nothing.
    mutating func appendInterpolation(_ markup: HTML?) { source += markup?.source ?? "" }

    mutating func appendInterpolation(_ parts: [HTML]) { for part in parts { source += part.source } }

    mutating func appendInterpolation(_ words: some CustomStringConvertible) {
      source += HTML.escaped(words.description)
    }
  }

  init(stringLiteral markup: String) { source = markup }

  init(stringInterpolation: StringInterpolation) { source = stringInterpolation.source }
}

extension [HTML] {
  /// All of them, one after the other.
  func joined(separator: HTML = "") -> HTML { .verbatim(map(\.source).joined(separator: separator.source)) }
}
