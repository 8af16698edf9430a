/// Where something stands in a text, for people: line and column from 1, a column for each Unicode scalar.
public struct TextPlace: Equatable, Comparable, Sendable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int
  /// The column, from 1.
  public let column: Int

  /// As editors understand it, `line:column`.
  public var description: String { "\(line):\(column)" }

  /// Whether one comes first in the text.
  public static func < (first: TextPlace, second: TextPlace) -> Bool {
    (first.line, first.column) < (second.line, second.column)
  }
}

/// A value of a file that people write, with its place.
public struct JSON5Node: Sendable {
  /// What there can be.
  public enum Value: Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSON5Node])
    case object([JSON5Member])

    /// What it is, in words for an error message.
    public var kind: String {
      switch self {
      case .null: "null"
      case .bool: "a boolean"
      case .integer: "a whole number"
      case .number: "a number"
      case .string: "a text"
      case .array: "an array"
      case .object: "an object"
      }
    }
  }

  /// Where it begins.
  public let place: TextPlace
  /// What it is.
  public let value: Value

  /// What it is, for an error message about it: a short value as it is written, anything else in words.
  public var shown: String {
    switch value {
    case .bool, .integer, .number: JSONText.compact(json)
    case .string(let text) where text.count <= 40: JSONText.compact(.string(text))
    case .null, .string, .array, .object: value.kind
    }
  }

  /// The same without places.
  public var json: JSONValue {
    switch value {
    case .null: .null
    case .bool(let value): .bool(value)
    case .integer(let value): .integer(value)
    case .number(let value): .number(value)
    case .string(let value): .string(value)
    case .array(let nodes): .array(nodes.map(\.json))
    case .object(let members):
      .object(Dictionary(members.map { ($0.name, $0.node.json) }) { first, _ in first })
    }
  }
}

/// A member of an object; an object's are in the order of the text.
public struct JSON5Member: Sendable {
  /// Its name.
  public let name: String
  /// Where the name stands.
  public let place: TextPlace
  /// Its value.
  public let node: JSON5Node
}

/// Something that is wrong in a file, and where.
public struct JSON5Problem: Error, Equatable, Sendable, CustomStringConvertible {
  /// Where it is.
  public let place: TextPlace
  /// What is wrong, and what would help.
  public let text: String

  /// A problem at a place.
  public init(_ place: TextPlace, _ text: String) {
    self.place = place
    self.text = text
  }

  /// `line:column: what`.
  public var description: String { "\(place): \(text)" }
}
