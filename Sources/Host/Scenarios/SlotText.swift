import Foundation

/// A text with places for values: `Project {{iteration}} of {{user.key}}`. Two braces that are no place are written as four.
package struct SlotText: Equatable, Sendable {
  /// A part of it.
  package enum Part: Equatable, Sendable {
    case text(String)
    /// The name of what is inserted.
    case slot(String)
  }

  /// In their order; neighbours are never two texts.
  package let parts: [Part]

  /// A text that is always the same.
  package static func constant(_ text: String) -> SlotText { SlotText(text.isEmpty ? [] : [.text(text)]) }

  private init(_ parts: [Part]) { self.parts = parts }

  /// Reads a text as it is written; nil: a place has no end, or its name is none.
  package init?(_ written: String) {
    var (parts, text, rest) = ([Part](), "", written[...])
    while let braces = rest.range(of: "{{") {
      text += rest[..<braces.lowerBound]
      rest = rest[braces.upperBound...]
      if rest.hasPrefix("{{") {
        text += "{{"
        rest = rest.dropFirst(2)
        continue
      }
      guard let end = rest.range(of: "}}") else { return nil }
      let name = rest[..<end.lowerBound].trimmingPrefix { $0 == " " }
      let trimmed = String(name.reversed().drop { $0 == " " }.reversed())
      guard Self.isName(trimmed) else { return nil }
      if !text.isEmpty { parts.append(.text(text)) }
      text = ""
      parts.append(.slot(trimmed))
      rest = rest[end.upperBound...]
    }
    text += rest
    self.init(parts + (text.isEmpty ? [] : [.text(text)]))
  }

  /// Whether something may be inserted by this name: letters, digits, `_` and points between them; three points before it insert a list.
  static func isName(_ name: String) -> Bool {
    let parts = (name.hasPrefix("...") ? name.dropFirst(3) : name[...]).split(
      separator: ".", omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      !part.isEmpty
        && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
    }
  }

  /// The names of what is inserted, in their order.
  package var slots: [String] {
    parts.compactMap { if case .slot(let name) = $0 { name } else { nil } }
  }

  /// The text, if nothing is inserted.
  package var constant: String? {
    switch (parts.count, parts.first) {
    case (0, _): ""
    case (1, .text(let text)?): text
    default: nil
    }
  }

  /// What is inserted, if there is nothing else.
  package var onlySlot: String? {
    if parts.count == 1, case .slot(let name) = parts[0] { name } else { nil }
  }
}

/// A JSON value, in which texts may have places for values; a text that is nothing but a place becomes what is inserted.
package indirect enum SlotJSON: Equatable, Sendable {
  /// Null, a boolean or a number, as it is written in JSON.
  case constant(String)
  case text(SlotText)
  case array([SlotJSON])
  /// In the order of the file.
  case object([Member])

  /// A member of an object.
  package struct Member: Equatable, Sendable {
    package let name: String
    package let value: SlotJSON
  }

  /// The names of what is inserted anywhere in it.
  package var slots: [String] {
    switch self {
    case .constant: []
    case .text(let text): text.slots
    case .array(let values): values.flatMap(\.slots)
    case .object(let members): members.flatMap(\.value.slots)
    }
  }
}
