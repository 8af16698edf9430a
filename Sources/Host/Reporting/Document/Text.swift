/// Words of a document, some of them stressed; written like a string: `"run \(code: id), \(strong: verdict)"`.
package struct Text: Equatable, Sendable {
  /// Words of one kind.
  package enum Span: Equatable, Sendable {
    /// As they are.
    case plain(String)
    /// What nobody should miss.
    case strong(String)
    /// A term.
    case emphasis(String)
    /// Something typed, or the name of a file.
    case code(String)
    /// What leads to a file beside the document.
    case link(String, to: String)

    /// Its words.
    package var words: String {
      switch self {
      case .plain(let words), .strong(let words), .emphasis(let words), .code(let words),
        .link(let words, _):
        words
      }
    }

    /// Other words of the same kind.
    func with(_ words: String) -> Span {
      switch self {
      case .plain: .plain(words)
      case .strong: .strong(words)
      case .emphasis: .emphasis(words)
      case .code: .code(words)
      case .link(_, let place): .link(words, to: place)
      }
    }

    /// Both as one; nil when they are of different kinds.
    func joined(with other: Span, separator: String = "") -> Span? {
      with("") == other.with("") ? with(words + separator + other.words) : nil
    }
  }

  /// The words, in their order.
  package private(set) var spans: [Span]

  /// Words without stress.
  package init(_ plain: String) { spans = plain.isEmpty ? [] : [.plain(plain)] }

  /// Words of one kind.
  package init(_ span: Span) { spans = [span] }

  /// Words that lead to a file beside the document.
  static func link(_ words: String, to place: String) -> Text { Text(.link(words, to: place)) }

  /// Words of several kinds.
  init(_ spans: [Span]) { self.spans = spans }

  /// The words alone.
  package var plain: String { spans.map(\.words).joined() }

  /// One after the other.
  package static func + (first: Text, second: Text) -> Text {
    var joined = first
    for span in second.spans { joined.append(span) }
    return joined
  }

  /// Adds words; those of one kind are one span, so that equal texts are equal however they were put together.
  private mutating func append(_ span: Span) {
    guard let last = spans.last, let both = last.joined(with: span) else { return spans.append(span) }
    spans[spans.count - 1] = both
  }
}

extension [Text] {
  /// All of them, with a separator between.
  package func joined(separator: String) -> Text {
    enumerated().reduce(Text("")) { all, next in
      next.offset == 0 ? next.element : all + Text(separator) + next.element
    }
  }
}

extension Text: ExpressibleByStringInterpolation {
  /// Collects the spans of a literal.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = Text("")

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ literal: String) { text = text + Text(literal) }

    package mutating func appendInterpolation(_ words: Text) { text = text + words }

    package mutating func appendInterpolation(_ words: some CustomStringConvertible) {
      text = text + Text(words.description)
    }

    package mutating func appendInterpolation(strong words: String) { text = text + Text(.strong(words)) }

    package mutating func appendInterpolation(emphasis words: String) {
      text = text + Text(.emphasis(words))
    }

    package mutating func appendInterpolation(code words: String) { text = text + Text(.code(words)) }
  }

  package init(stringLiteral words: String) { self.init(words) }

  package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.text }
}
